"""Taking an import back as a whole: what nobody touched since goes, the rest stays and says why."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import KIND as ALLIANCE
from maillage.alliances.domain.alliances import touch
from maillage.alliances.domain.importing import SHORT, lock_import, lock_of
from maillage.alliances.enums import TieState
from maillage.alliances.models import Alliance, AllianceAnimator, NetworkImport, Participation, Relation
from maillage.core.articles import with_name
from maillage.jobs.scheduling import defer
from maillage.organisations.domain.organisations import KIND as ORGANISATION
from maillage.organisations.domain.recording import recorded
from maillage.organisations.models import Organisation
from maillage.search import indexing

State = NetworkImport.State
# Rows that an organisation or an alliance has by itself, or that a participation brings with it.
OWN = {"OrganisationSlug", "Perimeter", "OrganisationTopic", "AllianceSlug", "AllianceTopic", "ParticipationRole"}


@transaction.atomic
def undo_import(*, actor: User, brought: NetworkImport) -> NetworkImport:
    """Take back what an import wrote: at once when it is short, else as a job. Raises NotNow."""
    current = lock_import(brought, State.DONE)
    current.state, current.total = State.UNDOING, 0
    current.save(update_fields=["state", "total", "updated_at"])
    if len(current.nodes) + len(current.ties) <= SHORT:
        take_back(import_id=current.pk)
        current.refresh_from_db()
    else:
        defer("alliances.undo_import", lock=lock_of(current), import_id=current.pk)
    return current


@transaction.atomic
def take_back(*, import_id: int) -> None:
    """Erase what is as the import left it; the history keeps its trace. All of it or nothing; safe to do again."""
    brought = NetworkImport.objects.select_for_update(of=("self",)).filter(pk=import_id, state=State.UNDOING).first()
    if brought is None:
        return
    kept: list[dict[str, str]] = []
    with recorded(actor=brought.user, action="alliances.undo_import"):
        _relations(brought, kept)
        _participations(brought, kept)
        _organisations(brought, kept)
    brought.state, brought.kept, brought.progress = State.UNDONE, kept, 0
    brought.save(update_fields=["state", "kept", "progress", "updated_at"])


def _relations(brought: NetworkImport, kept: list[dict[str, str]]) -> None:
    rows = Relation.objects.filter(brought_by=brought).select_related("from_organisation", "to_organisation")
    rows = rows.select_for_update(of=("self",)).order_by("pk")
    used = _used(Relation, [row.pk for row in rows])
    gone = []
    for row in rows:
        if row.version == 1 and row.state == TieState.DECLARED and row.pk not in used:
            gone.append(row.pk)
            continue
        name = f"{row.from_organisation.name} {with_name(row.get_kind_display(), row.to_organisation.name)}"
        kept.append(_stays(name, _changed(state=row.state)))
    Relation.objects.filter(pk__in=gone).delete()


def _participations(brought: NetworkImport, kept: list[dict[str, str]]) -> None:
    """Take back the stays, then the alliances that have none left and were not touched."""
    versions = _versions(brought, "participations")
    rows = list(
        Participation.objects.filter(public_id__in=versions)
        .select_related("alliance", "organisation")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    used = _used(Participation, [row.pk for row in rows])
    fresh = _untouched_alliances(brought, kept, {row.pk for row in rows})
    gone, touched = [], {}
    for row in rows:
        theirs = row.alliance.brought_by_id == brought.pk and row.alliance_id not in fresh
        same = row.version == versions[str(row.public_id)] and row.state == TieState.DECLARED and row.pk not in used
        if same and not theirs:
            gone.append(row.pk)
            touched[row.alliance_id] = row.alliance
            continue
        name = f"{row.organisation.name}, « {row.alliance.name} »"
        kept.append(_stays(name, _("l’alliance reste.") if same else _changed(state=row.state)))
    left = {row.alliance_id for row in rows if row.pk not in set(gone)}
    members = {row.organisation_id for row in rows}
    Participation.objects.filter(pk__in=gone).delete()
    for key, alliance in touched.items():
        if key not in fresh or key in left:
            touch(alliance)
    going = [key for key in fresh if key not in left]
    Alliance.objects.filter(pk__in=going).delete()
    indexing.schedule(ALLIANCE, going)
    indexing.schedule(ORGANISATION, sorted(members))


def _untouched_alliances(brought: NetworkImport, kept: list[dict[str, str]], own: set[int]) -> set[int]:
    """Return the keys of the alliances of the import that nobody changed and that only its own stays belong to."""
    versions = _versions(brought, "alliances")
    rows = list(Alliance.objects.filter(brought_by=brought).select_for_update(of=("self",)).order_by("pk"))
    keys = [row.pk for row in rows]
    others = set(
        Participation.objects.filter(alliance__in=keys).exclude(pk__in=own).values_list("alliance_id", flat=True)
    )
    animated = AllianceAnimator.objects.filter(alliance__in=keys).exclude(user=brought.user)
    others |= set(animated.values_list("alliance_id", flat=True))
    others |= _used(Alliance, keys, without=(Participation, AllianceAnimator))
    untouched = set()
    for row in rows:
        if row.version == versions.get(str(row.public_id)) and row.pk not in others:
            untouched.add(row.pk)
        else:
            kept.append(_stays(row.name, _("l’alliance a été complétée depuis.")))
    return untouched


def _organisations(brought: NetworkImport, kept: list[dict[str, str]]) -> None:
    versions = _versions(brought, "organisations")
    rows = list(Organisation.objects.filter(public_id__in=versions).select_for_update(of=("self",)).order_by("pk"))
    used = _used(Organisation, [row.pk for row in rows])
    gone = []
    for row in rows:
        if row.version != versions[str(row.public_id)] or row.verified_on:
            kept.append(_stays(row.name, _("la fiche a été modifiée ou confirmée depuis.")))
        elif row.pk in used:
            kept.append(_stays(row.name, _("d’autres informations s’y rattachent.")))
        else:
            gone.append(row.pk)
    Organisation.objects.filter(pk__in=gone).delete()
    indexing.schedule(ORGANISATION, gone)


def _used(model: type[Model], keys: list[int], without: Iterable[type[Model]] = ()) -> set[int]:
    """Return the keys of the rows that something else is attached to: one query for each kind of thing."""
    found: set[int] = set()
    for link in model._meta.related_objects:  # noqa: SLF001 public in all but name
        other: Any = link.related_model
        is_event = "pghistory" in str(other.__mro__)
        if is_event or other.__name__ in OWN or other in set(without) or link.many_to_many:
            continue
        name = link.field.name
        rows = other._default_manager.filter(**{f"{name}__in": keys})  # noqa: SLF001 public in all but name
        found |= set(rows.values_list(f"{name}_id", flat=True))
    return found


def _versions(brought: NetworkImport, kind: str) -> dict[str, int]:
    return {each["id"]: each["version"] for each in brought.created.get(kind, [])}


def _changed(*, state: str) -> str:
    if state != TieState.DECLARED:
        return _("l’autre partie a répondu ou a été questionnée.")
    return _("la ligne a été modifiée ou complétée depuis.")


def _stays(name: str, reason: str) -> dict[str, str]:
    return {"name": name, "reason": reason}
