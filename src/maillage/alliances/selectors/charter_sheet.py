"""A version of the charter as a sheet to print and sign."""

from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from maillage.alliances.models import Alliance, Charter
from maillage.alliances.selectors.charters import CharterPage, Clause, Signatory
from maillage.core.components.typography import typo
from maillage.core.dates import write_date
from maillage.documents.sheet import Block, Heading, Items, Paragraph, Sheet, Table


def write_sheet(alliance: Alliance, page: CharterPage) -> Sheet:
    """Return the version shown as a sheet: only what the reader of the page may see. No query."""
    charter = page.charter
    assert charter is not None, "there is no sheet without a version"
    parts = [
        _("Version %(number)s, du %(day)s") % {"number": charter.number, "day": write_date(charter.issued_on)},
        alliance.territory.name,
        _("Exemple fictif") if alliance.is_fictitious else "",
    ]
    return Sheet(
        title=_plain(_("Charte de l’alliance « %(name)s »") % {"name": alliance.name}),
        subtitle=" · ".join(filter(None, parts)),
        blocks=(
            Heading(_("Notre objet")),
            Paragraph(_plain(charter.purpose)),
            *_rules(charter),
            Heading(_("À quoi chacun s’engage")),
            _undertakings(page.signatories),
            Heading(_("L’accord de chacun")),
            _signatures(page.signatories),
        ),
        footer=_("Version %(number)s. Un accord vaut pour cette version seulement.") % {"number": charter.number},
    )


def _rules(charter: Charter) -> list[Block]:
    lines = [line.strip().lstrip("-•*– ") for line in charter.rules.splitlines()]
    told = tuple(_plain(line) for line in lines if line)
    if not told:
        return []
    return [Heading(_("Nos règles partagées")), Items(told) if len(told) > 1 else Paragraph(told[0])]


def _undertakings(signatories: list[Signatory]) -> Block:
    rows = [
        (each.organisation.name, _say(clause), write_date(clause.due_on) if clause.due_on else "")
        for each in signatories
        for clause in each.clauses
    ]
    rows += [(each.organisation.name, _("À préciser"), "") for each in signatories if not each.clauses]
    if not rows:
        return Paragraph(_("Aucun engagement n’est noté dans cette version."))
    return Table(
        caption=_("Engagements à la date de cette version"),
        columns=(_("Organisation"), _("Engagement"), _("Échéance")),
        rows=tuple(rows),
        widths=(3, 5, 2),
    )


def _say(clause: Clause) -> str:
    if not clause.counterpart:
        return _plain(clause.text)
    facts = {"text": clause.text, "counterpart": clause.counterpart, "by": clause.counterpart_by}
    return _plain(_("%(text)s\nEn échange : %(counterpart)s (%(by)s)") % facts)


def _signatures(signatories: list[Signatory]) -> Block:
    if not signatories:
        return Paragraph(_("Aucune organisation n’est encore autour de la table."))
    return Table(
        caption=_("Accords et signatures"),
        columns=(_("Organisation"), _("Nom et fonction"), _("Date et signature")),
        rows=tuple((each.organisation.name, "", _given(each)) for each in signatories),
        to_fill=True,
    )


def _given(signatory: Signatory) -> str:
    if signatory.agreement is None:
        return ""
    day = write_date(signatory.agreement.agreed_on)
    return _("Accord donné sur le site le %(day)s") % {"day": day}


def _plain(text: Any) -> str:
    """Set French spaces in a text that is not HTML."""
    return unescape(str(typo(text)))
