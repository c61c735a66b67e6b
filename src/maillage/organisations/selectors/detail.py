"""Everything the page of an organisation shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from maillage.core.prepared import NOTHING, Prepared, together
from maillage.organisations.enums import ResourceSide
from maillage.organisations.models import (
    Catalyst,
    CatalystActivity,
    CatalystPlace,
    Organisation,
    OrganisationName,
    OrganisationSource,
    OrganisationTopic,
    Perimeter,
    PublicRole,
    Resource,
)
from maillage.organisations.selectors.quality import Known, Quality, assess
from maillage.territories.enums import Kind
from maillage.territories.models import Closure, Territory
from maillage.themes.models import Concept

# The columns that the page shows of what it is linked to: composing the others costs more than reading them.
PLACE = ("code", "name", "long_name", "kind", "slug", "liaison", "communes_count")
TOPIC = ("organisation", "concept__code", "concept__label", "concept__order", "concept__framework__slug")
CONTAINERS = (Kind.EPCI, Kind.DEPARTEMENT, Kind.REGION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft:
    """One of the four crafts, with the activities that are known; without any, the craft alone is stated."""

    concept: Concept
    activities: tuple[Concept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where the organisation is drawn, and whether it is its own place or that of its commune."""

    latitude: float
    longitude: float
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One organisation and what surrounds it, loaded."""

    organisation: Organisation
    names: list[OrganisationName]
    themes: list[Concept]
    goals: list[Concept]
    perimeters: list[Perimeter]
    perimeters_attested_on: date | None
    sources: list[OrganisationSource]
    people: list[PublicRole]
    resources: list[Resource]
    catalyst: Catalyst | None
    crafts: list[Craft]
    places: list[CatalystPlace]
    containers: dict[str, Territory]
    point: Point | None
    quality: Quality

    @property
    def needs(self) -> list[Resource]:
        return [each for each in self.resources if each.side == ResourceSide.NEED]

    @property
    def offers(self) -> list[Resource]:
        return [each for each in self.resources if each.side == ResourceSide.OFFER]


def within(relation: str) -> list[str]:
    """Return the columns shown of a territory reached by a relation."""
    return [f"{relation}__{column}" for column in PLACE]


def read_detail(organisation: Organisation, today: date) -> Detail:
    """Gather the page of an organisation whose seat, legal form and catalyst are loaded; one query more."""
    key, catalyst = organisation.pk, getattr(organisation, "catalyst", None)
    links, perimeters, sources, names, people, resources, activities, places, containers = together(
        _topics.ask(organisation=key),
        _perimeters.ask(organisation=key),
        _sources.ask(organisation=key),
        _names.ask(organisation=key),
        _people.ask(organisation=key, today=today),
        _resources.ask(organisation=key, today=today),
        _activities.ask(catalyst=catalyst.pk) if catalyst else NOTHING,
        _places.ask(catalyst=catalyst.pk) if catalyst else NOTHING,
        _containers.ask(commune=organisation.seat_id) if organisation.seat_id else NOTHING,
    )
    topics = [link.concept for link in links]
    crafts = _group_crafts(activities)
    attested = [source.attested_on for source in sources if source.attested_on]
    known = Known(
        organisation=organisation,
        legal_form=organisation.legal_form.code if organisation.legal_form else "",
        perimeters=len(perimeters),
        topics=len(topics),
        sources=len(sources),
        attested_on=max(attested, default=None),
        is_catalyst=catalyst is not None,
        activities=sum(len(craft.activities) or 1 for craft in crafts),
    )
    return Detail(
        organisation=organisation,
        names=names,
        themes=[concept for concept in topics if concept.framework.slug == "domaines"],
        goals=[concept for concept in topics if concept.framework.slug == "odd"],
        perimeters=perimeters,
        perimeters_attested_on=_shared_date(perimeters),
        sources=sources,
        people=people,
        resources=resources,
        catalyst=catalyst,
        crafts=crafts,
        places=places,
        containers=_by_kind(containers),
        point=read_point(organisation),
        quality=assess(known, today),
    )


def _group_crafts(links: list[CatalystActivity]) -> list[Craft]:
    """Return the crafts in the order of the framework, with the activities that are known."""
    crafts: dict[int, Concept] = {}
    activities: dict[int, list[Concept]] = {}
    for link in links:
        craft = link.concept.broader or link.concept
        crafts.setdefault(craft.order, craft)
        if link.concept.broader:
            activities.setdefault(craft.order, []).append(link.concept)
    return [Craft(concept=crafts[order], activities=tuple(activities.get(order, ()))) for order in sorted(crafts)]


def read_containers(seat: Territory | None) -> dict[str, Territory]:
    """Return the EPCI, département and region of a commune by kind, the nearest first: one query."""
    if seat is None or seat.kind == Kind.COUNTRY:
        return {}
    return _by_kind(_containers(commune=seat.pk))


def _by_kind(rows: list[Closure]) -> dict[str, Territory]:
    found = {row.ancestor.kind: row.ancestor for row in rows}
    return {kind: found[kind] for kind in CONTAINERS if kind in found}


def read_point(organisation: Organisation) -> Point | None:
    """Return the own point of an organisation, else that of its seat if it has one."""
    if organisation.latitude is not None and organisation.longitude is not None:
        return Point(latitude=organisation.latitude, longitude=organisation.longitude, is_own=True)
    seat = organisation.seat
    if seat is not None and seat.latitude is not None and seat.longitude is not None:
        return Point(latitude=seat.latitude, longitude=seat.longitude, is_own=False)
    return None


def _shared_date(perimeters: list[Perimeter]) -> date | None:
    """Return the day that attests all the undated perimeters, None when they differ."""
    days = {(perimeter.attested_on, perimeter.period) for perimeter in perimeters}
    attested, period = days.pop() if len(days) == 1 else (None, None)
    return attested if period is None else None


@Prepared
def _topics(*, organisation: int) -> QuerySet[OrganisationTopic]:
    rows = OrganisationTopic.objects.filter(organisation=organisation)
    return rows.select_related("concept__framework").order_by("concept__order").only(*TOPIC)


@Prepared
def _perimeters(*, organisation: int) -> QuerySet[Perimeter]:
    rows = Perimeter.objects.filter(organisation=organisation).select_related("territory")
    dates = ("period", "start_precision", "end_precision", "attested_on")
    return rows.order_by("territory__communes_count", "territory__name").only(*dates, *within("territory"))


@Prepared
def _sources(*, organisation: int) -> QuerySet[OrganisationSource]:
    return OrganisationSource.objects.filter(organisation=organisation).order_by("-attested_on", "pk")


@Prepared
def _names(*, organisation: int) -> QuerySet[OrganisationName]:
    return OrganisationName.objects.filter(organisation=organisation).order_by("kind", "name")


@Prepared
def _people(*, organisation: int, today: date) -> QuerySet[PublicRole]:
    return PublicRole.objects.shown(today).filter(organisation=organisation).order_by("pk")


@Prepared
def _resources(*, organisation: int, today: date) -> QuerySet[Resource]:
    lasting = Q(period__isnull=True) | Q(period__upper_inf=True) | Q(period__endswith__gt=today)
    return Resource.objects.filter(lasting, organisation=organisation).order_by("side", "means", "pk")


@Prepared
def _activities(*, catalyst: int) -> QuerySet[CatalystActivity]:
    rows = CatalystActivity.objects.filter(catalyst=catalyst)
    return rows.select_related("concept__broader").order_by("concept__order")


@Prepared
def _places(*, catalyst: int) -> QuerySet[CatalystPlace]:
    return CatalystPlace.objects.filter(catalyst=catalyst).select_related("territory").order_by("name")


@Prepared
def _containers(*, commune: int) -> QuerySet[Closure]:
    rows = Closure.objects.filter(commune=commune, ancestor__kind__in=CONTAINERS)
    return rows.select_related("ancestor").only(*within("ancestor"))
