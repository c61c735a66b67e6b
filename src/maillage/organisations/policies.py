"""Who may do what: `access_*` loads or refuses, `rights_*` answers for templates."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from maillage.core.audiences import MEMBERS, tokens_for
from maillage.core.prepared import Prepared
from maillage.organisations import reach
from maillage.organisations.models import Organisation
from maillage.organisations.querysets import ADMINISTERED, ADMINISTRATORS, OWN, STEWARD, OrganisationQuerySet, numbers

Purpose = Literal["view", "edit", "administer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a reader may do with an organisation."""

    can_edit: bool = False
    can_administer: bool = False
    can_see_members: bool = False

    def allow(self, purpose: Purpose) -> bool:
        """Tell whether these rights cover a purpose; viewing is decided by visibility alone."""
        return {"view": True, "edit": self.can_edit, "administer": self.can_administer}[purpose]


class Moved(Exception):
    """The address is a former one; `organisation` has the present one."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation.slug)
        self.organisation = organisation


def access_organisation(
    *,
    actor: Any,
    slug: str | None = None,
    public_id: uuid.UUID | None = None,
    to: Purpose = "view",
) -> Organisation:
    """Return the organisation at this address, for this purpose, with its seat, legal form and catalyst: one query.

    Raises Http404 (the same for absent and invisible), Moved for a former
    address, PermissionDenied when it is visible but the purpose is refused.
    """
    rows = _with_slug(reader=actor, slug=slug) if public_id is None else _with_id(reader=actor, public_id=public_id)
    found = rows[0] if rows else None
    if found is None and slug is not None:
        moved = Organisation.objects.visible_to(actor).filter(former_slugs__slug=slug).first()
        if moved is not None:
            raise Moved(moved)
    if found is None:
        raise Http404(_("Aucune organisation visible à cette adresse."))
    if to != "view" and not rights_on(actor, found).allow(to):
        raise PermissionDenied(
            _(
                "Cette fiche est modifiée par les personnes qui contribuent à l’organisation et par l’animation du territoire."
            )
        )
    return found


def access_for_writing(*, actor: Any, slug: str, to: Purpose) -> Organisation:
    """Return the organisation at this address or a former one: what is posted to it must not be lost by a redirect.

    Raises Http404 and PermissionDenied as `access_organisation`.
    """
    try:
        return access_organisation(actor=actor, slug=slug, to=to)
    except Moved as moved:
        return access_organisation(actor=actor, slug=moved.organisation.slug, to=to)


def rights_on(actor: Any, organisation: Organisation) -> Rights:
    """Return what the actor may do: contributors edit, administrators of it and stewards in reach administer."""
    tokens = tokens_for(actor)
    if ADMINISTRATORS in tokens:
        return Rights(can_edit=True, can_administer=True, can_see_members=True)
    if stewards(actor, organisation):
        return Rights(can_edit=True, can_administer=True, can_see_members=True)
    if f"{OWN}{organisation.pk}" not in tokens:
        return Rights(can_see_members=MEMBERS in tokens)
    administers = f"{ADMINISTERED}{organisation.pk}" in tokens
    return Rights(can_edit=True, can_administer=administers, can_see_members=True)


def stewards(actor: Any, organisation: Organisation) -> bool:
    """Tell whether the actor has charge of a territory where the organisation is seated or acts."""
    territories = numbers(tokens_for(actor), STEWARD)
    return bool(territories) and reach.is_held(organisation.pk, territories)


def editable_among(actor: Any, organisations: Iterable[int]) -> set[int]:
    """Return the keys of those that the actor may edit, as `rights_on` tells of one: one query at most."""
    tokens, wanted = tokens_for(actor), set(organisations)
    if ADMINISTRATORS in tokens:
        return wanted
    editable = wanted.intersection(numbers(tokens, OWN))
    if stewarded := numbers(tokens, STEWARD):
        held = Organisation.objects.filter(pk__in=wanted).filter(pk__in=reach.located_in(stewarded))
        editable |= set(held.values_list("pk", flat=True))
    return editable


def can_create(actor: Any) -> bool:
    """Tell whether the actor may add an organisation: any account with a role in force."""
    return MEMBERS in tokens_for(actor)


def demand_create(actor: Any) -> None:
    """Raise PermissionDenied unless the actor may add an organisation."""
    if not can_create(actor):
        raise PermissionDenied(
            _("Pour ajouter une organisation, il faut contribuer déjà à l’une d’elles ou animer un territoire.")
        )


def can_appoint(actor: Any) -> bool:
    """Tell whether the actor may appoint stewards: administrators of the site."""
    return ADMINISTRATORS in tokens_for(actor)


def demand_appoint(actor: Any) -> None:
    """Raise PermissionDenied unless the actor may appoint stewards."""
    if not can_appoint(actor):
        raise PermissionDenied(_("Les mandats d’animation sont donnés par l’administration du site."))


@Prepared
def _with_slug(*, reader: Any, slug: str) -> OrganisationQuerySet:
    return _whole().visible_to(reader).filter(slug=slug)


@Prepared
def _with_id(*, reader: Any, public_id: uuid.UUID) -> OrganisationQuerySet:
    return _whole().visible_to(reader).filter(public_id=public_id)


def _whole() -> OrganisationQuerySet:
    return Organisation.objects.select_related("seat", "legal_form", "catalyst")
