"""Who changed what in an organisation, and when, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Events

from maillage.accounts.models import User

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
    "add_resource": gettext_lazy("Besoin ou offre ajouté"),
    "end_resource": gettext_lazy("Besoin pourvu ou offre terminée"),
    "remove_resource": gettext_lazy("Besoin ou offre retiré"),
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


def read_history(
    subject: models.Model, *, with_names: bool, actions: Mapping[str, Any] = ACTIONS, untold: Collection[str] = ()
) -> list[Step]:
    """Return the steps of the history of a thing, newest first; names of persons only if asked: two queries.

    Rows of other apps that point at it stay apart: they have audiences of their own. `actions` gives the words for the
    names of domain functions; `untold` are labels of models whose rows stay apart too.
    """
    events = list(
        Events.objects.references(subject)  # type: ignore[no-untyped-call]  # pghistory is not typed
        .filter(pgh_model__startswith=f"{subject._meta.app_label}.")  # noqa: SLF001 public in all but name
        .exclude(pgh_model__in=[f"{label}Event" for label in untold])
        .order_by("-pgh_created_at", "pgh_context_id", "pgh_id")
        .values("pgh_created_at", "pgh_context_id", "pgh_context", "pgh_diff", "pgh_label", "pgh_model")[:MOST_EVENTS]
    )
    names = _names({_actor(event) for event in events} - {None}) if with_names else {}
    steps = []
    for _key, group in groupby(events, key=lambda event: (event["pgh_context_id"], event["pgh_created_at"])):
        steps.append(_step(subject, list(group), names, actions, with_names=with_names))
    return steps


def _step(
    subject: models.Model,
    events: list[dict[str, Any]],
    names: dict[int, str],
    actions: Mapping[str, Any],
    *,
    with_names: bool,
) -> Step:
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
        action=str(actions.get(action, gettext_lazy("Modification"))),
        who=who,
        reason=str(context.get("reason", "")),
        changes=tuple(
            change
            for event in events
            if event["pgh_model"] == f"{subject._meta.label}Event" and event["pgh_diff"]  # noqa: SLF001 public in all but name
            for change in _changes(subject, event["pgh_diff"])
        ),
    )


def _changes(subject: models.Model, diff: dict[str, list[Any]]) -> list[Change]:
    # The key of another thing says nothing to a reader.
    fields = {field.attname: field for field in subject._meta.concrete_fields if not field.is_relation}  # noqa: SLF001 public in all but name
    return [
        Change(
            label=str(fields[name].verbose_name),
            before=_written(fields[name], before),
            after=_written(fields[name], after),
        )
        for name, (before, after) in diff.items()
        if name in fields and name not in UNTOLD
    ]


def _written(field: Any, value: Any) -> str:
    return _("rien") if value in (None, "") else str(dict(field.flatchoices).get(value, value))


def _actor(event: dict[str, Any]) -> int | None:
    return (event["pgh_context"] or {}).get("user")


def _names(keys: set[Any]) -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}
