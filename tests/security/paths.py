"""The addresses of the path, the commitments and the charter of an alliance, and what each visitor gets there."""

from maillage.alliances.domain.path import add_milestone
from maillage.alliances.models import Milestone
from maillage.core.images import read_image
from tests.alliances.test_path_images import photo
from tests.security.conftest import World
from tests.security.rows import EVERYONE, LOGIN, ONLY_POSTED, Row

PARTNERS = (404, 200, 404, 404, 200)
PARTNERS_EDIT = (LOGIN, 200, 404, 404, 200)
TABLE_EDITS = (LOGIN, 200, 200, 200, 200)
PARTNERS_POST = (LOGIN, 302, 404, 404, 302)


def milestone(world: World, name: str, rest: str = "") -> str:
    """The address of the milestone, with an image, of an alliance of the world."""
    alliance = getattr(world, name)
    found = Milestone.objects.filter(alliance=alliance).first() or add_milestone(
        actor=None,
        alliance=alliance,
        changes={"title": "Un jalon", "image": read_image(photo(size=(8, 8))), "image_alt": "Une salle"},
    )
    return f"/alliances/{alliance.slug}/jalons/{found.public_id}/{rest}"


PATHS: dict[str, list[Row]] = {
    "alliances:path": [
        Row("/alliances/ecole-et-metiers/chemin/", EVERYONE),
        Row("/alliances/ecole-et-metiers/chemin/?le=2019-06-26", EVERYONE),
        Row(lambda world: f"/alliances/{world.partners_alliance.slug}/chemin/", PARTNERS),
    ],
    "alliances:milestone": [
        Row("/alliances/ecole-et-metiers/jalons/nouveau/", TABLE_EDITS),
        Row("/alliances/ecole-et-metiers/jalons/nouveau/", (LOGIN, 422, 422, 422, 422), "post"),
        Row(lambda world: f"/alliances/{world.partners_alliance.slug}/jalons/nouveau/", PARTNERS_EDIT),
    ],
    "alliances:milestone_edit": [
        Row(lambda world: milestone(world, "alliance"), TABLE_EDITS),
        Row(lambda world: milestone(world, "partners_alliance"), PARTNERS_EDIT),
    ],
    "alliances:milestone_image": [
        Row(lambda world: milestone(world, "alliance", "image/"), EVERYONE),
        Row(lambda world: milestone(world, "partners_alliance", "image/"), PARTNERS),
    ],
    "alliances:milestone_remove": [
        Row(lambda world: milestone(world, "alliance", "retirer/"), ONLY_POSTED),
        Row(lambda world: milestone(world, "partners_alliance", "retirer/"), PARTNERS_POST, "post"),
    ],
    "alliances:milestone_restore": [
        Row(lambda world: milestone(world, "alliance", "remettre/"), ONLY_POSTED),
        Row(lambda world: milestone(world, "partners_alliance", "remettre/"), (LOGIN, 404, 404, 404, 404), "post"),
    ],
}
