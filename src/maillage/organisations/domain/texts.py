"""Free texts that may name a person: where they are, and who is tied to them."""

from collections.abc import Callable, Iterable, Set
from functools import partial
from typing import Any

from maillage.accounts.domain.scrubbing import Mentions, scrub_texts
from maillage.accounts.models import User
from maillage.accounts.registry import FreeText, register_free_text
from maillage.organisations.models import (
    Membership,
    Organisation,
    OrganisationName,
    OrganisationSource,
    PublicRole,
    Resource,
)
from maillage.search import indexing
from maillage.territories.models import Composition, Territory

OWNED = (Organisation, OrganisationName, OrganisationSource, PublicRole, Resource)


def register_free_texts() -> None:
    """Declare the texts of this app, and those that people write about free perimeters."""
    register_free_text(
        Organisation,
        "summary",
        "description",
        "address",
        addresses=("contact_email",),
        around=_around(Organisation),
        changed=_index,
    )
    register_free_text(OrganisationName, "source", around=_around(OrganisationName))
    register_free_text(OrganisationSource, "title", "reference", around=_around(OrganisationSource))
    register_free_text(PublicRole, "function", around=_around(PublicRole))
    register_free_text(Resource, "text", around=_around(Resource), changed=_index_owners)
    register_free_text(Territory, "note", "source")
    register_free_text(Composition, "source")


def scrub_name(*, name: str, organisation_id: int) -> int:
    """Take a person's full name out of the texts of one organisation and their history; return how many changed."""

    def near(text: FreeText) -> set[int]:
        return _rows_of(text.model, [organisation_id]) if text.model in OWNED else set()

    return scrub_texts(Mentions(names=[name]), near)


def _around(model: Any) -> Callable[[User], Iterable[int]]:
    return partial(_tied, model)


def _tied(model: Any, user: User) -> set[int]:
    members = Membership.objects.filter(user=user).values_list("organisation_id", flat=True)
    presented = PublicRole.objects.filter(user=user).values_list("organisation_id", flat=True)
    return _rows_of(model, {*members, *presented})


def _rows_of(model: Any, organisations: Iterable[int]) -> set[int]:
    """Return the keys of the rows of these organisations, those that only the history still holds included."""
    keys = list(organisations)
    if model is Organisation:
        return set(keys)
    gone = model.pgh_event_model.objects.filter(organisation__in=keys).values_list("pgh_obj_id", flat=True)
    return {*model.objects.filter(organisation__in=keys).values_list("pk", flat=True), *gone}


def _index_owners(keys: Set[int]) -> None:
    _index(set(Resource.objects.filter(pk__in=keys).values_list("organisation_id", flat=True)))


def _index(keys: Set[int]) -> None:
    indexing.schedule("organisation", list(keys))
