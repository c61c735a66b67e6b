"""The letters that the file backend left in the data directory: read in the demonstration only, dropped when old."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

MOST = 50
LARGEST = 200_000
NAME = re.compile(r"\d{8}-\d{6}-\d+\.log")
SEPARATOR = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    file: str
    position: int
    subject: str
    recipient: str
    sent_at: datetime | None
    body: str


def list_messages(folder: Path) -> list[Message]:
    """Return the newest messages, the last one first, at most 50 files."""
    try:
        files = [(file.stat().st_mtime_ns, file) for file in folder.iterdir() if NAME.fullmatch(file.name)]
    except OSError:
        return []
    newest = [file for _, file in sorted(files, reverse=True)[:MOST]]
    return [message for file in newest for message in reversed(_read(file))]


def drop_letters(folder: Path, *, before: datetime) -> int:
    """Delete the files of letters written before an instant, return how many."""
    try:
        files = [file for file in folder.iterdir() if NAME.fullmatch(file.name)]
    except OSError:
        return 0
    old = [file for file in files if file.stat().st_mtime < before.timestamp()]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def find_message(folder: Path, name: str, position: int) -> Message | None:
    """Return one message of a file by its position, None when there is none. The name is checked, never a path."""
    if not NAME.fullmatch(name):
        return None
    messages = _read(folder / name)
    return messages[position] if position < len(messages) else None


def _read(file: Path) -> list[Message]:
    try:
        with file.open("rb") as stream:
            parts = [part for part in (stream.read(LARGEST) + b"\n").split(SEPARATOR) if part.strip()]
    except OSError:
        return []
    return [_parse(part, file.name, position) for position, part in enumerate(parts)]


def _parse(part: bytes, file: str, position: int) -> Message:
    parsed = message_from_bytes(part.lstrip(b"\n"), policy=policy.default)
    text = parsed.get_body(preferencelist=("plain",)) if isinstance(parsed, EmailMessage) else None
    try:
        sent_at = parsedate_to_datetime(str(parsed["Date"]))
        sent_at = sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC)
    except (TypeError, ValueError):
        sent_at = None
    return Message(
        file=file,
        position=position,
        subject=str(parsed["Subject"] or "(sans objet)"),
        recipient=str(parsed["To"] or ""),
        sent_at=sent_at,
        body=str(text.get_content()) if text else "",
    )
