"""What this app holds about a person: given on request, erased with the account."""

from typing import Any

from django.utils.translation import gettext as _
from pghistory.models import Context

from maillage.accounts.models import User
from maillage.accounts.registry import Fate
from maillage.organisations.models import Membership, PublicRole, StewardMandate


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    """Return the roles and mandates of a person, and under what name organisations present them."""
    return {
        "roles": [
            {
                "organisation": role.organisation.name,
                "role": role.role,
                "from": role.period.lower,
                "until": role.period.upper,
            }
            for role in Membership.objects.filter(user=user).select_related("organisation").order_by("pk")
        ],
        "mandates": [
            {"territory": mandate.territory.code, "from": mandate.period.lower, "until": mandate.period.upper}
            for mandate in StewardMandate.objects.filter(user=user).select_related("territory").order_by("pk")
        ],
        "presented": [
            {
                "organisation": role.organisation.name,
                "name": role.person_name,
                "function": role.function,
                "basis": role.basis,
                "consent_given_at": role.consent_given_at,
            }
            for role in PublicRole.objects.filter(user=user).select_related("organisation").order_by("pk")
        ],
    }


def describe(user: User) -> list[Fate]:
    """Tell what erasing the account does here: four queries."""
    rights = Membership.objects.filter(user=user).count() + StewardMandate.objects.filter(user=user).count()
    presented = PublicRole.objects.filter(user=user).count()
    written = Context.objects.filter(metadata__user=user.pk).count()
    return [
        Fate(label=_("Rôles dans les organisations et mandats d’animation"), erased=rights),
        Fate(label=_("Présentation sur la page d’une organisation"), erased=presented),
        Fate(
            label=_("Modifications écrites dans les fiches"),
            kept=written,
            reason=_("elles font l’histoire des organisations ; votre nom y devient « personne effacée »."),
        ),
    ]
