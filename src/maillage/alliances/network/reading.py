"""What the network tells, in plain French and with names: each measure has its sentence, its number, what it means.

The order is that of what a person can act on: who links worlds, who is indispensable, which groups hold together,
where diversity is missing, then how close-knit the whole is.
"""

from collections.abc import Callable

from maillage.alliances.network import reading_people as people
from maillage.alliances.network import reading_whole as whole
from maillage.alliances.network.findings import Findings, Reading, find_out
from maillage.alliances.network.graph import Network

TELLERS: tuple[Callable[[Findings], Reading | None], ...] = (
    whole.tell_together,
    people.tell_links_worlds,
    people.tell_indispensable,
    people.tell_groups,
    whole.tell_diversity,
    whole.tell_holes,
    whole.tell_mixing,
    people.tell_fragile,
    people.tell_passages,
    people.tell_roles,
    people.tell_most_tied,
    people.tell_core,
    whole.tell_pieces,
    whole.tell_close_knit,
)


def read_out(network: Network, findings: Findings | None = None) -> list[Reading]:
    """Say what a network tells, most useful first; nothing when nobody is tied. `findings` spares measuring again."""
    known = findings or find_out(network)
    if not len(known.tied):
        return []
    return [reading for tell in TELLERS if (reading := tell(known)) is not None]
