"""Long imports: a bounded number of questions whatever the number of rows, and one wrong row stops none of the others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.alliances.domain import import_writing as writing
from maillage.alliances.domain import importing
from maillage.alliances.domain.import_trial import try_rows
from maillage.alliances.domain.import_writing import write_rows
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.domain.undoing import take_back, undo_import
from maillage.alliances.models import Alliance, ImportFile, NetworkImport, Participation, Relation
from maillage.alliances.network.incoming import files
from maillage.organisations.models import Organisation
from tests.alliances.importing import act, bring, choose, csv, last_import, outcomes, text_of

FEW, THREE_TIMES = 60, 180


@pytest.fixture
def client(world):
    return world.clients["administrator"]


def tables(count: int, mark: str) -> list[tuple[str, bytes]]:
    """Return as many organisations, each with a relation, and each in an alliance of ten."""
    names = [f"Neuve {mark} {rank}" for rank in range(count)]
    relations = [f"{name},Atelier public,finance,,,2017" for name in names]
    stays = [f"{name},,,Pacte {mark} {rank // 10},62498,2018" for rank, name in enumerate(names)]
    return [
        ("o.csv", csv("nom,commune", *(f"{name},62498" for name in names))),
        ("l.csv", csv("de,vers,lien,alliance,territoire,depuis", *relations, *stays)),
    ]


def questions(do, brought: NetworkImport) -> int:
    with CaptureQueriesContext(connection) as asked:
        do(import_id=brought.pk)
    return len(asked)


def take(world, client, count: int) -> dict[str, int]:
    """Take an import from its trial to its undoing; return how many questions the database was asked at each step."""
    user, mark = world.users["administrator"], str(count)
    brought = importing.start_import(actor=user, files=tables(count, mark))
    asked = {"trial": questions(try_rows, brought)}
    importing.accept_same_names(actor=user, brought=brought)
    asked["again"] = questions(try_rows, brought)
    client.get(f"/reseau/importer/{brought.public_id}/")
    with CaptureQueriesContext(connection) as page:
        client.get(f"/reseau/importer/{brought.public_id}/")
    asked["page"] = len(page)
    importing.apply_import(actor=user, brought=brought)
    asked["written"] = questions(write_rows, brought)
    assert Relation.objects.filter(brought_by=brought).count() == count
    assert Participation.objects.filter(alliance__brought_by=brought).count() == count
    brought.refresh_from_db()
    undo_import(actor=user, brought=brought)
    asked["undone"] = questions(take_back, brought)
    assert not Organisation.objects.filter(name__startswith=f"Neuve {mark} ").exists()
    assert not Alliance.objects.filter(name__startswith=f"Pacte {mark} ").exists()
    return asked


def test_questions_asked_do_not_follow_the_number_of_rows(world, client):
    few = take(world, client, FEW)
    many = take(world, client, THREE_TIMES)
    assert many["written"] <= few["written"] < 80
    assert many["undone"] - few["undone"] <= (THREE_TIMES - FEW) // 20
    assert many["page"] <= few["page"] < 20
    assert many["again"] <= few["again"] < 20
    assert many["trial"] - few["trial"] <= (THREE_TIMES - FEW) // 25


def test_import_killed_among_its_ties_goes_on_and_tells_what_both_attempts_wrote(world, client, monkeypatch):
    user = world.users["administrator"]
    brought = importing.start_import(actor=user, files=tables(FEW, "tuée"))
    try_rows(import_id=brought.pk)
    importing.accept_same_names(actor=user, brought=brought)
    importing.apply_import(actor=user, brought=brought)
    monkeypatch.setattr(writing, "STEP", 25)
    add = writing.add_relations

    def stop(*, actor, declared):
        if Relation.objects.filter(brought_by=brought).exists():
            raise KeyboardInterrupt
        return add(actor=actor, declared=declared)

    monkeypatch.setattr(writing, "add_relations", stop)
    with pytest.raises(KeyboardInterrupt):
        write_rows(import_id=brought.pk)
    assert Relation.objects.filter(brought_by=brought).count() == 25
    monkeypatch.setattr(writing, "add_relations", add)
    write_rows(import_id=brought.pk)
    assert Relation.objects.filter(brought_by=brought).count() == FEW
    assert Participation.objects.filter(alliance__brought_by=brought).count() == FEW
    brought.refresh_from_db()
    assert (brought.progress, brought.state) == (brought.total, "done")
    assert {row["outcome"] for row in brought.ties} == {"create"}
    assert len(brought.created["participations"]) == FEW


def test_rows_that_are_wrong_stand_alone_and_the_others_are_written(world, client):
    bring(client, ("o.csv", csv("nom", *(f"Neuve {rank}" for rank in range(9)))))
    brought = last_import()
    brought.nodes[2]["rna"] = brought.nodes[7]["rna"] = "faux"
    brought.save()
    act(client, "importer/")
    found = outcomes(client)
    assert [name for name, (said, _why) in found.items() if said == "refusé"] == ["Neuve 2", "Neuve 7"]
    assert "Un numéro RNA commence par W" in found["Neuve 7"][1]
    assert Organisation.objects.filter(name__startswith="Neuve").count() == 7
    assert len(last_import().created["organisations"]) == 7


def test_relation_that_somebody_declares_meanwhile_is_refused_alone(world, client, monkeypatch):
    rows = ("Atelier public,Neuve,finance", "Atelier public,Voisine de Lens,finance", "Neuve,Voisine de Lens,soutient")
    bring(client, ("l.csv", csv("de,vers,lien", *rows)))
    choose(client, action="same_names")
    plan = writing.plan_import

    def plan_then_wait(**asked):
        planned = plan(**asked)
        if planned.nodes[0].organisation and planned.nodes[1].organisation and not Relation.objects.exists():
            add_relation(actor=None, from_organisation=world.public, to_organisation=world.elsewhere, kind="funds")
        return planned

    monkeypatch.setattr(writing, "plan_import", plan_then_wait)
    act(client, "importer/")
    found = outcomes(client)
    assert found["Atelier public finance Voisine de Lens"][0] == "refusé"
    assert {said for said, _why in found.values()} == {"créé", "relié à la fiche existante", "refusé"}
    assert Relation.objects.filter(brought_by=last_import()).count() == 2


def test_alliance_that_cannot_be_described_leaves_the_others(world, client, monkeypatch):
    rows = [f"Neuve {rank},Pacte {rank // 3},62498" for rank in range(9)]
    bring(client, ("l.csv", csv("de,alliance,territoire", *rows)))
    tidy = Alliance.clean_fields

    def refuse(self, exclude=None):
        if self.name == "Pacte 1":
            self.audience = "nobody"
        tidy(self, exclude=exclude)

    monkeypatch.setattr(Alliance, "clean_fields", refuse)
    act(client, "importer/")
    found = outcomes(client)
    assert {found[f"Neuve {rank} participe à « Pacte 1 »"][0] for rank in (3, 4, 5)} == {"refusé"}
    assert {name for name in Alliance.objects.values_list("name", flat=True) if name.startswith("Pacte")} >= {
        "Pacte 0",
        "Pacte 2",
    }
    assert Participation.objects.filter(alliance__brought_by=last_import()).count() == 6


def test_heavy_files_wait_for_the_job_that_reads_them(world, client, monkeypatch):
    monkeypatch.setattr(files, "LIGHT", 10)
    page = text_of(bring(client, ("o.csv", csv("nom", "Une neuve")), ("l.csv", csv("de,vers,lien", "A,B,finance"))))
    assert "en lecture" in page
    assert ImportFile.objects.count() == 2
    address = f"/reseau/importer/{last_import().public_id}/"
    assert client.get(f"{address}compte-rendu.csv").status_code == 404
    assert "n’attend pas de choix" in choose(client, action="same_names")
    try_rows(import_id=last_import().pk)
    assert not ImportFile.objects.exists()
    assert "Essai à blanc" in text_of(client.get(address))
    try_rows(import_id=last_import().pk)
    assert outcomes(client)["A finance B"][0] == "sera créé"


def test_long_trial_is_done_again_by_a_job(world, client, monkeypatch):
    bring(client, ("l.csv", csv("de,vers", "Une neuve,Atelier public")))
    monkeypatch.setattr(importing, "PLANNED", 1)
    page = choose(client, action="options", kind="partner_of", territory="", audience="public")
    assert "essai en cours" in page
    assert 'href=""' in page
    assert client.post(f"/reseau/importer/{last_import().public_id}/importer/").status_code == 302
    assert last_import().state == "trying"
    try_rows(import_id=last_import().pk)
    assert "est partenaire" in " ".join(outcomes(client))


def test_each_line_says_its_file_when_there_are_two(world, client):
    brought = [
        ("organisations.csv", csv("nom,siren", "Une neuve,12", "Autre,")),
        ("liens.csv", csv("de,vers,lien", "Une neuve,Autre,finance", "Autre,Tierce,finance")),
    ]
    page = text_of(bring(client, *brought))
    assert '2 <span class="meta">organisations.csv</span>' in page
    assert '2 <span class="meta">liens.csv</span>' in page
    assert "« Une neuve » est refusée (ligne 2, organisations.csv)." in outcomes(client)["Une neuve finance Autre"][1]
    page = text_of(bring(client, brought[0]))
    assert '<th scope="row">2</th>' in page
