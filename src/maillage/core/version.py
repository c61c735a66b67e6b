"""What is running: the version of the package, and the commit when the sources come with their history."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings


def _commit() -> str:
    """Return the twelve first characters of the checked-out commit, "" outside a checkout."""
    git = Path(settings.BASE_DIR) / ".git"
    try:
        head = (git / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head[:12]
        reference = head.removeprefix("ref: ")
        loose = git / reference
        if loose.exists():
            return loose.read_text().strip()[:12]
        packed = (git / "packed-refs").read_text().splitlines()
        return next((line.split()[0][:12] for line in packed if line.endswith(f" {reference}")), "")
    except OSError:
        return ""


def _version() -> str:
    try:
        return version("maillage")
    except PackageNotFoundError:
        return "0"


VERSION = _version()
COMMIT = _commit()
