"""A network brought in from files: tried first, then written row by row, each row whole or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.domain.import_plan import (
    FEWEST,
    NEW,
    SKIP,
    AlliancePlan,
    NodePlan,
    Outcome,
    Plan,
    Stay,
    TiePlan,
    attested_on,
    plan_import,
)
from maillage.alliances.domain.participations import ParticipationChanges, add_participation, add_role
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Alliance, NetworkImport, Participation
from maillage.alliances.network.incoming.rows import Reading
from maillage.alliances.selectors.matching import Known, near_names
from maillage.core import clock
from maillage.core.audiences import Audience
from maillage.core.dates import Span, read_date
from maillage.jobs.scheduling import defer
from maillage.organisations.domain.organisations import OrganisationChanges, create_organisation
from maillage.organisations.enums import World
from maillage.organisations.models import Organisation

SHORT = 60
STEP = 250
TRIALS_KEPT = timedelta(days=30)
State = NetworkImport.State


class NotNow(Exception):
    """The import is not in a state that allows this."""


@transaction.atomic
def start_import(*, actor: User, file_name: str, reading: Reading) -> NetworkImport:
    """Keep what some files say, and look for the organisations they may be about: at once when they are few."""
    brought = NetworkImport.objects.create(
        user=actor,
        file_name=file_name[:200],
        options={"audience": Audience.PUBLIC.value, "unknown": reading.unknown[:50]},
        nodes=reading.nodes,
        ties=reading.ties,
        state=State.READ,
    )
    if len(reading.nodes) <= SHORT:
        match_rows(import_id=brought.pk)
        brought.refresh_from_db()
    else:
        defer("alliances.match_import", lock=f"import:{brought.pk}", import_id=brought.pk)
    return brought


def match_rows(*, import_id: int) -> None:
    """Look for names close to those of the rows that no identifier nor exact name settles. Safe to do again."""
    brought = NetworkImport.objects.select_related("user").filter(pk=import_id, state=State.READ).first()
    if brought is None or brought.user is None:
        return
    known = Known(brought.user, brought.nodes)
    for rank, node in enumerate(brought.nodes):
        if not node["problem"] and node["nom"] and not known.numbered(node) and not known.same_name(node):
            node["near"] = near_names(brought.user, node["nom"])
        if rank % SHORT == 0:
            NetworkImport.objects.filter(pk=import_id).update(progress=rank)
    brought.state, brought.progress = State.TRIED, 0
    brought.save(update_fields=["nodes", "state", "progress", "updated_at"])


@transaction.atomic
def set_options(*, actor: User, brought: NetworkImport, options: Mapping[str, str]) -> None:
    """Keep what holds for all the rows: kind of ties that do not say it, territory, audience. Raises NotNow."""
    current = _lock(brought, State.TRIED)
    current.options |= options
    current.save(update_fields=["options", "updated_at"])


@transaction.atomic
def choose_matches(*, actor: User, brought: NetworkImport, chosen: Mapping[str, str]) -> int:
    """Keep what a person chose for some rows, by place: a public id, NEW or SKIP. Returns how many were kept.

    Raises NotNow once the import is done.
    """
    current = _lock(brought, State.TRIED)
    plan = plan_import(actor=actor, brought=current)
    kept = 0
    for place, choice in chosen.items():
        node = plan.nodes[int(place)] if place.isdecimal() and int(place) < len(plan.nodes) else None
        if node is None or node.identified or node.outcome == Outcome.REFUSE:
            continue
        if choice in {NEW, SKIP} or choice in {str(each.public_id) for each in node.proposals}:
            current.choices[place] = choice
            kept += 1
    current.save(update_fields=["choices", "updated_at"])
    return kept


@transaction.atomic
def accept_same_names(*, actor: User, brought: NetworkImport) -> int:
    """Choose, for each row that awaits it, the one organisation that bears its very name. Returns how many."""
    current = _lock(brought, State.TRIED)
    plan = plan_import(actor=actor, brought=current)
    same = [node for node in plan.nodes if node.outcome == Outcome.CHOOSE and node.is_same_name]
    for node in same:
        current.choices[str(node.place)] = str(node.proposals[0].public_id)
    current.save(update_fields=["choices", "updated_at"])
    return len(same)


@transaction.atomic
def apply_import(*, actor: User, brought: NetworkImport) -> NetworkImport:
    """Write what the trial showed: at once when it is short, else as a job that tells how far it is. Raises NotNow."""
    current = _lock(brought, State.TRIED)
    current.state, current.progress, current.user = State.DOING, 0, current.user or actor
    current.save(update_fields=["state", "progress", "user", "updated_at"])
    if len(current.nodes) + len(current.ties) <= SHORT:
        write_rows(import_id=current.pk)
        current.refresh_from_db()
    else:
        defer("alliances.apply_import", lock=f"import:{current.pk}", import_id=current.pk)
    return current


def write_rows(*, import_id: int) -> None:
    """Write the rows in steps that each commit: killed at any moment, it goes on where it stopped when done again."""
    brought = NetworkImport.objects.select_related("user").filter(pk=import_id, state=State.DOING).first()
    if brought is None or brought.user is None:
        return
    writer = _Writer(brought, brought.user)
    plan = plan_import(actor=brought.user, brought=brought)
    _note_outcomes(brought.nodes, plan.nodes)
    writer.in_steps([node for node in plan.nodes if node.outcome == Outcome.CREATE], writer.add_organisation)
    plan = plan_import(actor=brought.user, brought=brought)
    writer.plan = plan
    _note_outcomes(brought.ties, plan.ties)
    writer.in_steps(plan.alliances, writer.write_alliance)
    writer.in_steps(plan.bonds, writer.add_bond)
    brought.state, brought.done_at = State.DONE, clock.now()
    brought.save()


@transaction.atomic
def forget_import(*, actor: User, brought: NetworkImport) -> None:
    """Erase a trial, or what is kept of an import that was undone. Raises NotNow."""
    _lock(brought, State.READ, State.TRIED, State.UNDONE).delete()


def forget_trials(*, actor: User | None) -> int:
    """Erase the trials that nobody touched for a month. Returns how many."""
    old = NetworkImport.objects.filter(state__in=(State.READ, State.TRIED), updated_at__lt=clock.now() - TRIALS_KEPT)
    return old.delete()[0]


class _Writer:
    """Writes the rows of an import; what a row says wrong is kept beside it, and the others go on."""

    def __init__(self, brought: NetworkImport, actor: User) -> None:
        self.brought = brought
        self.actor = actor
        self.plan = Plan(nodes=[], ties=[])
        self.created: dict[str, list[dict[str, Any]]] = brought.created
        for kind in ("organisations", "alliances", "participations"):
            self.created.setdefault(kind, [])

    def in_steps(self, things: list[Any], write: Callable[[Any], None]) -> None:
        for first in range(0, len(things), STEP):
            step = things[first : first + STEP]
            with transaction.atomic():
                for thing in step:
                    write(thing)
                self.brought.progress += len(step)
                self.brought.save(update_fields=["nodes", "problems", "created", "progress", "updated_at"])

    def add_organisation(self, node: NodePlan) -> None:
        row = self.brought.nodes[node.place]
        founded = read_date(row["creation"])
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
        if founded:
            changes |= {"founded_on": founded[0], "founded_precision": founded[1]}
        try:
            with transaction.atomic():
                made = create_organisation(actor=self.actor, changes=changes, takes_charge=False)
        except ValidationError as error:
            row["problem"] = row["reason"] = " ".join(error.messages)
            row["outcome"] = Outcome.REFUSE.value
            self._keep_problem(row)
            return
        row["made"] = str(made.public_id)
        self.created["organisations"].append({"id": str(made.public_id), "version": made.version})

    def write_alliance(self, group: AlliancePlan) -> None:
        """Complete an alliance, or describe it with the first two organisations that can take part in it."""
        stays = list(group.stays)
        alliance = group.alliance
        while alliance is None and len({self._key(stay) for stay in stays}) >= FEWEST:
            first = stays.pop(0)
            second = stays.pop(next(rank for rank, stay in enumerate(stays) if self._key(stay) != self._key(first)))
            alliance = self._describe(group, first, second)
        for stay in stays:
            if alliance is None:
                self._refuse(stay.tie, [_("L’alliance n’a pas pu être décrite : ses autres lignes sont refusées.")])
                continue
            try:
                with transaction.atomic():
                    added = add_participation(
                        actor=self.actor,
                        alliance=alliance,
                        organisation=self._organisation(stay.node),
                        changes=self._said(stay),
                        roles=self._tie(stay)["roles"],
                        attested_on=attested_on(self._tie(stay)),
                    )
            except ValidationError as error:
                self._refuse(stay.tie, error.messages)
                continue
            self.created["participations"].append({"id": str(added.public_id), "version": added.version})
        if alliance is not None and alliance.brought_by_id == self.brought.pk:
            alliance.refresh_from_db(fields=["version"])
            self.created["alliances"].append({"id": str(alliance.public_id), "version": alliance.version})

    def _describe(self, group: AlliancePlan, first: Stay, second: Stay) -> Alliance | None:
        members = [self._organisation(stay.node) for stay in (first, second)]
        try:
            with transaction.atomic():
                alliance = create_alliance(
                    actor=self.actor,
                    changes={
                        "name": group.name,
                        "purpose": _("À préciser : alliance reprise du fichier « %(name)s ».")
                        % {"name": self.brought.file_name},
                        "territory": group.territory,  # type: ignore[typeddict-item]  # the plan has found it
                        "audience": self.brought.options["audience"],
                    },
                    organisations=members,
                    stays={member.pk: self._said(stay) for member, stay in zip(members, (first, second), strict=True)},
                    attested_on=min(attested_on(self._tie(stay)) for stay in (first, second)),
                    brought_by=self.brought,
                )
                for stay, member in zip((first, second), members, strict=True):
                    self._note(alliance, member, stay)
        except ValidationError as error:
            self._refuse(first.tie, error.messages)
            self._refuse(second.tie, error.messages)
            return None
        return alliance

    def _note(self, alliance: Alliance, member: Organisation, stay: Stay) -> None:
        """Keep the participation that came with the alliance, and give it its roles."""
        added = Participation.objects.get(alliance=alliance, organisation=member)
        for role in dict.fromkeys(self._tie(stay)["roles"]):
            add_role(actor=self.actor, participation=added, role=role, span=Span())
        self.created["participations"].append({"id": str(added.public_id), "version": added.version})

    def add_bond(self, bond: Any) -> None:
        tie = self.brought.ties[bond.tie]
        try:
            with transaction.atomic():
                add_relation(
                    actor=self.actor,
                    from_organisation=self._organisation(bond.source),
                    to_organisation=self._organisation(bond.target),
                    kind=bond.kind,
                    span=bond.span,
                    detail=tie["detail"],
                    audience=self.brought.options["audience"],
                    source=tie["source"],
                    attested_on=attested_on(tie),
                    brought_by=self.brought,
                )
        except ValidationError as error:
            self._refuse(bond.tie, error.messages)

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

    def _refuse(self, place: int, said: Iterable[str]) -> None:
        tie = self.brought.ties[place]
        tie["outcome"], tie["reason"] = Outcome.REFUSE.value, " ".join(said)
        self._keep_problem(tie)

    def _keep_problem(self, row: dict[str, Any]) -> None:
        problem = {"where": row["where"], "row": row["row"], "message": row["reason"]}
        if problem not in self.brought.problems:
            self.brought.problems.append(problem)


def _note_outcomes(rows: list[dict[str, Any]], planned: Sequence[NodePlan | TiePlan]) -> None:
    """Keep what becomes of each row, for the report of what was done; a row done before a stop keeps its own."""
    for row, plan in zip(rows, planned, strict=True):
        if not row.get("made"):
            row["outcome"], row["reason"] = plan.outcome.value, plan.reason
            row["said"] = plan.sentence if isinstance(plan, TiePlan) else ""
            if isinstance(plan, NodePlan) and plan.organisation:
                row["linked"] = str(plan.organisation.public_id)


def _lock(brought: NetworkImport, *states: str) -> NetworkImport:
    current: NetworkImport = NetworkImport.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    if current.state not in states:
        raise NotNow(current.state)
    return current
