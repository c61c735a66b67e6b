"""The addresses where a party is asked and answers.

A mailed link opens to whoever holds it. In one's own space only the people of the organisation answer: the steward and
the administrator of the site may ask, never speak for it.
"""

from datetime import timedelta

from maillage.alliances.domain.charters import issue_charter
from maillage.alliances.domain.people import invite_person
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Alliance, Charter, CharterAgreement, Participation, Relation, Request
from maillage.alliances.selectors.requests import digest_of
from maillage.core import clock
from maillage.organisations.models import Organisation
from tests.security.conftest import World
from tests.security.rows import EDITORS, EVERYONE, LOGIN, NOWHERE, SIGNED_IN, Row

PARTNERS_ASK = (LOGIN, 200, 404, 404, 200)
MEMBER_ANSWERS = (LOGIN, 200, 404, 404, 404)
NEIGHBOUR_ANSWERS = (LOGIN, 404, 200, 404, 404)
REFUSED_TO_ALL = (422, 422, 422, 422, 422)
GONE_TO_ALL = (410, 410, 410, 410, 410)


def participation(alliance: Alliance, organisation: Organisation) -> Participation:
    return Participation.objects.get(alliance=alliance, organisation=organisation)


def relation(world: World) -> Relation:
    """Return what Atelier public declares of Voisine de Lens."""
    found = Relation.objects.filter(from_organisation=world.public).first()
    return found or add_relation(
        actor=world.users["member"],
        from_organisation=world.public,
        to_organisation=world.elsewhere,
        kind="funds",
        declared_by=world.public,
    )


def link(world: World, token: str, days: int = 30) -> str:
    """Return the address of a link about the closed alliance, mailed to the organisation that members alone see."""
    target = participation(world.partners_alliance, world.members_only)
    now = clock.now()
    Request.objects.get_or_create(
        token_digest=digest_of(token),
        defaults={
            "participation": target,
            "organisation": world.members_only,
            "email": "cercle@example.org",
            "sent_at": now - timedelta(days=31),
            "expires_at": now + timedelta(days=days),
        },
    )
    return f"/reponses/{token}/"


def person_link(world: World) -> str:
    person = invite_person(
        actor=world.users["member"],
        participation=participation(world.alliance, world.public),
        person_name="Camille Exemple",
        function="Direction",
        email="camille@example.org",
        origin="http://testserver/",
        now=clock.now(),
    )
    Request.objects.filter(person=person).update(token_digest=digest_of("personne"))
    return "/reponses/personne/"


def charter_link(world: World) -> str:
    """Return the address of a link by which an organisation of the open alliance said yes to its charter."""
    charter = Charter.objects.filter(alliance=world.alliance).first() or issue_charter(
        actor=None, alliance=world.alliance, purpose="Agir ensemble.", rules="", after=0, now=clock.now()
    )
    now = clock.now()
    asked = {"charter": charter, "organisation": world.elsewhere, "sent_at": now, "expires_at": now}
    answered = {"answered_at": now, "answer": "confirm", "email": "lens@example.org"}
    Request.objects.get_or_create(token_digest=digest_of("charte"), defaults={**asked, **answered})
    CharterAgreement.objects.get_or_create(
        charter=charter, organisation=world.elsewhere, by_link=True, defaults={"agreed_on": clock.today()}
    )
    return "/reponses/charte/"


def of_alliance(world: World, organisation: Organisation, page: str, *, closed: bool = False) -> str:
    alliance = world.partners_alliance if closed else world.alliance
    return f"/alliances/{alliance.slug}/participations/{participation(alliance, organisation).public_id}/{page}/"


def own(world: World, organisation: Organisation, *, closed: bool = False) -> str:
    alliance = world.partners_alliance if closed else world.alliance
    return f"/mon-espace/reponses/participation/{participation(alliance, organisation).public_id}/"


ANSWERS: dict[str, list[Row]] = {
    "alliances:invite": [
        Row("/alliances/ecole-et-metiers/inviter/", SIGNED_IN),
        Row("/alliances/ecole-et-metiers/inviter/", (LOGIN, 422, 422, 422, 422), "post"),
        Row(lambda world: f"/alliances/{world.partners_alliance.slug}/inviter/", PARTNERS_ASK),
    ],
    "alliances:ask": [
        Row(lambda world: of_alliance(world, world.elsewhere, "demander"), SIGNED_IN),
        Row(lambda world: of_alliance(world, world.elsewhere, "demander"), (LOGIN, 422, 422, 422, 422), "post"),
        Row(lambda world: of_alliance(world, world.public, "demander", closed=True), PARTNERS_ASK),
        Row(
            "/alliances/ecole-et-metiers/participations/00000000-0000-0000-0000-000000000000/demander/",
            (LOGIN, 404, 404, 404, 404),
        ),
    ],
    "alliances:people": [
        Row(lambda world: of_alliance(world, world.elsewhere, "personnes"), SIGNED_IN),
        Row(lambda world: of_alliance(world, world.public, "personnes", closed=True), PARTNERS_ASK),
    ],
    "alliances:answer": [
        Row(lambda world: link(world, "ouvert"), EVERYONE),
        Row(lambda world: link(world, "ouvert"), REFUSED_TO_ALL, "post"),
        Row(lambda world: link(world, "fini", days=-1), GONE_TO_ALL),
        Row(lambda world: link(world, "fini", days=-1), GONE_TO_ALL, "post"),
        Row("/reponses/absent/", NOWHERE),
    ],
    "alliances:withdraw": [
        Row(lambda world: f"{person_link(world)}retrait/", EVERYONE),
        Row(lambda world: f"{link(world, 'ouvert')}retrait/", NOWHERE),
        Row("/reponses/absent/retrait/", NOWHERE),
        Row(lambda world: f"{charter_link(world)}retrait/", EVERYONE),
        Row(lambda world: f"{charter_link(world)}retrait/", EVERYONE, "post"),
    ],
    "alliances:answer_own": [
        Row(lambda world: own(world, world.public), MEMBER_ANSWERS),
        Row(lambda world: own(world, world.public), (LOGIN, 422, 404, 404, 404), "post"),
        Row(lambda world: own(world, world.elsewhere), NEIGHBOUR_ANSWERS),
        Row(lambda world: own(world, world.public, closed=True), MEMBER_ANSWERS),
        Row(lambda world: own(world, world.members_only, closed=True), (LOGIN, 404, 404, 404, 404)),
        Row(lambda world: f"/mon-espace/reponses/relation/{relation(world).public_id}/", NEIGHBOUR_ANSWERS),
        Row("/mon-espace/reponses/autre/00000000-0000-0000-0000-000000000000/", (LOGIN, 404, 404, 404, 404)),
    ],
    "alliances:relations": [
        Row("/organisations/atelier-public/relations/", EDITORS),
        Row("/organisations/atelier-public/relations/", (LOGIN, 422, 403, 422, 422), "post"),
        Row(lambda world: f"/organisations/{world.stewards_only.slug}/relations/", (LOGIN, 404, 404, 200, 200)),
    ],
    "alliances:relation": [
        Row(lambda world: f"/organisations/atelier-public/relations/{relation(world).public_id}/", EDITORS),
        Row(
            lambda world: f"/organisations/voisine-de-lens/relations/{relation(world).public_id}/",
            (LOGIN, 403, 200, 403, 200),
        ),
        Row(
            "/organisations/atelier-public/relations/00000000-0000-0000-0000-000000000000/", (LOGIN, 404, 403, 404, 404)
        ),
    ],
}
