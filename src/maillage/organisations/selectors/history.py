"""Who changed what in an organisation, and when, in words."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Events

from maillage.accounts.models import User
from maillage.organisations.models import Organisation

MOST_EVENTS = 400
UNTOLD = {"version", "slug", "id", "public_id", "organisation_id"}
ACTIONS = {
    "create_organisation": gettext_lazy("Fiche créée"),
    "update_organisation": gettext_lazy("Fiche modifiée"),
    "rename_organisation": gettext_lazy("Changement de nom"),
    "confirm_organisation": gettext_lazy("Fiche relue et confirmée"),
    "add_name": gettext_lazy("Autre nom ajouté"),
    "remove_name": gettext_lazy("Autre nom retiré"),
    "add_source": gettext_lazy("Source citée"),
    "remove_source": gettext_lazy("Source retirée"),
    "set_catalyst": gettext_lazy("Activité de catalyse décrite"),
    "remove_catalyst": gettext_lazy("Activité de catalyse retirée"),
    "grant_membership": gettext_lazy("Rôle donné"),
    "end_membership": gettext_lazy("Rôle terminé"),
    "present_volunteer": gettext_lazy("Personne bénévole présentée, avec son accord"),
    "present_official": gettext_lazy("Fonction présentée"),
    "withdraw_consent": gettext_lazy("Accord retiré, nom effacé"),
    "record_objection": gettext_lazy("Opposition reçue, nom effacé"),
    "remove_public_role": gettext_lazy("Personne retirée de la fiche"),
    "erase_person": gettext_lazy("Personne effacée"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field before and after, as stored."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one person did at one time."""

    at: datetime
    action: str
    who: str
    reason: str
    changes: tuple[Change, ...]


def read_history(organisation: Organisation, *, with_names: bool) -> list[Step]:
    """Return the steps of the history, newest first; names of persons only if asked: two queries."""
    events = list(
        Events.objects.references(organisation)  # type: ignore[no-untyped-call]  # pghistory is not typed
        .order_by("-pgh_created_at", "pgh_context_id", "pgh_id")
        .values("pgh_created_at", "pgh_context_id", "pgh_context", "pgh_diff", "pgh_label", "pgh_model")[:MOST_EVENTS]
    )
    names = _names({_actor(event) for event in events} - {None}) if with_names else {}
    steps = []
    for _key, group in groupby(events, key=lambda event: (event["pgh_context_id"], event["pgh_created_at"])):
        steps.append(_step(list(group), names, with_names=with_names))
    return steps


def _step(events: list[dict[str, Any]], names: dict[int, str], *, with_names: bool) -> Step:
    context = events[0]["pgh_context"] or {}
    action = str(context.get("action", "")).rpartition(".")[2]
    actor = _actor(events[0])
    if actor is None:
        who = _("le site, au chargement")
    elif with_names:
        who = names.get(actor, _("personne effacée"))
    else:
        who = _("une personne qui contribue")
    return Step(
        at=events[0]["pgh_created_at"],
        action=str(ACTIONS.get(action, gettext_lazy("Modification"))),
        who=who,
        reason=str(context.get("reason", "")),
        changes=tuple(
            change
            for event in events
            if event["pgh_model"] == "organisations.OrganisationEvent" and event["pgh_diff"]
            for change in _changes(event["pgh_diff"])
        ),
    )


def _changes(diff: dict[str, list[Any]]) -> list[Change]:
    fields = {field.attname: str(field.verbose_name) for field in Organisation._meta.concrete_fields}  # noqa: SLF001 public in all but name
    return [
        Change(label=fields[name], before=_written(before), after=_written(after))
        for name, (before, after) in diff.items()
        if name in fields and name not in UNTOLD
    ]


def _written(value: Any) -> str:
    return _("rien") if value in (None, "") else str(value)


def _actor(event: dict[str, Any]) -> int | None:
    return (event["pgh_context"] or {}).get("user")


def _names(keys: set[Any]) -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}
