"""Who may do what with an alliance: `access_*` loads or refuses, `can_*` and `rights_on` answer for templates."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.alliances.models import Alliance, Introduction, NetworkImport
from maillage.alliances.querysets import ALLIANCE, AllianceQuerySet
from maillage.alliances.selectors.confirmations import Tie, answering
from maillage.alliances.selectors.introductions import introductions_of
from maillage.core.audiences import MEMBERS, tokens_for
from maillage.organisations.querysets import ADMINISTRATORS, OWN, STEWARD, numbers
from maillage.organisations.reach import around

Purpose = Literal["view", "edit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a reader may do with an alliance; `own` are the keys of the organisations they may answer for."""

    can_edit: bool = False
    is_partner: bool = False
    own: frozenset[int] = frozenset()


class Moved(Exception):
    """The address is a former one; `alliance` has the present one."""

    def __init__(self, alliance: Alliance) -> None:
        super().__init__(alliance.slug)
        self.alliance = alliance


def access_alliance(
    *,
    actor: Any,
    slug: str | None = None,
    public_id: uuid.UUID | None = None,
    to: Purpose = "view",
    rows: AllianceQuerySet | None = None,
) -> Alliance:
    """Return the alliance at this address, for this purpose; `rows` may prefetch what the page needs.

    Raises Http404 (the same for absent and invisible), Moved for a former address, PermissionDenied when it is visible
    but the purpose is refused.
    """
    wanted = Alliance.objects.visible_to(actor) if rows is None else rows.visible_to(actor)
    address: dict[str, Any] = {"public_id": public_id} if public_id is not None else {"slug": slug}
    found = wanted.filter(**address).first()
    if found is None and slug is not None:
        moved = Alliance.objects.visible_to(actor).filter(former_slugs__slug=slug).first()
        if moved is not None:
            raise Moved(moved)
    if found is None:
        raise Http404(_("Aucune alliance visible à cette adresse."))
    if to == "edit":
        demand_edit(actor, found)
    return found


def access_for_writing(*, actor: Any, slug: str) -> Alliance:
    """Return the alliance at this address or a former one, to change it: what is posted must not be lost by a redirect.

    Raises Http404 and PermissionDenied as `access_alliance`.
    """
    try:
        return access_alliance(actor=actor, slug=slug, to="edit")
    except Moved as moved:
        return access_alliance(actor=actor, slug=moved.alliance.slug, to="edit")


def rights_on(actor: Any, alliance: Alliance) -> Rights:
    """Return what the actor may do with an alliance they see.

    Its animators and the people of the organisations that take part today edit it, as does the steward of a territory
    that holds its own; administrators edit everything.
    """
    tokens = tokens_for(actor)
    own = frozenset(numbers(tokens, OWN))
    partner = f"{ALLIANCE}{alliance.pk}" in tokens
    if ADMINISTRATORS in tokens or partner:
        return Rights(can_edit=True, is_partner=True, own=own)
    stewarded = set(numbers(tokens, STEWARD))
    held = bool(stewarded) and bool(stewarded & around([alliance.territory_id])[alliance.territory_id])
    return Rights(can_edit=held, own=own)


def editable_among(actor: Any, alliances: Iterable[Alliance]) -> set[int]:
    """Return the keys of those that the actor may edit, as `rights_on` tells of one: one query at most."""
    tokens, wanted = tokens_for(actor), list(alliances)
    if ADMINISTRATORS in tokens:
        return {each.pk for each in wanted}
    stewarded = set(numbers(tokens, STEWARD))
    holders = around({each.territory_id for each in wanted}) if stewarded and wanted else {}
    return {
        each.pk
        for each in wanted
        if f"{ALLIANCE}{each.pk}" in tokens or stewarded & holders.get(each.territory_id, set())
    }


def demand_edit(actor: Any, alliance: Alliance) -> None:
    """Raise PermissionDenied unless the actor may change the alliance."""
    if not rights_on(actor, alliance).can_edit:
        raise PermissionDenied(
            _("Une alliance est décrite par ses partenaires, les personnes qui l’animent et l’animation du territoire.")
        )


def can_create(actor: Any) -> bool:
    """Tell whether the actor may describe an alliance: any account with a role in force."""
    tokens = tokens_for(actor)
    return MEMBERS in tokens or ADMINISTRATORS in tokens


def demand_create(actor: Any) -> None:
    """Raise PermissionDenied unless the actor may describe an alliance."""
    if not can_create(actor):
        raise PermissionDenied(
            _("Pour décrire une alliance, il faut contribuer à une organisation ou animer un territoire.")
        )


def can_be_advised(actor: Any) -> bool:
    """Tell whether the actor may ask who should meet whom: any account with a role in force."""
    return can_create(actor)


def demand_advice(actor: Any) -> None:
    """Raise PermissionDenied unless the actor may ask who should meet whom."""
    if not can_be_advised(actor):
        raise PermissionDenied(
            _("Les conseils sont pour les personnes qui contribuent à une organisation ou animent un territoire.")
        )


def access_introduction(*, actor: Any, public_id: uuid.UUID) -> Introduction:
    """Return a meeting that the actor follows, which they may then tell the outcome of. Raises Http404."""
    found = introductions_of(actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("Aucune rencontre suivie à cette adresse."))
    return found


def can_answer_for(actor: Any, tie: Tie) -> bool:
    """Tell whether the actor may confirm or contest in the name of the other party of a participation or a relation.

    The people of that organisation may; an administrator of the site may not speak for it.
    """
    own = numbers(tokens_for(actor), OWN)
    return bool(own) and not answering(tie).isdisjoint(own)


def access_import(*, actor: Any, public_id: uuid.UUID) -> NetworkImport:
    """Return one of the actor's own imports, its rows to be read when they are needed.

    Raises Http404, the same for absent and not theirs.
    """
    light = ("public_id", "user", "file_name", "options", "problems", "found", "progress", "total", "state")
    own = NetworkImport.objects.visible_to(actor).only(*light, "updated_at")
    found: NetworkImport | None = own.filter(public_id=public_id).first()
    if found is None:
        raise Http404(_("Aucun import visible à cette adresse."))
    return found
