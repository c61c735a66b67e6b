"""What every file says of itself: where it comes from, its licence, what it counts and what it leaves out."""

from django.utils.translation import gettext as _

from maillage.alliances.enums import TieState
from maillage.alliances.network.formats.edges import Edge
from maillage.alliances.network.graph import CONFIRMED
from maillage.alliances.network.outgoing import Outgoing
from maillage.core.components.worlds import WORLDS
from maillage.core.dates import write_date

LICENCE = "Licence Ouverte 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def about(outgoing: Outgoing) -> list[str]:
    """Return the sentences that go with a file."""
    contested = sum(fact.state == TieState.CONTESTED for fact in outgoing.shown())
    said = [
        outgoing.title,
        _("Source : %(address)s, relevé le %(day)s.")
        % {"address": outgoing.address, "day": write_date(outgoing.made_on)},
        _("Licence : %(licence)s (%(url)s). Citez la source et sa date.") % {"licence": LICENCE, "url": LICENCE_URL},
        _(
            "Une date s’écrit comme on la connaît : 2019, 06/2019, 26/06/2019, « vers 2010 », « au moins 2014 » ; "
            "vide, elle est inconnue. Les colonnes debut et fin donnent les jours pour calculer."
        ),
    ]
    if contested:
        said.append(
            _("%(n)d liens contestés ne sont pas comptés dans les graphes ; les tableaux les disent.")
            % {"n": contested}
        )
    return said


def world_label(code: str) -> str:
    """Return the name of a world."""
    return str(WORLDS[code].label) if code in WORLDS else code


def state_label(edge: Edge) -> str:
    """Return what the parties say of an edge, in words."""
    return str(TieState.CONFIRMED.label if edge.state == CONFIRMED else TieState.DECLARED.label)
