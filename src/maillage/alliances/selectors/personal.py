"""What alliances hold about a person: given on request, erased with the account."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.accounts.registry import Fate
from maillage.alliances.models import AllianceAnimator, Introduction, InvolvedPerson, NetworkImport, Request

WRITTEN = (NetworkImport.State.DOING, NetworkImport.State.DONE, NetworkImport.State.UNDOING)


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    """Return what a person animates, proposed and imported, the questions mailed to them, and where they are named.

    A named person has no account: they are known by their address as long as it is kept.
    """
    animated = AllianceAnimator.objects.filter(user=user).select_related("alliance").order_by("pk")
    return {
        "animated": [{"alliance": each.alliance.name, "since": each.since.isoformat()} for each in animated],
        "asked": [
            {
                "organisation": each.organisation.name,
                "sent_at": each.sent_at.isoformat(),
                "answer": each.answer,
                "answered_at": each.answered_at.isoformat() if each.answered_at else None,
            }
            for each in requests_to(user).select_related("organisation").order_by("pk")
        ],
        "named": [
            {
                "alliance": each.participation.alliance.name,
                "organisation": each.participation.organisation.name,
                "name": each.person_name,
                "function": each.function,
                "consent_given_at": each.consent_given_at.isoformat() if each.consent_given_at else None,
            }
            for each in named_as(user)
            .select_related("participation__alliance", "participation__organisation")
            .order_by("pk")
        ],
        "introductions": [
            {
                "first": each.first.name,
                "second": each.second.name,
                "state": each.state,
                "proposed_on": each.proposed_on.isoformat(),
            }
            for each in Introduction.objects.filter(proposed_by=user).select_related("first", "second").order_by("pk")
        ],
        "imports": [
            {"file": each.file_name, "state": each.state, "created_at": each.created_at.isoformat()}
            for each in NetworkImport.objects.filter(user=user).order_by("pk")
        ],
    }


def describe(user: User) -> list[Fate]:
    """Tell what erasing the account does here: a few queries."""
    return [
        Fate(label=_("Alliances que vous animez"), erased=AllianceAnimator.objects.filter(user=user).count()),
        Fate(label=_("Questions reçues par e-mail : votre adresse"), erased=requests_to(user).count()),
        Fate(label=_("Participations où vous êtes nommé : votre nom et votre fonction"), erased=named_as(user).count()),
        Fate(
            label=_("Réseaux essayés ou annulés, dont rien n’est sur le site"), erased=unwritten_imports(user).count()
        ),
        Fate(
            label=_("Rencontres proposées et réseaux importés"),
            kept=Introduction.objects.filter(proposed_by=user).count()
            + NetworkImport.objects.filter(user=user, state__in=WRITTEN).count(),
            reason=_("ils font l’histoire des organisations ; ils ne disent plus de qui ils viennent."),
        ),
    ]


def unwritten_imports(user: User) -> QuerySet[NetworkImport]:
    """Return the imports of the account of which nothing is on the site: tried, refused, undone."""
    return NetworkImport.objects.filter(user=user).exclude(state__in=WRITTEN)


def requests_to(user: User) -> QuerySet[Request]:
    """Return the questions mailed to an address of the account, while that address is kept."""
    own = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return Request.objects.filter(email__in={user.email.lower(), *(each.lower() for each in own)})


def named_as(user: User) -> QuerySet[InvolvedPerson]:
    """Return the rows that name the person, as far as the address of their invitation tells."""
    return InvolvedPerson.objects.filter(requests__in=requests_to(user)).exclude(person_name="").distinct()
