"""Who may compose a perimeter: administrators, and the stewards of a territory that contains it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from maillage.core.audiences import tokens_for
from maillage.territories.models import Closure, Territory

STEWARD = "steward:"


class OutOfReach(PermissionDenied):
    """The person may compose perimeters, but not with these communes."""


def stewarded_ids(user: Any) -> frozenset[int]:
    """Return the ids of the territories that the user is a steward of."""
    held = (token.removeprefix(STEWARD) for token in tokens_for(user) if token.startswith(STEWARD))
    return frozenset(int(token) for token in held if token.isdecimal())


def can_compose(user: Any) -> bool:
    """Tell whether the user may create some perimeter somewhere."""
    return bool(user.is_authenticated and (user.is_administrator or stewarded_ids(user)))


def can_edit(user: Any, perimeter: Territory) -> bool:
    """Tell whether the user may rename or recompose this perimeter.

    Stewards of the perimeter itself, of what it lies in whole, or of something that covers all its communes may.
    """
    if not perimeter.is_perimeter or not can_compose(user):
        return False
    if user.is_administrator or perimeter.pk in stewarded_ids(user):
        return True
    communes = set(Closure.objects.filter(ancestor=perimeter).values_list("commune_id", flat=True))
    return bool(communes) and can_reach(user, communes)


def can_reach(user: Any, communes: set[int]) -> bool:
    """Tell whether one territory that the user is a steward of covers all these communes."""
    if user.is_administrator:
        return True
    covered: dict[int, int] = {}
    held = Closure.objects.filter(ancestor__in=stewarded_ids(user), commune__in=communes)
    for ancestor in held.values_list("ancestor_id", flat=True):
        covered[ancestor] = covered.get(ancestor, 0) + 1
    return bool(communes) and max(covered.values(), default=0) == len(communes)


def require_compose(user: Any) -> None:
    """Raise PermissionDenied unless the user may create some perimeter."""
    if not can_compose(user):
        raise PermissionDenied(
            _("Seules les personnes qui animent un territoire, ou administrent le site, composent des périmètres.")
        )


def require_edit(user: Any, perimeter: Territory) -> None:
    """Raise PermissionDenied unless the user may change this perimeter."""
    if not can_edit(user, perimeter):
        raise PermissionDenied(
            _("Ce périmètre se modifie par les personnes qui animent un territoire qui le contient en entier.")
        )


def require_reach(user: Any, communes: set[int]) -> None:
    """Raise OutOfReach unless the user is a steward of something that covers all these communes.

    SECURITY: being a steward of the perimeter itself reaches what it covers now, so nobody widens their own mandate.
    """
    if not can_reach(user, communes):
        raise OutOfReach(_("Votre mandat d’animation ne couvre pas toutes les communes choisies."))
