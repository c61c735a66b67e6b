"""Tables of organisations and of ties, as they leave and as they may come back: one row a fact."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.alliances.enums import RelationKind, Role, TieState
from maillage.alliances.network.formats.words import about, world_label
from maillage.alliances.network.outgoing import Fact, Outgoing, last_day
from maillage.tabular.writing import Sheet, write_csv, write_xlsx

# Name of the column: what it holds, in a sentence for the page that documents it.
ORGANISATION_COLUMNS = {
    "id": gettext_lazy("identifiant public de l’organisation sur le site"),
    "nom": gettext_lazy("nom d’usage"),
    "sigle": gettext_lazy("sigle"),
    "monde": gettext_lazy("l’un des quatre mondes, ou « à confirmer »"),
    "siren": gettext_lazy("neuf chiffres"),
    "siret": gettext_lazy("quatorze chiffres"),
    "rna": gettext_lazy("W et neuf caractères"),
    "commune": gettext_lazy("code officiel de la commune du siège (INSEE)"),
    "commune_nom": gettext_lazy("nom de cette commune"),
    "latitude": gettext_lazy("degrés, point propre ou celui du siège"),
    "longitude": gettext_lazy("degrés"),
    "catalyseur": gettext_lazy("oui ou non"),
    "creation": gettext_lazy("date de création, comme on la connaît"),
    "fin": gettext_lazy("date de fin, comme on la connaît"),
    "fictive": gettext_lazy("oui : inventée pour la démonstration"),
    "fiche": gettext_lazy("adresse de la page"),
}
TIE_COLUMNS = {
    "de": gettext_lazy("nom de l’organisation d’où part le lien"),
    "de_id": gettext_lazy("son identifiant public"),
    "lien": gettext_lazy("ce qu’elle est pour l’autre ; « participe à » pour une alliance"),
    "vers": gettext_lazy("nom de l’autre organisation ; vide pour une alliance"),
    "vers_id": gettext_lazy("son identifiant public"),
    "alliance": gettext_lazy("nom de l’alliance"),
    "alliance_id": gettext_lazy("identifiant public de l’alliance"),
    "territoire": gettext_lazy("code du territoire de l’alliance"),
    "roles": gettext_lazy("rôles dans l’alliance, séparés par des virgules"),
    "depuis": gettext_lazy("date de début, comme on la connaît"),
    "jusqu_a": gettext_lazy("dernière date, comme on la connaît"),
    "debut": gettext_lazy("premier jour, pour calculer"),
    "fin": gettext_lazy("dernier jour, pour calculer"),
    "atteste_le": gettext_lazy("jour où une source le dit"),
    "etat": gettext_lazy("ce qu’en disent les parties"),
    "precision": gettext_lazy("précision écrite avec le lien"),
    "source": gettext_lazy("d’où vient l’information"),
    "lien_id": gettext_lazy("identifiant public du lien"),
}
TAKES_PART = "participe à"


def write_organisations(outgoing: Outgoing) -> bytes:
    """Return the CSV of the organisations."""
    return write_csv(list(ORGANISATION_COLUMNS), organisation_rows(outgoing))


def write_ties(outgoing: Outgoing) -> bytes:
    """Return the CSV of the participations and relations, contested ones included with their state."""
    return write_csv(list(TIE_COLUMNS), tie_rows(outgoing))


def write_workbook(outgoing: Outgoing) -> bytes:
    """Return the workbook: both tables, and a sheet that explains them."""
    explained: list[tuple[str, str]] = [("", sentence) for sentence in about(outgoing)]
    for columns in (ORGANISATION_COLUMNS, TIE_COLUMNS):
        explained += [("", ""), *((name, str(what)) for name, what in columns.items())]
    return write_xlsx(
        [
            Sheet(title=_("Organisations"), columns=list(ORGANISATION_COLUMNS), rows=organisation_rows(outgoing)),
            Sheet(title=_("Liens"), columns=list(TIE_COLUMNS), rows=tie_rows(outgoing)),
            Sheet(title=_("Lisez-moi"), columns=[_("colonne"), _("ce qu’elle dit")], rows=explained),
        ]
    )


def organisation_rows(outgoing: Outgoing) -> Iterator[list[Any]]:
    """Give the rows of the table of organisations."""
    for each in outgoing.organisations():
        node = each.node
        yield [
            node.public_id,
            node.name,
            each.acronym,
            world_label(node.world),
            each.siren,
            each.siret,
            each.rna,
            each.seat_code,
            node.seat,
            node.latitude,
            node.longitude,
            node.is_catalyst,
            each.founded.typed(),
            each.closed.typed(),
            each.is_fictitious,
            outgoing.page_of(node),
        ]


def tie_rows(outgoing: Outgoing) -> Iterator[list[Any]]:
    """Give the rows of the table of ties."""
    for fact in outgoing.shown():
        source = outgoing.described[fact.source].node
        target = outgoing.described[fact.target].node if fact.target else None
        alliance = outgoing.alliances[fact.alliance] if fact.alliance else None
        yield [
            source.name,
            source.public_id,
            str(RelationKind(fact.kind).label) if fact.kind else TAKES_PART,
            target.name if target else "",
            target.public_id if target else "",
            alliance.name if alliance else "",
            alliance.public_id if alliance else "",
            alliance.territory if alliance else "",
            ", ".join(str(Role(role).label) for role in fact.roles),
            *_dates(fact),
            str(TieState(fact.state).label),
            fact.detail,
            fact.said_by,
            fact.public_id,
        ]


def _dates(fact: Fact) -> list[Any]:
    return [fact.start.typed(), fact.end.typed(last=True), fact.start.day, last_day(fact.end), fact.attested]
