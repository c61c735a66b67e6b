"""What alliances give to the index."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from maillage.alliances.domain.alliances import KIND
from maillage.alliances.enums import COUNTED
from maillage.alliances.models import Alliance
from maillage.alliances.querysets import ALLIANCE
from maillage.core.audiences import MEMBERS, PUBLIC, Audience
from maillage.organisations.querysets import ADMINISTRATORS
from maillage.search.documents import SearchDocument
from maillage.territories.selectors import ancestor_codes
from maillage.themes.models import Concept

BATCH = 500
WEIGHT = 1.2


class AllianceDocuments:
    """Every alliance as a document; a few queries for each batch."""

    def documents(self, ids: Iterable[int] | None) -> Iterator[SearchDocument]:
        keys = Alliance.objects.order_by("pk").values_list("pk", flat=True) if ids is None else sorted(set(ids))
        wanted = list(keys)
        for start in range(0, len(wanted), BATCH):
            yield from _batch(wanted[start : start + BATCH])


def _batch(ids: list[int]) -> Iterator[SearchDocument]:
    rows = Alliance.objects.filter(pk__in=ids).select_related("territory")
    found = list(
        rows.prefetch_related(
            "participations__organisation", "topic_links__concept__framework", "topic_links__concept__broader"
        ).order_by("pk")
    )
    codes = ancestor_codes({alliance.territory_id for alliance in found})
    for alliance in found:
        yield _document(alliance, codes.get(alliance.territory_id, ()))


def _document(alliance: Alliance, located: tuple[str, ...]) -> SearchDocument:
    # Only what everyone may see of the participants enters a document that others than partners may find.
    partners = [
        each.organisation
        for each in alliance.participations.all()
        if each.state in COUNTED and each.organisation.audience == Audience.PUBLIC
    ]
    topics = [link.concept for link in alliance.topic_links.all()]
    names = ", ".join(partner.name for partner in partners)
    return SearchDocument(
        key=f"{KIND}:{alliance.public_id}",
        kind=KIND,
        row=alliance.pk,
        title=alliance.name,
        url=alliance.get_absolute_url(),
        body="\n".join(filter(None, [alliance.purpose, names, ", ".join(concept.label for concept in topics)])),
        facets={
            "kind": (KIND,),
            "world": tuple(dict.fromkeys(partner.world for partner in partners)),
            "craft": _codes(topics, "metiers"),
            "theme": _codes(topics, "domaines"),
            "odd": _codes(topics, "odd"),
            "territory": located,
        },
        audiences=_audiences(alliance),
        latitude=alliance.territory.latitude,
        longitude=alliance.territory.longitude,
        date=timezone.localtime(alliance.updated_at).date(),
        weight=WEIGHT,
        subtitle=" · ".join(
            filter(None, ["Exemple fictif" if alliance.is_fictitious else "", "Alliance", alliance.territory.name])
        ),
    )


def _audiences(alliance: Alliance) -> tuple[str, ...]:
    """Return the tokens that open the document: its partners and the site's administrators always."""
    if alliance.audience == Audience.PUBLIC:
        return (PUBLIC,)
    own = (f"{ALLIANCE}{alliance.pk}", ADMINISTRATORS)
    return (MEMBERS, *own) if alliance.audience == Audience.MEMBERS else own


def _codes(topics: list[Concept], framework: str) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for concept in topics:
        if concept.framework.slug == framework:
            codes[concept.code] = None
            if concept.broader:
                codes[concept.broader.code] = None
    return tuple(codes)
