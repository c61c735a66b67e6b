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
from django.db import connections, models
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from maillage.core.audiences import tokens_for

Row = TypeVar("Row")

KEPT = 64
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
    """A query that already knows its SQL."""

    written: SQLCompiler

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> SQLCompiler:
        """Return the compiler whose SQL is written."""
        return self.written


@dataclass(frozen=True, slots=True)
class Written(Generic[Row]):
    """What composing gave: the rows to ask for, their SQL, and its parameters with the places of the values."""

    rows: Any
    sql: str
    parameters: tuple[Any, ...]

    def read(self, values: dict[str, Any]) -> list[Row]:
        """Return the rows for these values."""
        given = tuple(_fill(each, values) for each in self.parameters)
        asked = self.rows._chain()
        compiler = copy.copy(asked.query.written)
        compiler.connection = connections[asked.db]
        compiler.as_sql = lambda *args, **more: (self.sql, given)
        asked.query.written = compiler
        return list(asked)


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
        """Return the rows; raises TypeError for a value of another type, ValueError when one would get lost."""
        readers = {} if reader is None else {"reader": Reader(tokens_for(reader))}
        values = {name: _lengthen(value) if isinstance(value, tuple) else value for name, value in values.items()}
        key = (*readers.values(), *(len(value) for value in values.values() if isinstance(value, tuple)))
        if key not in self._kept:
            self._kept[key] = _write(self.compose, readers, values)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        written = self._kept[key]
        return [] if written is None else written.read(values)


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
    kept.query.written = compiler
    return Written(kept, sql, parameters)


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
