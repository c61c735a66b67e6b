"""Addresses of alliances: readable, unique, never forgotten, and silent about what is hidden."""

from maillage.alliances.models import Alliance, AllianceSlug
from maillage.core.audiences import Audience
from maillage.core.text import slug as slugify

RESERVED = frozenset({"nouvelle", "sans-nom", "reponse", "reponses", "importer", "conseils"})
SUFFIX = 6


def choose_slug(alliance: Alliance) -> str:
    """Return the address for the present name and audience.

    What is not public, or whose name is taken, ends with six characters of the public identifier: a suffix therefore
    never tells that a hidden twin exists.
    """
    base = slugify(alliance.name)
    if alliance.audience == Audience.PUBLIC and base not in RESERVED and not _taken(base, alliance):
        return base
    return f"{base}-{alliance.public_id.hex[-SUFFIX:]}"


def move(alliance: Alliance) -> None:
    """Set the address anew if the name or the audience asks for it; the former one keeps leading here."""
    chosen = choose_slug(alliance)
    if chosen == alliance.slug:
        return
    AllianceSlug.objects.filter(alliance=alliance, slug=chosen).delete()
    if alliance.slug:
        AllianceSlug.objects.get_or_create(alliance=alliance, slug=alliance.slug)
    alliance.slug = chosen


def _taken(slug: str, alliance: Alliance) -> bool:
    others = Alliance.objects.filter(slug=slug).exclude(pk=alliance.pk)
    former = AllianceSlug.objects.filter(slug=slug).exclude(alliance_id=alliance.pk)
    return others.exists() or former.exists()
