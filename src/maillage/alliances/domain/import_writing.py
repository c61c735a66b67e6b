"""The writing of an import: in steps that each commit; many rows at once, and one by one around those that are refused.

Each row is whole or not at all. What the database keeps true is not asked for each row beforehand: a step that it
refuses is halved until the rows that are wrong stand alone, and these go through the same functions as the forms, which
say why.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import AllianceChanges, create_alliance, create_alliances
from maillage.alliances.domain.import_plan import (
    FEWEST,
    AlliancePlan,
    Bond,
    NodePlan,
    Outcome,
    Plan,
    Stay,
    attested_on,
    plan_import,
)
from maillage.alliances.domain.import_trial import keep_outcomes
from maillage.alliances.domain.participations import (
    ParticipationChanges,
    add_participation,
    add_participations,
    add_role,
    draft_participation,
)
from maillage.alliances.domain.relations import add_relation, add_relations, draft_relation
from maillage.alliances.models import Alliance, NetworkImport, Participation
from maillage.core import clock
from maillage.core.dates import Span, read_date
from maillage.organisations.domain.organisations import OrganisationChanges, create_organisation, create_organisations
from maillage.organisations.enums import World
from maillage.organisations.models import Organisation
from maillage.search import indexing

STEP = 1000
State = NetworkImport.State
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Joining:
    """What the tie of that place says of an alliance: one or two participations, written together."""

    group: AlliancePlan
    tie: int
    stays: tuple[Stay, ...]


def write_rows(*, import_id: int) -> None:
    """Write the rows of an import; killed at any moment, it goes on where it stopped when done again."""
    brought = NetworkImport.objects.select_related("user").filter(pk=import_id, state=State.DOING).first()
    if brought is None or brought.user is None:
        return
    writer = _Writer(brought, brought.user)
    writer.write_organisations()
    writer.write_ties()
    brought.state, brought.done_at = State.DONE, clock.now()
    brought.save()


class _Writer:
    """Writes the rows of an import; what a row says wrong is kept beside it, and the others go on.

    `created` is all that a step adds to what is stored: the rows themselves are heavy, and written when all is done.
    """

    def __init__(self, brought: NetworkImport, actor: User) -> None:
        self.brought = brought
        self.actor = actor
        self.plan = Plan(nodes=[], ties=[])
        self.created: dict[str, list[Any]] = brought.created
        for kind in ("organisations", "alliances", "participations", "ties"):
            self.created.setdefault(kind, [])
        self.told = {(each["where"], each["row"], each["message"]) for each in brought.problems}

    def write_organisations(self) -> None:
        """Add the organisations, but those that a former attempt added."""
        for each in self.created["organisations"]:
            self.brought.nodes[each["place"]] |= {"made": each["id"], "outcome": Outcome.CREATE.value}
        plan = plan_import(actor=self.actor, brought=self.brought)
        keep_outcomes(self.brought.nodes, plan.nodes)
        wanted = [node for node in plan.nodes if node.outcome == Outcome.CREATE]
        ties = sum(tie.outcome == Outcome.CREATE for tie in plan.ties)
        self.brought.total = self.brought.progress + len(wanted) + ties
        self.brought.save(update_fields=["total", "updated_at"])
        self._in_steps(wanted, self._add_organisations, self._add_organisation)

    def write_ties(self) -> None:
        """Describe the new alliances, have the others joined, declare the relations."""
        self.plan = plan_import(actor=self.actor, brought=self.brought)
        keep_outcomes(self.brought.ties, self.plan.ties)
        for place in self.created["ties"]:
            self.brought.ties[place] |= {"outcome": Outcome.CREATE.value, "reason": ""}
        groups = self.plan.alliances
        self._in_steps([each for each in groups if each.alliance is None], self._describe_many, self._describe_one)
        self._in_steps([each for group in groups for each in _joinings(group)], self._join_many, self._join_one)
        self._in_steps(self.plan.bonds, self._bind_many, self._bind_one)

    def _in_steps(self, things: Sequence[T], many: Callable[[Sequence[T]], None], one: Callable[[T], None]) -> None:
        for first in range(0, len(things), STEP):
            step = things[first : first + STEP]
            with transaction.atomic(), indexing.gathered():
                _write(step, many, one)
                self.brought.progress += len(step)
                self.brought.save(update_fields=["problems", "created", "progress", "updated_at"])

    def _add_organisations(self, nodes: Sequence[NodePlan]) -> None:
        described = [self._described(node) for node in nodes]
        made = create_organisations(actor=self.actor, described=described)
        for node, organisation in zip(nodes, made, strict=True):
            self._note_organisation(node, organisation)

    def _add_organisation(self, node: NodePlan) -> None:
        try:
            with transaction.atomic():
                made = create_organisation(actor=self.actor, changes=self._described(node), takes_charge=False)
        except ValidationError as error:
            row = self.brought.nodes[node.place]
            row["problem"] = " ".join(error.messages)
            self._refuse(row, error.messages)
            return
        self._note_organisation(node, made)

    def _described(self, node: NodePlan) -> OrganisationChanges:
        row = self.brought.nodes[node.place]
        changes: OrganisationChanges = {
            "name": row["nom"],
            "acronym": row["sigle"],
            "world": row["monde"] or World.UNKNOWN,
            "siren": row["siren"],
            "siret": row["siret"],
            "rna": row["rna"],
            "seat": node.seat,
            "audience": self.brought.options["audience"],
            "territories": [node.seat] if node.seat else [],
        }
        if founded := read_date(row["creation"]):
            changes |= {"founded_on": founded[0], "founded_precision": founded[1]}
        return changes

    def _note_organisation(self, node: NodePlan, made: Organisation) -> None:
        self.brought.nodes[node.place]["made"] = str(made.public_id)
        self.created["organisations"].append(_entry(made) | {"place": node.place})

    def _describe_many(self, groups: Sequence[AlliancePlan]) -> None:
        """Describe alliances, each with the first two organisations that take part in it."""
        pairs = [self._first_two(group.stays) for group in groups]
        described = [(self._purpose(group), self._since(pair)) for group, pair in zip(groups, pairs, strict=True)]
        made = create_alliances(actor=self.actor, described=described, brought_by=self.brought)
        firsts = [(alliance, stay) for alliance, pair in zip(made, pairs, strict=True) for stay in pair]
        self._join(firsts)
        for group, alliance, pair in zip(groups, made, pairs, strict=True):
            group.alliance, group.stays = alliance, [stay for stay in group.stays if stay not in pair]
            self.created["alliances"].append(_entry(alliance))

    def _describe_one(self, group: AlliancePlan) -> None:
        """Describe an alliance with the first two organisations that can take part in it."""
        stays = list(group.stays)
        while group.alliance is None and len({self._key(stay) for stay in stays}) >= FEWEST:
            first, second = self._first_two(stays)
            stays = [stay for stay in stays if stay not in (first, second)]
            group.alliance = self._try_with(group, first, second)
        for stay in stays if group.alliance is None else ():
            said = _("L’alliance n’a pas pu être décrite : ses autres lignes sont refusées.")
            self._refuse(self.brought.ties[stay.tie], [said])
        group.stays = stays if group.alliance else []

    def _try_with(self, group: AlliancePlan, *pair: Stay) -> Alliance | None:
        members = [self._organisation(stay.node) for stay in pair]
        try:
            with transaction.atomic():
                alliance = create_alliance(
                    actor=self.actor,
                    changes=self._purpose(group),
                    organisations=members,
                    stays={member.pk: self._said(stay) for member, stay in zip(members, pair, strict=True)},
                    attested_on=self._since(pair),
                    brought_by=self.brought,
                )
                added = [self._with_roles(alliance, stay) for stay in pair]
        except ValidationError as error:
            for stay in pair:
                self._refuse(self.brought.ties[stay.tie], error.messages)
            return None
        self.created["alliances"].append(_entry(alliance))
        self._note_stays(pair, added)
        return alliance

    def _with_roles(self, alliance: Alliance, stay: Stay) -> Participation:
        """Return the participation that came with the alliance, with its roles."""
        added = Participation.objects.get(alliance=alliance, organisation=self._organisation(stay.node))
        for role in dict.fromkeys(self._tie(stay)["roles"]):
            add_role(actor=self.actor, participation=added, role=role, span=Span())
        return added

    def _join_many(self, joinings: Sequence[Joining]) -> None:
        self._join([(_alliance(each.group), stay) for each in joinings for stay in each.stays])

    def _join(self, stays: Sequence[tuple[Alliance, Stay]]) -> None:
        drafted = [
            (
                draft_participation(
                    alliance=alliance,
                    organisation=self._organisation(stay.node),
                    changes=self._said(stay),
                    attested_on=attested_on(self._tie(stay)),
                ),
                self._tie(stay)["roles"],
            )
            for alliance, stay in stays
        ]
        added = add_participations(actor=self.actor, declared=drafted)
        self._note_stays([stay for _alliance, stay in stays], added)

    def _join_one(self, joining: Joining) -> None:
        try:
            with transaction.atomic():
                added = [
                    add_participation(
                        actor=self.actor,
                        alliance=_alliance(joining.group),
                        organisation=self._organisation(stay.node),
                        changes=self._said(stay),
                        roles=self._tie(stay)["roles"],
                        attested_on=attested_on(self._tie(stay)),
                    )
                    for stay in joining.stays
                ]
        except ValidationError as error:
            self._refuse(self.brought.ties[joining.tie], error.messages)
            return
        self._note_stays(joining.stays, added)

    def _bind_many(self, bonds: Sequence[Bond]) -> None:
        add_relations(actor=self.actor, declared=[draft_relation(**self._bound(bond)) for bond in bonds])
        self.created["ties"] += [bond.tie for bond in bonds]

    def _bind_one(self, bond: Bond) -> None:
        try:
            with transaction.atomic():
                add_relation(actor=self.actor, **self._bound(bond))
        except ValidationError as error:
            self._refuse(self.brought.ties[bond.tie], error.messages)
            return
        self.created["ties"].append(bond.tie)

    def _bound(self, bond: Bond) -> dict[str, Any]:
        tie = self.brought.ties[bond.tie]
        return {
            "from_organisation": self._organisation(bond.source),
            "to_organisation": self._organisation(bond.target),
            "kind": bond.kind,
            "span": bond.span,
            "detail": tie["detail"],
            "audience": self.brought.options["audience"],
            "source": tie["source"],
            "attested_on": attested_on(tie),
            "brought_by": self.brought,
        }

    def _purpose(self, group: AlliancePlan) -> AllianceChanges:
        return {
            "name": group.name,
            "purpose": _("À préciser : alliance reprise du fichier « %(name)s ».") % {"name": self.brought.file_name},
            "territory": group.territory,  # type: ignore[typeddict-item]  # the plan has found it
            "audience": self.brought.options["audience"],
        }

    def _first_two(self, stays: Sequence[Stay]) -> tuple[Stay, Stay]:
        first = stays[0]
        return first, next(stay for stay in stays if self._key(stay) != self._key(first))

    def _since(self, pair: Iterable[Stay]) -> date:
        return min(attested_on(self._tie(stay)) for stay in pair)

    def _said(self, stay: Stay) -> ParticipationChanges:
        tie = self._tie(stay)
        return {"span": stay.span, "source": tie["source"], "subject": tie["detail"]}

    def _tie(self, stay: Stay) -> dict[str, Any]:
        tie: dict[str, Any] = self.brought.ties[stay.tie]
        return tie

    def _key(self, stay: Stay) -> str:
        return self.plan.nodes[stay.node].key

    def _organisation(self, place: int) -> Organisation:
        found = self.plan.nodes[place].organisation
        if found is None:
            raise ValidationError(_("L’organisation de cette ligne n’a pas pu être ajoutée."))
        return found

    def _note_stays(self, stays: Iterable[Stay], added: Iterable[Participation]) -> None:
        self.created["participations"] += [_entry(each) for each in added]
        self.created["ties"] += [stay.tie for stay in stays]

    def _refuse(self, row: dict[str, Any], said: Iterable[str]) -> None:
        row["outcome"], row["reason"] = Outcome.REFUSE.value, " ".join(said)
        problem = (row["where"], row["row"], row["reason"])
        if problem not in self.told:
            self.told.add(problem)
            self.brought.problems.append({"where": row["where"], "row": row["row"], "message": row["reason"]})


def _write(things: Sequence[T], many: Callable[[Sequence[T]], None], one: Callable[[T], None]) -> None:
    """Write things together; what is refused is written by halves, down to one thing alone."""
    try:
        with transaction.atomic():
            many(things)
    except (ValidationError, IntegrityError):
        if len(things) == 1:
            one(things[0])
            return
        middle = len(things) // 2
        _write(things[:middle], many, one)
        _write(things[middle:], many, one)


def _joinings(group: AlliancePlan) -> list[Joining]:
    """Return what is left to join an alliance, tie by tie."""
    by_tie: dict[int, list[Stay]] = {}
    for stay in group.stays:
        by_tie.setdefault(stay.tie, []).append(stay)
    return [Joining(group, tie, tuple(stays)) for tie, stays in by_tie.items()]


def _alliance(group: AlliancePlan) -> Alliance:
    if group.alliance is None:
        raise ValidationError(_("L’alliance n’a pas pu être décrite : ses autres lignes sont refusées."))
    return group.alliance


def _entry(made: Organisation | Alliance | Participation) -> dict[str, Any]:
    return {"id": str(made.public_id), "version": made.version}
