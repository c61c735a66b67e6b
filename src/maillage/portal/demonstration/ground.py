"""What the demonstration network stands on: territories, concepts and known organisations, read once; how it cites."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from maillage.organisations.models import Organisation
from maillage.portal.demonstration.documents import Documents, Row
from maillage.territories.models import Territory
from maillage.themes.models import Concept

NAMESPACE = uuid.UUID("5f0e8a52-7f0c-5c2b-9a59-3c1d6a0f7b11")
LONGEST_REFERENCE = 200
LONGEST_SOURCE = 300
FICTITIOUS = "exemple fictif"
FRAMEWORKS = ("metiers", "domaines", "odd", "formes-juridiques", "types-de-partenariat")


class MissingGround(RuntimeError):
    """Codes that the network needs are not loaded yet; the message names them in French."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(f"Codes inconnus, chargez d’abord la géographie et les référentiels : {', '.join(codes)}")


@dataclass(kw_only=True)
class Ground:
    """What organisations refer to, read once: territories by code, concepts by framework and code, known keys."""

    territories: dict[str, Territory]
    concepts: dict[tuple[str, str], Concept]
    known: set[uuid.UUID]
    missing: set[str] = field(default_factory=set)

    def territory(self, code: str | None) -> Territory | None:
        """Return the territory of a code, None for no code; an unknown code is noted."""
        if code is None:
            return None
        if code not in self.territories:
            self.missing.add(code)
        return self.territories.get(code)

    def concept(self, framework: str, code: object) -> Concept | None:
        """Return a concept; an unknown code is noted."""
        if (framework, str(code)) not in self.concepts:
            self.missing.add(f"{framework}:{code}")
        return self.concepts.get((framework, str(code)))

    def concepts_of(self, framework: str, codes: Iterable[object]) -> list[Concept]:
        """Return the known concepts of some codes."""
        return [concept for code in codes if (concept := self.concept(framework, code))]

    def demand(self) -> None:
        """Raise MissingGround if a code was unknown."""
        if self.missing:
            raise MissingGround(sorted(self.missing))


def read_ground(documents: Documents) -> Ground:
    """Read what the rows of the documents refer to."""
    rows = [*documents.organisations, *documents.fictitious["organisations"]]
    codes = {
        code
        for row in rows
        for code in [row["seat"], *row["acts_in"], ((row["catalyst"] or {}).get("place") or {}).get("commune")]
        if code
    }
    codes |= {row["territory"] for row in documents.fictitious["accounts"] if row["territory"]}
    codes |= {row["territory"] for row in [*documents.alliances, *documents.fictitious["alliances"]]}
    return Ground(
        territories={territory.code: territory for territory in Territory.objects.filter(code__in=codes)},
        concepts={
            (concept.framework.slug, concept.code): concept
            for concept in Concept.objects.filter(
                framework__slug__in=FRAMEWORKS, framework__is_current=True
            ).select_related("framework")
        },
        known=set(
            Organisation.objects.filter(public_id__in=[key_of(row["key"]) for row in rows]).values_list(
                "public_id", flat=True
            )
        ),
    )


def cite(row: Row, sources: dict[str, Row]) -> str:
    """Write the titles of the sources of a row."""
    titles = dict.fromkeys(
        sources[source["document"]]["title"] for source in row["sources"] if source["document"] in sources
    )
    return " ; ".join(titles)[:300]


def cite_passages(lines: str, sources: dict[str, Row]) -> str:
    """Write "S0:63; S2:558; S2:577" as the title of each document followed by its passages, in the order of the text."""
    by_document: dict[str, list[str]] = {}
    for part in lines.split("; "):
        by_document.setdefault(part.partition(":")[0], []).append(part)
    cited = (f"{sources[code]['title']}, {passages('; '.join(parts))}" for code, parts in by_document.items())
    return " ; ".join(cited)[:LONGEST_SOURCE]


def key_of(key: str) -> uuid.UUID:
    """Return the identifier of a key, which never changes."""
    return uuid.uuid5(NAMESPACE, key)


def passages(lines: str | None) -> str:
    """Write "S2:54; S2:632-642" as "lignes 54, 632-642 de la transcription"; a document alone has no passage."""
    found = re.findall(r":(\d+(?:-\d+)?)", lines or "")
    word = "ligne" if len(found) == 1 and found[0].isdigit() else "lignes"
    return f"{word} {', '.join(found)} de la transcription"[:LONGEST_REFERENCE] if found else ""
