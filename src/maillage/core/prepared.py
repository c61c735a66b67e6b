"""Queries whose SQL is composed once a process: on a page of ten queries, composing costs more than reading.

Django has no public way to keep what it composed; the few names it keeps to itself are all used here, and
`docs/adr/0013-prepared-queries.md` says why.
"""

# ruff: noqa: SLF001

import copy
import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections, models
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from maillage.core.audiences import tokens_for

Row = TypeVar("Row")

KEPT = 64
TOGETHER = ";\n"  # between queries sent as one text
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: 2_000_000_011 + number,
    str: lambda number: f"prepared value {number}",
    date: lambda number: date(9001, 1, 1 + number),
    UUID: lambda number: UUID(int=2_000_000_011 + number),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, known by tokens alone: rows may depend on nothing else, so that readers alike share the SQL."""

    _audience_tokens: frozenset[str]
    is_authenticated: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """A value among the parameters: its place in a tuple, the type its field sends a number or a text in."""

    name: str
    index: int | None = None
    kind: type | None = None


class WrittenQuery(Query):
    """A query whose rows are there: its compiler makes instances or values of them."""

    reader: SQLCompiler

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        """Return the compiler that has the rows."""
        return self.reader


@dataclass(frozen=True, slots=True)
class Written(Generic[Row]):
    """What composing gave: the rows to ask for, their compiler, their SQL, its parameters with places for values."""

    rows: Any
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]

    def read(self, stored: list[Any]) -> list[Row]:
        """Return what the queryset makes of the rows that the database gave."""
        reader = copy.copy(self.compiler)
        reader.connection = connections[self.rows.db]
        if reader.has_extra_select:
            stored = [row[: reader.col_count] for row in stored]
        reader.execute_sql = lambda *args, **more: [stored]
        asked = self.rows._chain()
        asked.query.reader = reader
        return list(asked)


@dataclass(frozen=True, slots=True)
class Asked(Generic[Row]):
    """A prepared query with its values, not read yet; `written` is None when it can have no row."""

    written: Written[Row] | None
    values: dict[str, Any]


NOTHING: Asked[Any] = Asked(None, {})


def together(*asked: Asked[Any]) -> list[list[Any]]:
    """Return the rows of each, in one exchange with the database: going there and back costs more than most queries."""
    sent = [(each.written, each.values) for each in asked if each.written is not None]
    if not sent:
        return [[] for _each in asked]
    parameters = [_fill(part, values) for written, values in sent for part in written.parameters]
    stored = []
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER.join(written.sql for written, _values in sent), parameters)
        for index in range(len(sent)):
            cursor.set_result(index - len(sent))  # from the end: the history may have read on, or said something first
            stored.append(cursor.fetchall())
    tables = iter(stored)
    return [each.written.read(next(tables)) if each.written else [] for each in asked]


class Prepared(Generic[Row]):
    """Rows that depend on the reader's tokens and on named values, whose SQL is kept once composed.

    The function composes them from keyword values: a whole number, a text, a day, an identifier, or a tuple of them
    for `__in`, whose last value is repeated so that few lengths exist; `reader` among them stands for who reads and
    goes to `visible_to`. It must not look at the values (they are stand-ins) nor at the clock: a day that is not a
    value is refused, for it would be that of the first call for ever. So is a prefetch, for its own rows would be
    composed from the stand-ins.
    """

    def __init__(self, compose: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self.compose = compose
        self.__doc__ = compose.__doc__
        self._kept: OrderedDict[Any, Written[Row] | None] = OrderedDict()

    def __call__(self, *, reader: Any = None, **values: Any) -> list[Row]:
        """Return the rows; raises as `ask`."""
        return together(self.ask(reader=reader, **values))[0]

    def ask(self, *, reader: Any = None, **values: Any) -> Asked[Row]:
        """Return the query, for `together`; raises TypeError for a value of another type, ValueError for a lost one."""
        readers = {} if reader is None else {"reader": Reader(tokens_for(reader))}
        values = {name: _lengthen(value) if isinstance(value, tuple) else value for name, value in values.items()}
        key = (*readers.values(), *(len(value) for value in values.values() if isinstance(value, tuple)))
        if key not in self._kept:
            self._kept[key] = _write(self.compose, readers, values)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return Asked(self._kept[key], values)


def _write(
    compose: Callable[..., models.QuerySet[Any, Row]], readers: dict[str, Reader], values: dict[str, Any]
) -> Written[Row] | None:
    numbers = itertools.count()
    stand_ins = {name: _stand_in(name, value, numbers) for name, value in values.items()}
    rows: Any = compose(**readers, **stand_ins)
    if rows._prefetch_related_lookups:
        raise ValueError("prefetched rows cannot be prepared")
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        sql, sent = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = {Given(name): stand_in for name, stand_in in stand_ins.items() if not isinstance(stand_in, tuple)}
    for name, several in stand_ins.items():
        if isinstance(several, tuple):
            places |= {Given(name, index): stand_in for index, stand_in in enumerate(several)}
    parameters = tuple(_place(each, places) for each in sent)
    lost = {place.name for place in places} - {each.name for each in parameters if isinstance(each, Given)}
    if lost:
        raise ValueError(f"no parameter holds {', '.join(sorted(lost))}")
    kept = rows._chain()
    kept.query = rows.query.chain(klass=WrittenQuery)
    kept._iterable_class = rows._iterable_class
    return Written(kept, compiler, sql, parameters)


def _lengthen(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Repeat the last value until there are 0, 1, 2, 4, 8… of them."""
    wanted = 1 << (len(values) - 1).bit_length() if values else 0
    return values + values[-1:] * (wanted - len(values))


def _stand_in(name: str, value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, tuple):
        return tuple(_stand_in(name, each, numbers) for each in value)
    if type(value) not in STAND_INS:
        raise TypeError(f"{name}: a {type(value).__name__} cannot be prepared")
    return STAND_INS[type(value)](next(numbers))


def _place(parameter: Any, places: dict[Given, Any]) -> Any:
    for place, stand_in in places.items():
        if isinstance(parameter, type(stand_in)) and parameter == stand_in:
            return place if type(parameter) is type(stand_in) else replace(place, kind=type(parameter))
        if str(stand_in) in str(parameter):
            raise ValueError(f"{place.name} is changed before it is sent: {parameter!r}")
    if isinstance(parameter, date):
        raise ValueError(f"{parameter} must come as a value")  # noqa: TRY004 the type is right, the way it came is not
    return parameter


def _fill(parameter: Any, values: dict[str, Any]) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    value = values[parameter.name]
    if parameter.index is not None:
        value = value[parameter.index]
    return value if parameter.kind is None else parameter.kind(value)
