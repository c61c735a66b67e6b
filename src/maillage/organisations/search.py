"""What organisations give to the index; a catalyst is an organisation that carries a second value of "kind"."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from maillage.core import clock
from maillage.core.audiences import MEMBERS, PUBLIC, Audience
from maillage.organisations import reach
from maillage.organisations.enums import Means, NameKind, ResourceSide, World
from maillage.organisations.models import Catalyst, Organisation
from maillage.organisations.querysets import ADMINISTRATORS, OWN, STEWARD
from maillage.search.documents import SearchDocument
from maillage.territories.selectors import ancestor_codes
from maillage.themes.models import Concept

KIND = "organisation"
CATALYST = "catalyst"
SEATED = "seated:"
ACTING = "acting:"
BATCH = 1000
WEIGHT = 1.0
CATALYST_WEIGHT = 1.1
PREFETCHED = (
    "names",
    "perimeters",
    "resources",
    "topic_links__concept__framework",
    "topic_links__concept__broader",
    "catalyst__activity_links__concept__broader",
    "catalyst__places",
)


class OrganisationSource:
    """Every organisation as a document; about ten queries for a thousand."""

    def documents(self, ids: Iterable[int] | None) -> Iterator[SearchDocument]:
        keys = Organisation.objects.order_by("pk").values_list("pk", flat=True) if ids is None else sorted(set(ids))
        wanted = list(keys)
        for start in range(0, len(wanted), BATCH):
            yield from _batch(wanted[start : start + BATCH])


def _batch(ids: list[int]) -> Iterator[SearchDocument]:
    rows = Organisation.objects.filter(pk__in=ids).select_related("seat", "legal_form", "catalyst")
    organisations = list(rows.prefetch_related(*PREFETCHED).order_by("pk"))
    places = {organisation.pk: _territories(organisation) for organisation in organisations}
    codes = ancestor_codes({each for territories in places.values() for each in territories})
    guarded = [organisation for organisation in organisations if organisation.audience == Audience.STEWARDS]
    guards = reach.around({each for organisation in guarded for each in places[organisation.pk]}) if guarded else {}
    for organisation in organisations:
        territories = places[organisation.pk]
        seat = codes.get(organisation.seat_id, ()) if organisation.seat_id else ()
        located = dict.fromkeys(code for each in territories for code in codes.get(each, ()))
        stewards = {guard for each in territories for guard in guards.get(each, ())}
        yield _document(organisation, seat, tuple(located), stewards)


def _document(
    organisation: Organisation, seat: tuple[str, ...], located: tuple[str, ...], stewards: set[int]
) -> SearchDocument:
    catalyst = getattr(organisation, "catalyst", None)
    point = organisation if organisation.latitude is not None else organisation.seat
    topics = [link.concept for link in organisation.topic_links.all()]
    crafts = _crafts(catalyst)
    return SearchDocument(
        key=f"organisation:{organisation.public_id}",
        kind=KIND,
        row=organisation.pk,
        title=organisation.name,
        url=organisation.get_absolute_url(),
        body=_body(organisation, catalyst, topics, crafts),
        aliases=tuple(filter(None, [organisation.acronym, *(name.name for name in organisation.names.all())])),
        codes=tuple(filter(None, (organisation.siren, organisation.siret, organisation.rna))),
        facets={
            "kind": (KIND, CATALYST) if catalyst else (KIND,),
            "world": (organisation.world,),
            "craft": tuple(dict.fromkeys((concept.broader or concept).code for concept in crafts)),
            "theme": _codes(topics, "domaines"),
            "odd": _codes(topics, "odd"),
            "territory": located,
        },
        tags=_presence(seat, located),
        audiences=_audiences(organisation, stewards),
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        date=timezone.localtime(organisation.updated_at).date(),
        weight=CATALYST_WEIGHT if catalyst else WEIGHT,
        subtitle=_subtitle(organisation),
        marks={"world": organisation.world} | ({"catalyst": "1"} if catalyst else {}),
    )


def _presence(seat: tuple[str, ...], located: tuple[str, ...]) -> tuple[str, ...]:
    """Return where it is seated and where else it acts, for the page of a territory."""
    acting = [f"{ACTING}{code}" for code in located if code not in seat]
    return (*(f"{SEATED}{code}" for code in seat), *acting)


def _audiences(organisation: Organisation, stewards: set[int]) -> tuple[str, ...]:
    """Return the tokens that open the document; what is not public is always open to its own people too."""
    if organisation.audience == Audience.PUBLIC:
        return (PUBLIC,)
    own = (ADMINISTRATORS, f"{OWN}{organisation.pk}")
    if organisation.audience == Audience.MEMBERS:
        return (MEMBERS, *own)
    return (*own, *(f"{STEWARD}{territory}" for territory in sorted(stewards)))


def _territories(organisation: Organisation) -> list[int]:
    acting = [perimeter.territory_id for perimeter in organisation.perimeters.all()]
    return [organisation.seat_id, *acting] if organisation.seat_id else acting


def _crafts(catalyst: Catalyst | None) -> list[Concept]:
    return [link.concept for link in catalyst.activity_links.all()] if catalyst else []


def _codes(topics: list[Concept], framework: str) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for concept in topics:
        if concept.framework.slug == framework:
            codes[concept.code] = None
            if concept.broader:
                codes[concept.broader.code] = None
    return tuple(codes)


def _body(organisation: Organisation, catalyst: Catalyst | None, topics: list[Concept], crafts: list[Concept]) -> str:
    parts = [organisation.summary, organisation.description]
    if topics:
        parts.append(", ".join(concept.label for concept in topics))
    if catalyst:
        named = dict.fromkeys(concept.label for craft in crafts for concept in (craft.broader, craft) if concept)
        parts.append(", ".join(["Catalyseur territorial", *named]))
        parts.extend(place.name for place in catalyst.places.all())
    parts.extend(_resources(organisation))
    return "\n".join(filter(None, parts))


def _resources(organisation: Organisation) -> Iterator[str]:
    """Return what it needs and offers, what is over left out."""
    today = clock.today()
    for each in organisation.resources.all():
        if each.period is None or each.period.upper is None or each.period.upper > today:
            yield f"{ResourceSide(each.side).label} {Means(each.means).label} : {each.text}"


def _subtitle(organisation: Organisation) -> str:
    form = organisation.legal_form.label if organisation.legal_form else str(World(organisation.world).label)
    former = [name.name for name in organisation.names.all() if name.kind == NameKind.FORMER]
    parts = [
        "Exemple fictif" if organisation.is_fictitious else "",
        form,
        organisation.seat.name if organisation.seat else "",
        f"anciennement {former[0]}" if former else "",
    ]
    return " · ".join(filter(None, parts))
