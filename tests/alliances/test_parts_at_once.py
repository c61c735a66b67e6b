"""Two people add to the roles, intensities, contributions… of the same thing at once: the second sees both and chooses."""

import re

import pytest

from maillage.alliances.domain.alliances import add_source
from maillage.alliances.domain.parts import remove_part
from maillage.alliances.models import Contribution, ParticipationIntensity, ParticipationRole
from tests.alliances.filling import fill, part, posted, section


def words(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", text)


def tie_of(world):
    return world.alliance.participations.get(organisation=world.elsewhere)


@pytest.mark.parametrize(
    ("name", "first", "second", "seen"),
    [
        (
            "roles",
            {"role": "lead", "span_start": "2015"},
            {"role": "funder"},
            ("financeur", "chef de file, depuis 2015"),
        ),
        (
            "intensite",
            {"level": "2", "since": "2015"},
            {"level": "4", "since": "2017"},
            ("porte l’alliance au quotidien, 2017", "donne son avis, depuis 2015"),
        ),
        (
            "apports",
            {"direction": "gives", "kind": "money", "text": "Une aide", "amount": "1500"},
            {"direction": "gives", "kind": "time", "text": "Un jour"},
            ("apporte, du temps, Un jour", "apporte de l’argent, Une aide, 1 500 €"),
        ),
    ],
)
def test_second_writer_sees_both_and_chooses(world, name, first, second, seen):
    tie = tie_of(world)
    path = part(tie, name)
    late = posted(world.clients["neighbour"].get(path).context["form"]) | second
    assert fill(world.clients["member"], path, **first).status_code == 302
    answer = world.clients["neighbour"].post(path, late)
    page = words(answer)
    assert answer.status_code == 409
    assert "Quelqu’un a modifié cette partie pendant que vous l’écriviez" in page
    assert "Garder la version enregistrée" in page
    typed, stored = seen
    assert answer.context["differences"][0]["typed"] == typed
    assert answer.context["differences"][0]["stored"].replace("\u202f", " ") == stored
    assert len(answer.context["rows"]) == 1
    chosen = posted(answer.context["form"])
    assert world.clients["neighbour"].post(path, chosen).status_code == 302
    model = {"roles": ParticipationRole, "intensite": ParticipationIntensity, "apports": Contribution}[name]
    assert model.objects.filter(participation=tie).count() == 2


def test_row_taken_back_meanwhile_is_told(member_and_role, world):
    path, role = member_and_role
    late = posted(world.clients["neighbour"].get(path).context["form"]) | {"role": "funder"}
    remove_part(actor=world.users["member"], alliance=world.alliance, part=role)
    answer = world.clients["neighbour"].post(path, late)
    assert answer.status_code == 409
    assert answer.context["differences"] == [{"label": "Rôles", "typed": "financeur", "stored": "1 ligne retirée"}]


@pytest.fixture
def member_and_role(world):
    tie = tie_of(world)
    path = part(tie, "roles")
    fill(world.clients["member"], path, role="lead")
    return path, tie.roles.get()


def test_form_without_what_was_seen_writes_nothing(member_and_role, world):
    path, _role = member_and_role
    for seen in ({}, {"seen": ""}, {"seen": "0"}, {"seen": "1 n’importe-quoi"}):
        assert world.clients["neighbour"].post(path, {"role": "funder", **seen}).status_code in {409, 422}
    assert tie_of(world).roles.count() == 1


def test_other_sections_do_not_stand_in_the_way(world):
    tie = tie_of(world)
    late = posted(world.clients["neighbour"].get(part(tie, "roles")).context["form"]) | {"role": "funder"}
    fill(world.clients["member"], part(tie, "apports"), direction="gives", kind="time")
    assert world.clients["neighbour"].post(part(tie, "roles"), late).status_code == 302


def test_rows_of_an_alliance_are_compared_too(world):
    path = section(world.alliance, "sources")
    late = posted(world.clients["neighbour"].get(path).context["form"]) | {"title": "Compte rendu"}
    add_source(actor=None, alliance=world.alliance, title="Actes", reference="p. 3")
    answer = world.clients["neighbour"].post(path, late)
    assert answer.status_code == 409
    assert answer.context["differences"] == [{"label": "Sources", "typed": "Compte rendu", "stored": "Actes, p. 3"}]
