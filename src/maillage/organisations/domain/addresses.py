"""Addresses of organisations: readable, unique, never forgotten, and silent about what is hidden."""

from maillage.core.audiences import Audience
from maillage.core.text import slug as slugify
from maillage.organisations.models import Organisation, OrganisationSlug

RESERVED = frozenset({"nouvelle", "qualite", "sans-nom"})
SUFFIX = 6


def choose_slug(organisation: Organisation) -> str:
    """Return the address for the present name and audience.

    What is not public, or whose name is taken, ends with six characters of the public identifier: a suffix
    therefore never tells that a hidden twin exists.
    """
    base = slugify(organisation.name)
    if organisation.audience == Audience.PUBLIC and base not in RESERVED and not _taken(base, organisation):
        return base
    return f"{base}-{organisation.public_id.hex[-SUFFIX:]}"


def move(organisation: Organisation) -> None:
    """Set the address anew if the name or the audience asks for it; the former one keeps leading here."""
    chosen = choose_slug(organisation)
    if chosen == organisation.slug:
        return
    OrganisationSlug.objects.filter(organisation=organisation, slug=chosen).delete()
    if organisation.slug:
        OrganisationSlug.objects.get_or_create(organisation=organisation, slug=organisation.slug)
    organisation.slug = chosen


def _taken(slug: str, organisation: Organisation) -> bool:
    others = Organisation.objects.filter(slug=slug).exclude(pk=organisation.pk)
    former = OrganisationSlug.objects.filter(slug=slug).exclude(organisation_id=organisation.pk)
    return others.exists() or former.exists()
