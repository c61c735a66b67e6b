"""The addresses of alliances and of the network, and what each visitor gets there.

Partners are the member (of a participating organisation, and author) and the administrator; the neighbour and the
steward are not.
"""

from tests.security.answers import ANSWERS
from tests.security.rows import EVERYONE, NOWHERE, Row

PARTNERS = (404, 200, 404, 404, 200)

ALLIANCES: dict[str, list[Row]] = ANSWERS | {
    "alliances:detail": [
        Row("/alliances/ecole-et-metiers/", EVERYONE),
        Row(lambda world: f"/alliances/{world.partners_alliance.slug}/", PARTNERS),
        Row("/alliances/absente/", NOWHERE),
    ],
}
