"""Who changed what in an alliance, and when, in words."""

from django.utils.translation import gettext_lazy as _

from maillage.alliances.models import Alliance
from maillage.organisations.selectors import history

ACTIONS = {
    "create_alliance": _("Alliance décrite"),
    "update_alliance": _("Alliance modifiée"),
    "add_partnership_type": _("Type de partenariat noté"),
    "set_stage": _("Stade noté"),
    "add_source": _("Source citée"),
    "remove_part": _("Élément retiré"),
    "add_participation": _("Organisation ajoutée autour de la table"),
    "update_participation": _("Participation modifiée"),
    "end_participation": _("Départ noté"),
    "confirm": _("Participation confirmée"),
    "contest": _("Participation contestée"),
    "fall_silent": _("Participation restée sans réponse"),
    "add_milestone": _("Jalon noté"),
    "update_milestone": _("Jalon modifié"),
    "remove_milestone": _("Jalon retiré"),
    "restore_milestone": _("Jalon remis"),
    "add_commitment": _("Engagement noté"),
    "update_commitment": _("Engagement corrigé"),
    "keep_commitment": _("Engagement tenu"),
    "renegotiate_commitment": _("Engagement renégocié"),
    "abandon_commitment": _("Engagement abandonné"),
    "reopen_commitment": _("Engagement rouvert"),
    "remove_commitment": _("Engagement retiré"),
    "restore_commitment": _("Engagement remis"),
    "issue_charter": _("Version de la charte établie"),
    "agree_to_charter": _("Accord donné sur la charte"),
}
# Some participants may be hidden from a reader of the alliance: their comings and goings are for its partners.
OF_PARTNERS = ("alliances.Participation", "alliances.CharterAgreement", "alliances.Commitment")

# Who advised whom to meet is told to those who follow that meeting alone, partners or not.
OF_NOBODY = ("alliances.Introduction",)


def read_history(alliance: Alliance, *, with_names: bool, as_partner: bool) -> list[history.Step]:
    """Return the steps of the history, newest first; names of persons only if asked: two queries."""
    untold = OF_NOBODY if as_partner else (*OF_NOBODY, *OF_PARTNERS)
    return history.read_history(alliance, with_names=with_names, actions=ACTIONS, untold=untold)
