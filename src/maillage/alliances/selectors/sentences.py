"""Sentences written from the facts of an alliance."""

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.models import Alliance
from maillage.alliances.selectors.confirmations import asymmetries
from maillage.alliances.selectors.detail import Detail
from maillage.core.components.typography import counted
from maillage.core.dates import Precision, describe_period, write_date
from maillage.territories.models import Territory
from maillage.territories.wording import of_place

FRANCE = "FR"


def introduce(detail: Detail) -> str:
    """Say in a few words who acts together, where, since when, and what the parties say of it."""
    if detail.not_yet:
        facts = {"day": write_date(detail.on), "start": _begun(detail.alliance)}
        return _("Au %(day)s, cette alliance n’existait pas encore : elle existe %(start)s.") % facts
    if detail.unknown:
        return _unknown(detail)
    sentences = [_together(detail)]
    if detail.stage is not None and not detail.ended:
        sentence = (
            _("Elle en était au stade « %(stage)s ».") if detail.is_past else _("Elle en est au stade « %(stage)s ».")
        )
        sentences.append(sentence % {"stage": detail.stage.get_stage_display()})
    if not detail.is_past and (answers := asymmetries([seat.participation for seat in detail.seats]).sentence):
        sentences.append(answers)
    return " ".join(sentences)


def where(territory: Territory) -> str:
    """Write "dans toute la France", "sur le territoire du Pas-de-Calais"."""
    if territory.code == FRANCE:
        return _("dans toute la France")
    return _("sur le territoire %(of_name)s") % {"of_name": of_place(territory.name, territory.liaison)}


def _together(detail: Detail) -> str:
    alliance, count = detail.alliance, len(detail.counted)
    facts = {
        "organisations": counted(count, _("organisation,organisations")),
        "worlds": _worlds(detail.worlds),
        "where": where(alliance.territory),
        "dates": _dates(detail),
    }
    if not count:
        if detail.is_past or detail.ended:
            return _("Aucune organisation n’est connue autour de la table à cette date, %(where)s.") % facts
        return _("Aucune organisation n’est encore connue autour de la table, %(where)s.") % facts
    if detail.ended:
        text = ngettext(
            "%(organisations)s%(worlds)s a pris part à cette alliance %(where)s, %(dates)s.",
            "%(organisations)s%(worlds)s ont agi ensemble %(where)s, %(dates)s.",
            count,
        )
    elif detail.is_past:
        text = ngettext(
            "%(organisations)s%(worlds)s prenait part à cette alliance %(where)s, %(dates)s.",
            "%(organisations)s%(worlds)s agissaient ensemble %(where)s, %(dates)s.",
            count,
        )
    else:
        text = ngettext(
            "%(organisations)s%(worlds)s prend part à cette alliance %(where)s, %(dates)s.",
            "%(organisations)s%(worlds)s agissent ensemble %(where)s, %(dates)s.",
            count,
        )
    return text % facts


def _worlds(worlds: list[str]) -> str:
    if len(worlds) < 2:
        return ""
    return _(" de %(worlds)s") % {"worlds": counted(len(worlds), _("monde,mondes"))}


def _dates(detail: Detail) -> str:
    alliance = detail.alliance
    if detail.ended or (alliance.period and alliance.period.lower is None and not detail.is_past):
        return describe_period(alliance.period, alliance.start_precision, alliance.end_precision, alliance.attested_on)
    return _begun(alliance)


def _begun(alliance: Alliance) -> str:
    lower = alliance.period.lower if alliance.period else None
    if lower is not None:
        return describe_period(DateRange(lower, None), alliance.start_precision, Precision.UNKNOWN)
    if alliance.attested_on is None:
        return _("depuis une date à préciser")
    return _("depuis une date à préciser (attesté au %(day)s)") % {"day": write_date(alliance.attested_on)}


def _unknown(detail: Detail) -> str:
    attested = detail.alliance.attested_on
    if attested is None:
        return _("Rien ne dit encore quand cette alliance a commencé.")
    return _("Rien ne dit si cette alliance existait déjà au %(day)s : elle est attestée au %(attested)s.") % {
        "day": write_date(detail.on),
        "attested": write_date(attested),
    }
