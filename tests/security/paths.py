"""The addresses of the path, the commitments and the charter of an alliance, and what each visitor gets there."""

from maillage.alliances.domain.charters import issue_charter
from maillage.alliances.domain.commitments import add_commitment
from maillage.alliances.domain.path import add_milestone
from maillage.alliances.models import Charter, Commitment, Milestone
from maillage.core import clock
from maillage.core.images import read_image
from tests.alliances.test_path_images import photo
from tests.security.conftest import World
from tests.security.rows import EVERYONE, LOGIN, NOWHERE, ONLY_POSTED, Row

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


def commitment(world: World, name: str, rest: str = "") -> str:
    """The address of the commitment of an alliance of the world."""
    alliance = getattr(world, name)
    found = Commitment.objects.filter(alliance=alliance).first() or add_commitment(
        actor=None, alliance=alliance, changes={"decision": "Ouvrir l’atelier", "accountable": world.public}
    )
    return f"/alliances/{alliance.slug}/engagements/{found.public_id}/{rest}"


def charter(world: World, name: str, rest: str = "1/") -> str:
    """The address of the first version of the charter of an alliance of the world."""
    alliance = getattr(world, name)
    if not Charter.objects.filter(alliance=alliance).exists():
        words = {"purpose": "Agir ensemble.", "rules": "Se parler."}
        issue_charter(actor=None, alliance=alliance, after=0, now=clock.now(), **words)
    return f"/alliances/{alliance.slug}/charte/{rest}"


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
    "alliances:commitments": [
        Row("/alliances/ecole-et-metiers/engagements/", EVERYONE),
        Row("/alliances/ecole-et-metiers/engagements/?le=2019-06-26", EVERYONE),
        Row(lambda world: f"/alliances/{world.partners_alliance.slug}/engagements/", PARTNERS),
    ],
    "alliances:commitment_new": [
        Row("/alliances/ecole-et-metiers/engagements/nouveau/", TABLE_EDITS),
        Row("/alliances/ecole-et-metiers/engagements/nouveau/", (LOGIN, 422, 422, 422, 422), "post"),
        Row(lambda world: f"/alliances/{world.partners_alliance.slug}/engagements/nouveau/", PARTNERS_EDIT),
    ],
    "alliances:commitment": [
        Row(lambda world: commitment(world, "alliance"), TABLE_EDITS),
        Row(lambda world: commitment(world, "partners_alliance"), PARTNERS_EDIT),
    ],
    "alliances:commitment_reopen": [
        Row(lambda world: commitment(world, "alliance", "rouvrir/"), ONLY_POSTED),
        Row(lambda world: commitment(world, "partners_alliance", "rouvrir/"), PARTNERS_POST, "post"),
    ],
    "alliances:commitment_remove": [
        Row(lambda world: commitment(world, "alliance", "retirer/"), ONLY_POSTED),
        Row(lambda world: commitment(world, "partners_alliance", "retirer/"), PARTNERS_POST, "post"),
    ],
    "alliances:commitment_restore": [
        Row(lambda world: commitment(world, "alliance", "remettre/"), ONLY_POSTED),
        Row(lambda world: commitment(world, "partners_alliance", "remettre/"), (LOGIN, 404, 404, 404, 404), "post"),
    ],
    "alliances:charter": [
        Row("/alliances/ecole-et-metiers/charte/", EVERYONE),
        Row(lambda world: charter(world, "partners_alliance", ""), PARTNERS),
    ],
    "alliances:charter_new": [
        Row("/alliances/ecole-et-metiers/charte/nouvelle/", TABLE_EDITS),
        Row("/alliances/ecole-et-metiers/charte/nouvelle/", (LOGIN, 422, 422, 422, 422), "post"),
        Row(lambda world: f"/alliances/{world.partners_alliance.slug}/charte/nouvelle/", PARTNERS_EDIT),
    ],
    "alliances:charter_version": [
        Row(lambda world: charter(world, "alliance"), EVERYONE),
        Row(lambda world: charter(world, "alliance", "7/"), NOWHERE),
        Row(lambda world: charter(world, "partners_alliance"), PARTNERS),
    ],
    "alliances:charter_pdf": [
        Row(lambda world: charter(world, "alliance", "1.pdf"), EVERYONE),
        Row(lambda world: charter(world, "partners_alliance", "1.pdf"), PARTNERS),
    ],
    "alliances:charter_docx": [
        Row(lambda world: charter(world, "alliance", "1.docx"), EVERYONE),
        Row(lambda world: charter(world, "partners_alliance", "1.docx"), PARTNERS),
    ],
    "alliances:charter_agree": [
        Row(lambda world: charter(world, "alliance", "1/accord/"), ONLY_POSTED),
        Row(lambda world: charter(world, "partners_alliance", "1/accord/"), (LOGIN, 404, 404, 404, 404), "post"),
    ],
    "alliances:charter_withdraw": [
        Row(lambda world: charter(world, "alliance", "1/retrait/"), ONLY_POSTED),
        Row(lambda world: charter(world, "alliance", "1/retrait/"), (LOGIN, 404, 404, 404, 404), "post"),
        Row(lambda world: charter(world, "partners_alliance", "1/retrait/"), (LOGIN, 404, 404, 404, 404), "post"),
    ],
    "alliances:charter_ask": [
        Row(lambda world: charter(world, "alliance", "1/demander/"), TABLE_EDITS),
        Row(lambda world: charter(world, "partners_alliance", "1/demander/"), PARTNERS_EDIT),
    ],
}
