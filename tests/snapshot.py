"""A small world made by the domain functions, then put back, row for row, for each test of the next minute."""

import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, transaction

from maillage.core import clock

Made = TypeVar("Made")
Rows = dict[str, bytes]

# Longer than a few files take, and short enough that nothing in it has aged: no job is late, no sign-in is old.
LASTS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Kept:
    made_at: datetime
    rows: Rows
    folder: Path
    value: bytes


_kept: dict[str, _Kept] = {}


def make_once(name: str, make: Callable[[], Made], *, folder: Path, keep: Path) -> Made:
    """Return what `make` returns, its rows being in the database and its files in `folder`.

    The first call of the process makes it; the calls of the next minute put back the same rows, files and value. The
    files stay below `keep`. Only tables that were empty may be written by `make`.
    """
    now = clock.now()
    kept = _kept.get(name)
    if kept is not None and kept.made_at <= now < kept.made_at + LASTS:
        _write(kept.rows)
        shutil.copytree(kept.folder, folder, symlinks=True, dirs_exist_ok=True)
        value: Made = pickle.loads(kept.value)
        return value
    before = _read()
    value = make()
    if not _may_put_back():
        return value
    after = _read()
    rows = {table: content for table, content in after.items() if content != before.get(table)}
    assert not rows.keys() & before.keys(), "a table that held rows already was written"
    shutil.rmtree(keep, ignore_errors=True)
    shutil.copytree(folder, keep, symlinks=True)
    _kept[name] = _Kept(now, rows, keep, pickle.dumps(value))
    return value


def _may_put_back() -> bool:
    """Tell whether this account may write rows without their triggers, which wrote their own rows the first time."""
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = current_user")
        return bool(cursor.fetchone()[0])


def _read() -> Rows:
    """Return the content of every table that is not empty."""
    with connection.cursor() as cursor:
        contents = {table: _copy_out(cursor, table) for table in connection.introspection.table_names(cursor)}
    return {table: content for table, content in contents.items() if content}


def _copy_out(cursor: Any, table: str) -> bytes:
    with cursor.copy(f'copy "{table}" to stdout') as copied:
        return b"".join(copied)


def _write(rows: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for table, content in rows.items():
            with cursor.copy(f'copy "{table}" from stdin') as copied:
                copied.write(content)
        cursor.execute("set local session_replication_role = origin")
