"""The files of the demonstration network, read as they are written."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from maillage.core.dates import Span, make_span, read_date

FOLDER = Path(__file__).parent
Row = dict[str, Any]


@dataclass(frozen=True)
class Documents:
    """The files of a folder; each is read once."""

    folder: Path = FOLDER

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The source documents by code ("S2")."""
        return {row["code"]: row for row in self._read("sources.yaml")}

    @cached_property
    def territories(self) -> list[Row]:
        return list(self._read("territories.yaml"))

    @cached_property
    def organisations(self) -> list[Row]:
        return list(self._read("organisations.yaml"))

    @cached_property
    def relations(self) -> list[Row]:
        return list(self._read("relations.yaml"))

    @cached_property
    def alliances(self) -> list[Row]:
        return list(self._read("alliances.yaml"))

    @cached_property
    def fictitious(self) -> dict[str, list[Row]]:
        """The invented territories, organisations, people, accounts, alliances and relations."""
        return dict(self._read("fictitious.yaml"))

    @cached_property
    def invented_on(self) -> date:
        """The day as of which the invented territory is told."""
        days: list[date] = [row["attested_on"] for each in self.fictitious["organisations"] for row in each["sources"]]
        return max(days)

    def first_told(self, lines: str) -> date:
        """Return the day of the oldest document that some passages come from ("S0:63; S2:558"): it held by then."""
        days: list[date] = [self.sources[part.partition(":")[0]]["attested_on"] for part in lines.split("; ")]
        return min(days)

    def _read(self, name: str) -> Any:
        return yaml.load((self.folder / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 the safe loader, in C when there is one


def read_day(text: str) -> date:
    """Return the first day of "2007", "2007-09" or "2007-09-15"."""
    parts = [int(part) for part in str(text).split("-")]
    return date(*[*parts, 1, 1][:3])


def read_span(row: Row) -> Span:
    """Return when a row holds, from its `start` and its `end` ("2019-06", included) when it has them."""
    return make_span(read_date(row.get("start") or ""), read_date(row.get("end") or "", last=True))


def attested_on(row: Row, sources: dict[str, Row]) -> date | None:
    """Return the day of the newest source of an organisation or a territory."""
    days = [
        source.get("attested_on") or sources.get(source["document"], {}).get("attested_on") for source in row["sources"]
    ]
    return max((day for day in days if day), default=None)


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
