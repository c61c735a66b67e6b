"""Who changed what in an alliance, and when, in words."""

from django.utils.translation import gettext_lazy as _

from maillage.alliances.models import Alliance
from maillage.organisations.selectors import history

ACTIONS = {
    "create_alliance": _("Alliance décrite"),
    "update_alliance": _("Alliance modifiée"),
    "add_partnership_type": _("Type de partenariat noté"),
    "set_stage": _("Étape notée"),
    "add_source": _("Source citée"),
    "remove_part": _("Élément retiré"),
    "add_participation": _("Organisation ajoutée autour de la table"),
    "update_participation": _("Participation modifiée"),
    "end_participation": _("Départ noté"),
    "confirm": _("Participation confirmée"),
    "contest": _("Participation contestée"),
    "fall_silent": _("Participation restée sans réponse"),
}
# Some participants may be hidden from a reader of the alliance: their comings and goings are for its partners.
OF_PARTNERS = ("alliances.Participation", "alliances.CharterAgreement", "alliances.Commitment")


def read_history(alliance: Alliance, *, with_names: bool, as_partner: bool) -> list[history.Step]:
    """Return the steps of the history, newest first; names of persons only if asked: two queries."""
    untold = () if as_partner else OF_PARTNERS
    return history.read_history(alliance, with_names=with_names, actions=ACTIONS, untold=untold)
