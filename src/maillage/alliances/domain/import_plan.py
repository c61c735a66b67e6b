"""What an import would do, row by row: created, linked to an organisation of the site, or refused and why.

The trial and the import follow the same plan, made anew each time from what is stored that day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.enums import RelationKind
from maillage.alliances.models import Alliance, NetworkImport, Participation, Relation
from maillage.alliances.network.incoming.rows import name_line
from maillage.alliances.policies import editable_among as editable_alliances
from maillage.alliances.selectors.matching import Known, communes_of, territories_at, visible_alliances
from maillage.core import clock
from maillage.core.articles import with_name
from maillage.core.dates import Span, make_span, read_date
from maillage.core.text import fold
from maillage.organisations.models import Organisation
from maillage.organisations.policies import editable_among
from maillage.territories.models import Territory

NEW, SKIP = "new", "skip"
FEWEST = 2


class Outcome(StrEnum):
    """What becomes of a row: `KNOWN` is already written, `LEFT` was put aside by a person, `CHOOSE` awaits them."""

    CREATE = "create"
    LINK = "link"
    CHOOSE = "choose"
    KNOWN = "known"
    LEFT = "left"
    REFUSE = "refuse"


@dataclass(slots=True, kw_only=True)
class NodePlan:
    """A row of an organisation: `identified` without a doubt, or `is_made` by this import already."""

    place: int
    row: int
    where: str
    name: str
    outcome: Outcome
    organisation: Organisation | None = None
    proposals: list[Organisation] = field(default_factory=list)
    is_same_name: bool = False
    identified: bool = False
    is_made: bool = False
    reason: str = ""
    seat: Territory | None = None

    @property
    def key(self) -> str:
        """Tell organisations apart, stored or not."""
        return f"stored:{self.organisation.pk}" if self.organisation else f"new:{self.place}"


@dataclass(slots=True, kw_only=True)
class TiePlan:
    """A row of a tie, in words."""

    place: int
    row: int
    where: str
    sentence: str
    outcome: Outcome
    reason: str = ""


class Stay(NamedTuple):
    """A participation to write, said by the tie of that place."""

    tie: int
    node: int
    span: Span


class Bond(NamedTuple):
    """A relation to write, said by the tie of that place."""

    tie: int
    source: int
    target: int
    kind: str
    span: Span


@dataclass(slots=True, kw_only=True)
class AlliancePlan:
    """An alliance to complete, or to describe on a territory when `alliance` is None."""

    name: str
    alliance: Alliance | None = None
    territory: Territory | None = None
    reason: str = ""
    stays: list[Stay] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Plan:
    """Every row with what becomes of it, and what is to be written."""

    nodes: list[NodePlan]
    ties: list[TiePlan]
    alliances: list[AlliancePlan] = field(default_factory=list)
    bonds: list[Bond] = field(default_factory=list)

    def count(self, outcome: str, rows: Iterable[NodePlan | TiePlan]) -> int:
        """Return how many rows come to that."""
        return sum(row.outcome == outcome for row in rows)


def plan_import(*, actor: User, brought: NetworkImport) -> Plan:
    """Return what the import would do now for this actor: some ten queries, however many rows."""
    return _Planner(actor, brought).plan()


class _Planner:
    """The steps share what they read."""

    def __init__(self, actor: User, brought: NetworkImport) -> None:
        self.actor = actor
        self.rows = brought.nodes
        self.ties = brought.ties
        self.choices = brought.choices
        self.options = brought.options
        self.known = Known(actor, self.rows)
        self.nodes: list[NodePlan] = []
        self.editable: set[int] = set()
        self.groups: dict[str, AlliancePlan] = {}
        self.territories = territories_at(
            {self.options.get("territory", ""), *(tie["territory"] for tie in self.ties if tie["alliance"])}
        )
        self.seen: dict[tuple[str, str, str], list[DateRange | None]] = defaultdict(list)

    def plan(self) -> Plan:
        seats = communes_of(row["commune"] for row in self.rows if row["commune"])
        self.nodes = [self._node(place, row, seats) for place, row in enumerate(self.rows)]
        self._read_stored()
        plan = Plan(nodes=self.nodes, ties=[])
        for place, tie in enumerate(self.ties):
            plan.ties.append(self._tie(plan, place, tie))
        self._settle_alliances(plan)
        return plan

    def _node(self, place: int, row: dict[str, Any], seats: dict[str, Territory]) -> NodePlan:
        planned = NodePlan(
            place=place, row=row["row"], where=row["where"], name=row["nom"] or _number(row), outcome=Outcome.CREATE
        )
        if made := row.get("made"):
            planned.organisation = self.known.chosen(made)
            planned.outcome = Outcome.LINK if planned.organisation else Outcome.LEFT
            planned.is_made = True
            return planned
        if row["problem"]:
            planned.outcome, planned.reason = Outcome.REFUSE, row["problem"]
            return planned
        numbered = self.known.numbered(row)
        if len(numbered) == 1:
            planned.outcome, planned.organisation, planned.identified = Outcome.LINK, numbered[0], True
            return planned
        same = self.known.same_name(row)
        planned.proposals = list(dict.fromkeys([*numbered, *same, *self.known.near(row)]))
        planned.is_same_name = len(same) == 1 and not numbered
        self._choose(planned, self.choices.get(str(place), ""))
        if planned.outcome == Outcome.CREATE:
            planned.seat = seats.get(row["commune"])
            if not row["nom"]:
                planned.reason = _(
                    "Aucune organisation visible ne porte cet identifiant : donnez son nom pour l’ajouter."
                )
            elif not any(character.isalnum() for character in row["nom"]):
                planned.reason = _("Un nom contient des lettres ou des chiffres.")
            elif row["commune"] and planned.seat is None:
                planned.reason = _("« %(code)s » n’est pas le code d’une commune.") % {"code": row["commune"]}
            planned.outcome = Outcome.REFUSE if planned.reason else planned.outcome
        return planned

    def _choose(self, planned: NodePlan, choice: str) -> None:
        if choice == SKIP:
            planned.outcome = Outcome.LEFT
        elif choice and choice != NEW and (found := self.known.chosen(choice)):
            planned.outcome, planned.organisation = Outcome.LINK, found
        elif planned.proposals and choice != NEW:
            planned.outcome = Outcome.CHOOSE

    def _read_stored(self) -> None:
        """Read the relations and the alliances that the ties may find already written."""
        keys = {node.organisation.pk for node in self.nodes if node.organisation}
        self.editable = editable_among(self.actor, keys)
        stored = Relation.objects.visible_to(self.actor).filter(from_organisation__in=keys, to_organisation__in=keys)
        for one, other, kind, period in stored.values_list(
            "from_organisation_id", "to_organisation_id", "kind", "period"
        ):
            self.seen[f"stored:{one}", f"stored:{other}", kind].append(period)
        found = visible_alliances(
            self.actor, {tie["alliance"] for tie in self.ties}, {tie["alliance_id"] for tie in self.ties}
        )
        editable = editable_alliances(self.actor, found)
        for alliance in found:
            self.groups[str(alliance.public_id)] = group = AlliancePlan(name=alliance.name, alliance=alliance)
            if alliance.pk not in editable:
                group.reason = _("L’alliance existe déjà : elle est complétée par ses partenaires et qui l’anime.")
            name = f"nom:{fold(alliance.name)}"
            double = AlliancePlan(
                name=alliance.name,
                reason=_("Plusieurs alliances portent ce nom : ajoutez la colonne alliance_id."),
            )
            self.groups[name] = double if name in self.groups else group
        stays = Participation.objects.visible_to(self.actor).filter(alliance__in=[each.pk for each in found])
        for alliance_key, member, period in stays.values_list("alliance_id", "organisation_id", "period"):
            self.seen[f"alliance:{alliance_key}", f"stored:{member}", ""].append(period)

    def _tie(self, plan: Plan, place: int, tie: dict[str, Any]) -> TiePlan:
        ends = [self.nodes[tie[end]] for end in ("from", "to") if tie[end] is not None]
        in_alliance = bool(tie["alliance"] or tie["alliance_id"])
        kind = tie["kind"] or self.options.get("kind", "")
        planned = TiePlan(
            place=place,
            row=tie["row"],
            where=tie["where"],
            sentence=_say([self._name_of(tie[end]) for end in ("from", "to")], tie, kind),
            outcome=Outcome.CREATE,
        )
        refused = tie["problem"] or self._about_ends(planned, ends)
        if planned.outcome == Outcome.CREATE and not refused:
            span = make_span(read_date(tie["since"]), read_date(tie["until"], last=True))
            if in_alliance and not tie["kind"]:
                refused = self._join(planned, tie, ends, span)
            else:
                refused = self._bind(plan, planned, kind, ends, span)
        if refused:
            planned.outcome, planned.reason = Outcome.REFUSE, refused
        return planned

    def _name_of(self, place: int | None) -> str:
        return "…" if place is None else self.nodes[place].name

    def _about_ends(self, planned: TiePlan, ends: list[NodePlan]) -> str:
        """Return why the ends do not allow the tie; the outcome says when they only make it wait."""
        for end in ends:
            said = {"name": end.name, "line": name_line(end.row, end.where if end.where != planned.where else "")}
            if end.outcome == Outcome.REFUSE:
                return _("« %(name)s » est refusée (%(line)s).") % said
            if end.outcome == Outcome.CHOOSE:
                planned.outcome = Outcome.CHOOSE
                planned.reason = _("Attend votre choix pour « %(name)s » (%(line)s).") % said
            elif end.outcome == Outcome.LEFT and planned.outcome == Outcome.CREATE:
                planned.outcome = Outcome.LEFT
                planned.reason = _("« %(name)s » est laissée de côté (%(line)s).") % said
        if len(ends) == FEWEST and ends[0].key == ends[1].key:
            return _("Une organisation ne peut pas être reliée à elle-même.")
        return ""

    def _bind(self, plan: Plan, planned: TiePlan, kind: str, ends: list[NodePlan], span: Span) -> str:
        if not kind:
            return _("Cette ligne ne dit pas quel est ce lien, ni dans quelle alliance.")
        if len(ends) < FEWEST:
            return _("Cette ligne ne dit pas l’autre organisation : la cellule « vers » est vide.")
        if not any(end.organisation is None or end.is_made or end.organisation.pk in self.editable for end in ends):
            return _("Un lien se déclare par l’une des deux organisations ou par l’animation de leur territoire.")
        written = self.seen[ends[0].key, ends[1].key, kind]
        if _is_written(span, written):
            planned.outcome, planned.reason = Outcome.KNOWN, _("Ce lien est déjà noté à ces dates.")
            return ""
        written.append(span.period)
        plan.bonds.append(Bond(planned.place, ends[0].place, ends[1].place, kind, span))
        return ""

    def _join(self, planned: TiePlan, tie: dict[str, Any], ends: list[NodePlan], span: Span) -> str:
        name = f"nom:{fold(tie['alliance'])}"
        group = self.groups.get(tie["alliance_id"]) or self.groups.get(name)
        if group is None:
            if not any(character.isalnum() for character in tie["alliance"]):
                return _("Cette alliance n’est pas visible ici, et la ligne ne donne pas son nom.")
            group = self.groups[name] = AlliancePlan(name=tie["alliance"])
        if group.reason:
            return group.reason
        if group.alliance is None and group.territory is None:
            group.territory = self.territories.get(tie["territory"] or self.options.get("territory", ""))
            if group.territory is None:
                return _("Nouvelle alliance : dites son territoire, dans la colonne « territoire » ou plus haut.")
        key = f"alliance:{group.alliance.pk}" if group.alliance else name
        added = 0
        for end in ends:
            written = self.seen[key, end.key, ""]
            if not _is_written(span, written):
                written.append(span.period)
                group.stays.append(Stay(planned.place, end.place, span))
                added += 1
        if not added:
            planned.outcome, planned.reason = Outcome.KNOWN, _("Déjà noté à ces dates.")
        return ""

    def _settle_alliances(self, plan: Plan) -> None:
        """Keep the alliances that something is to be written in; a new one relates two organisations at least."""
        for found in {id(each): each for each in self.groups.values()}.values():
            members = {self.nodes[stay.node].key for stay in found.stays}
            if found.alliance is None and 0 < len(members) < FEWEST:
                for place in {stay.tie for stay in found.stays}:
                    plan.ties[place].outcome = Outcome.REFUSE
                    plan.ties[place].reason = _("Une alliance relie au moins deux organisations : il en manque une.")
            elif found.stays:
                plan.alliances.append(found)


def attested_on(tie: dict[str, Any]) -> date:
    """Return the day on which a source says a tie, today when the row does not tell."""
    found = read_date(tie["attested"])
    return min(found[0], clock.today()) if found else clock.today()


def _is_written(span: Span, periods: list[DateRange | None]) -> bool:
    """Tell whether a fact of these dates is already among these periods: dates in common, or none known."""
    return any(_overlap(span.period, period) for period in periods)


def _overlap(one: DateRange | None, other: DateRange | None) -> bool:
    if one is None or other is None:
        return True
    return (one.lower or date.min) < (other.upper or date.max) and (other.lower or date.min) < (one.upper or date.max)


def _number(row: dict[str, Any]) -> str:
    return next((row[name] for name in ("siren", "siret", "rna", "id") if row[name]), "")


def _say(names: list[str], tie: dict[str, Any], kind: str) -> str:
    """Say a tie in words from the names of its ends, "…" for one that is not known."""
    one, other = names
    alliance = tie["alliance"] or tie["alliance_id"]
    if alliance and not tie["kind"]:
        if tie["to"] is None:
            return _("%(one)s participe à « %(alliance)s »") % {"one": one, "alliance": alliance}
        said = {"one": one, "other": other, "alliance": alliance}
        return _("%(one)s et %(other)s participent à « %(alliance)s »") % said
    label = str(RelationKind(kind).label) if kind else "…"
    return f"{one} {with_name(label, other)}"
