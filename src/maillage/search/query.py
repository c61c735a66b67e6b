"""What may be asked of the engine, and what it answers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PUBLIC = frozenset({"public"})


class Sort(StrEnum):
    """Order of the answers."""

    RELEVANCE = "relevance"
    NAME = "name"
    DISTANCE = "distance"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A question. Values of one facet are alternatives, facets add up; `bbox` is west, south, east, north."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: tuple[float, float] | None = None
    bbox: tuple[float, float, float, float] | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20
    audiences: frozenset[str] = PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer, ready to show: `title_html` and `snippet_html` are escaped and carry `<mark>`."""

    key: str
    kind: str
    title: str
    title_html: str
    url: str
    subtitle: str
    snippet_html: str
    marks: Mapping[str, str]
    latitude: float | None
    longitude: float | None
    date: dt.date | None
    distance_km: float | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """How many answers carry a value of a facet."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Widening:
    """The facet value that opens most answers when nothing was found."""

    facet: str
    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """A page of answers.

    `page` is the page really given (a number beyond the end gives the last one) and `pages` how many can be read.
    `approximate` says that words close to the typed ones were accepted, `truncated` that the text was cut,
    `estimated` that the counts of the facets (never the total) come from a sample: the page says "environ".
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetCount, ...]]
    suggestions: tuple[str, ...] = ()
    widest: Widening | None = None
    page: int = 1
    pages: int = 1
    per_page: int = 20
    truncated: bool = False
    approximate: bool = False
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Answers that stand close to each other on the map: their number, their middle, and their share by value."""

    latitude: float
    longitude: float
    count: int
    shares: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One answer on the map."""

    key: str
    kind: str
    title: str
    url: str
    subtitle: str
    latitude: float
    longitude: float
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsResult:
    """What a viewport shows: cells, or single points when they are few; and those that have no place at all."""

    cells: tuple[Cell, ...]
    points: tuple[Point, ...]
    total: int
    unplaced: int
