"""The day of a page, read from its address ("?le=2019-06-26")."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from maillage.core.dates import FIRST_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The day shown, and what is to be said when the address asked for one that cannot be."""

    on: date
    asked: str
    remark: str = ""


def read_moment(text: str, today: date) -> Moment:
    """Return the day an address asks for; today, with a remark, when it is not a past date."""
    asked = text.strip()[:40]
    if not asked:
        return Moment(on=today, asked="")
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        remark = _("« %(text)s » n’est pas une date. Écrivez l’année, le mois et le jour : 2019-06-26.")
        return Moment(on=today, asked=asked, remark=remark % {"text": asked})
    if day.year < FIRST_YEAR:
        return Moment(on=today, asked=asked, remark=_("Cette année est trop lointaine : vérifiez ses quatre chiffres."))
    if day > today:
        return Moment(on=today, asked=asked, remark=_("Cette date est à venir : voici ce que l’on sait aujourd’hui."))
    return Moment(on=day, asked=asked)
