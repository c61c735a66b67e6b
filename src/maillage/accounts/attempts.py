"""The attempts that rate limits count: fingerprints in the file cache, forgotten when they are of no more use."""

from datetime import datetime
from pathlib import Path


def drop_attempts(folder: Path, *, before: datetime) -> int:
    """Delete the files of the cache written before an instant, return how many."""
    if not folder.is_dir():
        return 0
    old = [file for file in folder.iterdir() if file.suffix == ".djcache" and _written(file) < before.timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another worker dropped it meanwhile
        return float("inf")
