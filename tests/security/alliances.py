"""The addresses of alliances and of the network, and what each visitor gets there.

Partners are the member (of a participating organisation, and author) and the administrator; the neighbour and the
steward are not.
"""

from tests.security.answers import ANSWERS
from tests.security.exchanges import EXCHANGES
from tests.security.paths import PATHS
from tests.security.rows import EVERYONE, LOGIN, NOWHERE, ONLY_POSTED, SIGNED_IN, Row

PARTNERS = (404, 200, 404, 404, 200)
PARTNERS_EDIT = (LOGIN, 200, 404, 404, 200)
TABLE_EDITS = (LOGIN, 200, 200, 200, 200)  # both of its organisations, and the steward of its territory


def seat(world, alliance: str, rest: str = "") -> str:
    """The address of the first participation of an alliance of the world."""
    chosen = getattr(world, alliance)
    key = chosen.participations.order_by("pk").first().public_id
    return f"/alliances/{chosen.slug}/participations/{key}/{rest}"


ALLIANCES: dict[str, list[Row]] = (
    ANSWERS
    | EXCHANGES
    | PATHS
    | {
        "alliances:detail": [
            Row("/alliances/ecole-et-metiers/", EVERYONE),
            Row(lambda world: f"/alliances/{world.partners_alliance.slug}/", PARTNERS),
            Row("/alliances/absente/", NOWHERE),
        ],
        "alliances:list": [Row("/alliances/", EVERYONE)],
        "alliances:create": [Row("/alliances/nouvelle/", (LOGIN, 200, 200, 200, 200))],
        "alliances:history": [
            Row("/alliances/ecole-et-metiers/historique/", EVERYONE),
            Row(lambda world: f"/alliances/{world.partners_alliance.slug}/historique/", PARTNERS),
        ],
        "alliances:edit": [
            Row("/alliances/ecole-et-metiers/modifier/", TABLE_EDITS),
            Row(lambda world: f"/alliances/{world.partners_alliance.slug}/modifier/", PARTNERS_EDIT),
        ],
        "alliances:edit_section": [
            Row("/alliances/ecole-et-metiers/modifier/cadre/", TABLE_EDITS),
            Row("/alliances/ecole-et-metiers/modifier/cadre/", (LOGIN, 422, 422, 422, 422), "post"),
            Row(lambda world: f"/alliances/{world.partners_alliance.slug}/modifier/cadre/", PARTNERS_EDIT),
            Row("/alliances/ecole-et-metiers/modifier/inconnu/", (LOGIN, 404, 404, 404, 404)),
        ],
        "alliances:join": [
            Row("/alliances/ecole-et-metiers/participations/nouvelle/", TABLE_EDITS),
            Row(lambda world: f"/alliances/{world.partners_alliance.slug}/participations/nouvelle/", PARTNERS_EDIT),
        ],
        "alliances:participation": [
            Row(lambda world: seat(world, "alliance"), TABLE_EDITS),
            Row(lambda world: seat(world, "partners_alliance"), PARTNERS_EDIT),
        ],
        "alliances:participation_section": [
            Row(lambda world: seat(world, "alliance", "modifier/roles/"), TABLE_EDITS),
            Row(lambda world: seat(world, "partners_alliance", "modifier/roles/"), PARTNERS_EDIT),
        ],
        "alliances:amount": [
            Row(lambda world: seat(world, "alliance", "montant/"), ONLY_POSTED),
            Row(lambda world: seat(world, "partners_alliance", "montant/"), (LOGIN, 404, 404, 404, 404), "post"),
        ],
        "alliances:advice": [
            Row("/reseau/conseils/", SIGNED_IN),
            Row("/reseau/conseils/?territory=p-bassin", SIGNED_IN),
            Row("/reseau/conseils/", (LOGIN, 404, 404, 404, 404), "post"),
        ],
        "alliances:introduction": [
            Row("/reseau/conseils/00000000-0000-4000-8000-000000000000/", (LOGIN, 404, 404, 404, 404)),
        ],
        "api:alliances": [Row("/api/v1/alliances", EVERYONE)],
        "api:alliance": [
            Row(lambda world: f"/api/v1/alliances/{world.alliance.public_id}", EVERYONE),
            Row(lambda world: f"/api/v1/alliances/{world.partners_alliance.public_id}", PARTNERS),
            Row("/api/v1/alliances/x", NOWHERE),
        ],
        "alliances:network": [
            Row("/reseau/", EVERYONE),
            Row("/reseau/?le=2019-06-26&vue=matrice", EVERYONE),
            Row("/reseau/?territory=p-bassin&organisation=absente", EVERYONE),
        ],
        "alliances:network_svg": [Row("/reseau/exporter/svg", EVERYONE)],
        "alliances:network_measure": [
            Row("/reseau/mesure/", (405, 405, 405, 405, 405)),
            Row("/reseau/mesure/", (302, 302, 302, 302, 302), "post"),
        ],
        "alliances:network_follow": [Row("/reseau/mesure/0123456789abcdef/", EVERYONE)],
        "api:network": [
            Row("/api/v1/network", EVERYONE),
            Row("/api/v1/network?as_of=demain", (400, 400, 400, 400, 400)),
        ],
    }
)
