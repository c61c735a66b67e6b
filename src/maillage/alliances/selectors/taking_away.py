"""The rows of a network that leaves, as the reader may see them: at most twelve queries whatever its size."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from maillage.alliances.models import Alliance, Participation, ParticipationRole, Relation
from maillage.alliances.network.facts import network_at, whole
from maillage.alliances.network.graph import Node
from maillage.alliances.network.outgoing import AllianceSaid, Bound, Described, Fact, Outgoing
from maillage.alliances.network.scope import Scope
from maillage.alliances.selectors.network import read_facts
from maillage.core import clock
from maillage.core.dates import span_of, write_date
from maillage.organisations.models import Organisation
from maillage.territories.models import Territory

CLOSED_LIST = ("acronym", "siren", "siret", "rna", "is_fictitious")


def read_outgoing(user: Any, *, on: date | None, scope: Scope, origin: str, address: str) -> Outgoing:
    """Return what leaves of a scope on a day, or over its whole life (`on` None), of what the reader may see."""
    facts = read_facts(user, scope)
    network = network_at(facts, on) if on else whole(facts)
    nodes = {node.key: node for node in network.nodes}
    participations = tuple(_participations(user, nodes))
    return Outgoing(
        title=_title(scope, nodes, on),
        address=address,
        origin=origin.rstrip("/"),
        made_on=clock.today(),
        on=on,
        facts=facts,
        network=network,
        described=_described(user, nodes),
        alliances=_alliances(user, {fact.alliance for fact in participations} | set(network.alliance_names)),
        participations=participations,
        relations=tuple(_relations(user, nodes)),
    )


def _described(user: Any, nodes: dict[int, Node]) -> dict[int, Described]:
    rows = Organisation.objects.visible_to(user).filter(pk__in=_among(list(nodes)))
    wanted = ("founded_on", "founded_precision", "closed_on", "closed_precision", "seat__code", "seat__kind")
    found = {}
    for row in rows.values("pk", *CLOSED_LIST, *wanted):
        key = row["pk"]
        found[key] = Described(
            node=nodes[key],
            **{name: row[name] for name in CLOSED_LIST},
            seat_code=row["seat__code"] or "",
            founded=Bound(row["founded_on"], row["founded_precision"]),
            closed=Bound(row["closed_on"], row["closed_precision"]),
        )
    return found


def _alliances(user: Any, keys: set[int]) -> dict[int, AllianceSaid]:
    rows = Alliance.objects.visible_to(user).filter(pk__in=_among(sorted(keys))).select_related("territory")
    return {
        row.pk: AllianceSaid(
            key=row.pk,
            public_id=str(row.public_id),
            name=row.name,
            slug=row.slug,
            purpose=row.purpose,
            territory=row.territory.code,
            span=span_of(row),
            attested=row.attested_on,
        )
        for row in rows
    }


def _participations(user: Any, nodes: dict[int, Node]) -> list[Fact]:
    rows = Participation.objects.visible_to(user).filter(organisation__in=_among(list(nodes)))
    roles = defaultdict(list)
    held = ParticipationRole.objects.visible_to(user).filter(participation__organisation__in=_among(list(nodes)))
    for key, role in held.order_by("pk").values_list("participation_id", "role"):
        roles[key].append(role)
    return [
        Fact(
            key=row.pk,
            public_id=str(row.public_id),
            source=row.organisation_id,
            alliance=row.alliance_id,
            roles=tuple(dict.fromkeys(roles[row.pk])),
            span=span_of(row),
            attested=row.attested_on,
            state=row.state,
            said_by=row.source,
        )
        for row in rows.order_by("pk")
    ]


def _relations(user: Any, nodes: dict[int, Node]) -> list[Fact]:
    both = _among(list(nodes))
    rows = Relation.objects.visible_to(user).filter(from_organisation__in=both, to_organisation__in=both)
    return [
        Fact(
            key=row.pk,
            public_id=str(row.public_id),
            source=row.from_organisation_id,
            target=row.to_organisation_id,
            kind=row.kind,
            detail=row.detail,
            span=span_of(row),
            attested=row.attested_on,
            state=row.state,
            said_by=row.source,
        )
        for row in rows.order_by("pk")
    ]


def _title(scope: Scope, nodes: dict[int, Node], on: date | None) -> str:
    territory = Territory.objects.filter(code=scope.territory).first() if scope.territory else None
    focus = next((node.name for node in nodes.values() if node.slug == scope.focus), "") if scope.focus else ""
    name = territory.title if territory else focus
    title = _("Réseau : %(name)s") % {"name": name} if name else _("Réseau des alliances")
    return f"{title}, {write_date(on)}" if on else f"{title}, {_('toutes les dates')}"


def _among(keys: list[int]) -> RawSQL:
    """Return keys as a subquery of one parameter, whatever their number."""
    return RawSQL("select unnest(%s::bigint[])", [keys])
