"""How the facts of an organisation are written on its page."""

from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext as _

from maillage.core.components.typography import french_date
from maillage.core.dates import ONE_DAY, Dated, Precision, describe_period, write_date
from maillage.organisations.models import Membership, Organisation, StewardMandate
from maillage.organisations.selectors.detail import Point

register = template.Library()


@register.filter
def period(fact: Dated) -> str:
    """Say when a fact holds if a bound or an attestation is known, "" otherwise."""
    if fact.period is None and fact.attested_on is None:
        return ""
    if fact.period is None:
        return _("attesté au %(day)s") % {"day": french_date(fact.attested_on)}
    return describe_period(fact.period, fact.start_precision, fact.end_precision, fact.attested_on)


@register.filter
def until(fact: Dated) -> str:
    """Say until when a name was used, "" if unknown."""
    if fact.period is None or fact.period.upper is None:
        return ""
    return _("jusqu’au %(day)s") % {"day": write_date(fact.period.upper - ONE_DAY)}


@register.filter
def center(point: Point) -> str:
    """Return "lat,lon" for the map, whatever the language of numbers."""
    return f"{point.latitude},{point.longitude}"


@register.filter
def only_this(organisation: Organisation) -> str:
    """Return the filter of the map that keeps one organisation."""
    return f"organisation={organisation.public_id}"


@register.filter
def host(url: str) -> str:
    """Return the name of a site without protocol nor path."""
    return urlsplit(url).netloc.removeprefix("www.") or url


@register.filter
def confirmed(organisation: Organisation) -> str:
    """Say when the record was confirmed."""
    return _("confirmée le %(day)s") % {"day": french_date(organisation.verified_on)}


@register.filter
def dates(right: Membership | StewardMandate) -> str:
    """Say from when, and until when if it is known, a role or a mandate holds."""
    return describe_period(right.period, Precision.DAY, Precision.DAY)
