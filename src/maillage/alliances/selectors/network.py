"""The rows behind the network of a scope, as the reader may see them: at most nine queries whatever its size."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from maillage.alliances.models import Alliance, Participation, ParticipationIntensity, Relation
from maillage.alliances.network import facts as rows
from maillage.alliances.network.changes import Intensity
from maillage.alliances.network.collecting import uncollected
from maillage.alliances.network.facts import Dates, Facts, moments, network_at
from maillage.alliances.network.graph import Network, Node
from maillage.alliances.network.scope import FRAMEWORKS, Scope
from maillage.core import clock
from maillage.organisations import reach
from maillage.organisations.models import Catalyst, Organisation, Perimeter
from maillage.territories.models import Territory
from maillage.themes.models import Concept

DATES = ("period__startswith", "period__endswith", "attested_on")


class Part(NamedTuple):
    """One narrowing of the scope: the organisations it holds, and the alliances whose participants come with it."""

    core: Q
    draws: Q | None = None


class KnownDates(NamedTuple):
    """The bounds of a slider, and the days between them on which something changes."""

    first: date | None
    last: date
    moments: tuple[date, ...]


def read_network(user: Any, *, on: date, scope: Scope) -> Network:
    """Return the network of a scope on a day, of what the reader may see and of nothing else."""
    return network_at(read_facts(user, scope), on)


def known_dates(user: Any, scope: Scope) -> KnownDates:
    """Return the days from the first known one to today on which the network of a scope changes."""
    return dates_of(read_facts(user, scope))


def dates_of(facts: Facts) -> KnownDates:
    """Return the bounds of the slider of facts already read."""
    today = clock.today()
    past = tuple(day for day in moments(facts) if day <= today)
    return KnownDates(first=past[0] if past else None, last=today, moments=past)


@uncollected()
def read_facts(user: Any, scope: Scope) -> Facts:
    """Return every fact of a scope, of all dates: any day is then computed from them by `network_at`."""
    parts = _parts(user, scope)
    organisations = tuple(_organisation(*row) for row in _organisations(user, parts))
    stays, ties = _links(user, _among([each.node.key for each in organisations]) if parts else None)
    participations = tuple(
        rows.Participation(key, alliance, organisation, state, Dates(start, end, attested))
        for key, alliance, organisation, state, start, end, attested in stays
    )
    relations = tuple(
        rows.Relation(key, source, target, kind, state, Dates(start, end, attested))
        for key, source, target, kind, state, start, end, attested in ties
    )
    joined = _among(sorted({row.alliance for row in participations})) if parts else None
    alliances = tuple(
        rows.Alliance(key, name, slug, Dates(start, end, attested), tuple(draws))
        for key, name, slug, start, end, attested, *draws in _alliances(user, joined, parts)
    )
    focus = next((each.node.key for each in organisations if each.node.slug == scope.focus), 0)
    return Facts(
        organisations=organisations,
        alliances=alliances,
        participations=participations,
        relations=relations,
        focus=focus if scope.focus else None,
    )


def stamp_of(user: Any, scope: Scope) -> str:
    """Return a mark of what `read_facts` would return: it changes as soon as a value of it does, and only then.

    The database reads the same rows, but sends what they add up to: a third of the time for a country. Of what the
    reader may not see nothing enters it.
    """
    parts = _parts(user, scope)
    organisations = _organisations(user, parts)
    stays, ties = _links(user, _among(list(organisations.values_list("pk", flat=True))) if parts else None)
    alliances = _alliances(user, stays.order_by().values("alliance") if parts else None, parts)
    return "-".join(_mark(each) for each in (organisations, stays, ties, alliances))


def read_intensities(user: Any, facts: Facts) -> tuple[Intensity, ...]:
    """Return how much each organisation of these facts is involved, and when: one query."""
    found = ParticipationIntensity.objects.visible_to(user).filter(
        participation__in=_among([row.key for row in facts.participations])
    )
    return tuple(
        Intensity(participation, level, Dates(*dates))
        for participation, level, *dates in found.order_by("pk").values_list("participation_id", "level", *DATES)
    )


def _parts(user: Any, scope: Scope) -> list[Part]:
    parts = []
    if scope.territory:
        keys = list(Territory.objects.filter(code=scope.territory).values_list("pk", flat=True))
        inside = _among(reach.lying_in(keys, _places()))
        acting = Perimeter.objects.filter(territory__in=inside).values("organisation")
        parts.append(Part(Q(seat__in=inside) | Q(pk__in=acting), Q(territory__in=inside)))
    if scope.theme:
        concepts = Concept.objects.filter(
            Q(code=scope.theme) | Q(broader__code=scope.theme), framework__slug__in=FRAMEWORKS
        ).values("pk")
        themed = Q(topic_links__concept__in=concepts)
        parts.append(
            Part(
                Q(pk__in=Organisation.objects.filter(themed).values("pk")),
                Q(pk__in=Alliance.objects.filter(themed).values("pk")),
            )
        )
    if scope.world:
        parts.append(Part(Q(world__in=scope.world)))
    if scope.organisations:
        parts.append(Part(Q(slug__in=scope.organisations)))
    if scope.focus:
        parts.append(Part(_around(user, scope.focus)))
    return parts


def _around(user: Any, slug: str) -> Q:
    """Return the condition of being that organisation, or of sharing at some time an alliance or a relation with it."""
    shared = Participation.objects.visible_to(user).filter(organisation__slug=slug).values("alliance")
    relations = Relation.objects.visible_to(user)
    return (
        Q(slug=slug)
        | Q(pk__in=Participation.objects.visible_to(user).filter(alliance__in=shared).values("organisation"))
        | Q(pk__in=relations.filter(from_organisation__slug=slug).values("to_organisation"))
        | Q(pk__in=relations.filter(to_organisation__slug=slug).values("from_organisation"))
    )


def _organisations(user: Any, parts: list[Part]) -> QuerySet[Any, Any]:
    found = Organisation.objects.visible_to(user)
    flags = []
    for rank, part in enumerate(parts):
        flags.append(f"core_{rank}")
        found = found.annotate(**{flags[-1]: ExpressionWrapper(part.core, output_field=BooleanField())})
        wanted = Q(**{flags[-1]: True})
        if part.draws is not None:
            drawing = Alliance.objects.visible_to(user).filter(part.draws).values("pk")
            stays = Participation.objects.visible_to(user).filter(alliance__in=drawing)
            wanted |= Q(pk__in=stays.values("organisation"))
        found = found.filter(wanted)
    return found.order_by("pk").values_list(
        "pk",
        "public_id",
        "name",
        "slug",
        "world",
        Coalesce("seat__name", Value("")),
        Coalesce("latitude", "seat__latitude"),
        Coalesce("longitude", "seat__longitude"),
        Exists(Catalyst.objects.filter(organisation=OuterRef("pk"))),
        "founded_on",
        "closed_on",
        *flags,
    )


def _organisation(
    key: int,
    public_id: UUID,
    name: str,
    slug: str,
    world: str,
    seat: str,
    latitude: float | None,
    longitude: float | None,
    is_catalyst: bool,
    founded: date | None,
    closed: date | None,
    *core: bool,
) -> rows.Organisation:
    node = Node(
        key=key,
        public_id=str(public_id),
        name=name,
        slug=slug,
        world=world,
        seat=seat,
        latitude=latitude,
        longitude=longitude,
        is_catalyst=is_catalyst,
    )
    return rows.Organisation(node, founded, closed, core)


def _links(user: Any, among: RawSQL | None) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """Return who takes part in the alliances of these organisations (None: of all), and what they are to one another."""
    stays: QuerySet[Participation] = Participation.objects.visible_to(user)
    ties: QuerySet[Relation] = Relation.objects.visible_to(user)
    if among is not None:
        shared = Participation.objects.visible_to(user).filter(organisation__in=among).values("alliance")
        stays = stays.filter(alliance__in=shared)
        ties = ties.filter(from_organisation__in=among, to_organisation__in=among)
    return (
        stays.order_by("pk").values_list("pk", "alliance_id", "organisation_id", "state", *DATES),
        ties.order_by("pk").values_list("pk", "from_organisation_id", "to_organisation_id", "kind", "state", *DATES),
    )


def _alliances(user: Any, among: RawSQL | QuerySet[Any, Any] | None, parts: list[Part]) -> QuerySet[Any, Any]:
    found = Alliance.objects.visible_to(user)
    if among is not None:
        found = found.filter(pk__in=among)
    flags = [f"draws_{rank}" for rank in range(len(parts))]
    found = found.annotate(
        **{
            flag: ExpressionWrapper(part.draws, output_field=BooleanField()) if part.draws else Value(False)  # noqa: FBT003
            for flag, part in zip(flags, parts, strict=True)
        }
    )
    return found.order_by("pk").values_list("pk", "name", "slug", *DATES, *flags)


def _mark(read: QuerySet[Any, Any]) -> str:
    """Return the number of rows of a query and the sum of their fingerprints."""
    try:
        sql, values = read.order_by().query.sql_with_params()
    except EmptyResultSet:
        return "0:0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select count(*), coalesce(sum(hashtextextended(read::text, 0)), 0) from ({sql}) read",  # noqa: S608 as the ORM wrote it
            values,
        )
        count, total = cursor.fetchone()
    return f"{count}:{total}"


def _places() -> list[int]:
    """Return the territories where an organisation is seated or acts, or that an alliance is about."""
    seats = Organisation.objects.exclude(seat=None).order_by().values_list("seat_id", flat=True)
    acting = Perimeter.objects.order_by().values_list("territory_id", flat=True)
    return list(seats.union(acting, Alliance.objects.order_by().values_list("territory_id", flat=True)))


def _among(keys: list[int]) -> RawSQL:
    """Return keys as a subquery of one parameter, whatever their number."""
    return RawSQL("select unnest(%s::bigint[])", [keys])
