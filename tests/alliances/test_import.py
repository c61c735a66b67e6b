"""Bringing a network in: tried first, written row by row, taken back as a whole."""

import json
import uuid
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.alliances.domain import import_writing as writing
from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.domain.participations import add_participation
from maillage.alliances.models import Alliance, NetworkImport, Participation, Relation
from maillage.alliances.tasks import apply_import, forget_old_trials, try_import
from maillage.core import clock
from maillage.core.dates import span_of, type_span
from maillage.organisations.domain.organisations import create_organisation, update_organisation
from maillage.organisations.models import Membership, Organisation
from maillage.organisations.policies import editable_among, rights_on
from tests.alliances.importing import act, bring, choose, csv, last_import, outcomes, text_of

TIES = csv(
    "de,vers,lien,alliance,territoire,depuis,jusqu_a,source,roles",
    "Atelier public,Compagnie neuve,finance,,,2017,,Bilan,",
    "Compagnie neuve,,,Filière bois,62528,vers 2015,2019,Convention,financeur",
    "Maison du temps,,,Filière bois,62528,,,,",
)
ORGANISATIONS = csv(
    "nom,monde,siren,commune",
    "Compagnie neuve,Économique,356000000,62498",
    "Maison du temps,academique,,",
)


@pytest.fixture
def client(world):
    """The member: author of the alliances, administrator of Atelier public."""
    return world.clients["member"]


@pytest.fixture
def tried(world, client):
    page = text_of(bring(client, ("organisations.csv", ORGANISATIONS), ("liens.csv", TIES)))
    assert "Essai à blanc" in page
    choose(client, action="same_names")
    return page


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Organisation, Alliance, Participation, Relation))


def test_trial_writes_nothing_and_says_what_each_row_would_do(world, client):
    before = counts()
    page = text_of(bring(client, ("organisations.csv", ORGANISATIONS), ("liens.csv", TIES)))
    assert counts() == before
    assert "2 organisations ajoutées" in page
    assert "1 organisation attend votre choix" in page
    found = outcomes(client)
    assert found["Compagnie neuve"] == ("sera créé", "")
    assert found["Atelier public"][0] == "attend votre choix"
    assert found["Maison du temps participe à « Filière bois »"][0] == "sera créé"
    assert found["Atelier public finance Compagnie neuve"][0] == "attend votre choix"


def test_import_writes_organisations_alliances_and_relations_with_their_dates(world, client, tried):
    page = act(client, "importer/")
    assert "Import fait" in page
    made = Organisation.objects.get(name="Compagnie neuve")
    assert (made.world, made.siren, made.seat.code, made.audience) == ("economique", "356000000", "62498", "public")
    assert not Membership.objects.filter(organisation=made).exists()
    relation = Relation.objects.get(to_organisation=made)
    assert (relation.from_organisation, relation.kind, relation.source) == (world.public, "funds", "Bilan")
    assert type_span(span_of(relation)) == ("2017", "")
    alliance = Alliance.objects.get(name="Filière bois")
    assert (alliance.territory.code, alliance.brought_by) == ("62528", last_import())
    stay = alliance.participations.get(organisation=made)
    assert type_span(span_of(stay)) == ("vers 2015", "2019")
    assert [each.role for each in stay.roles.all()] == ["funder"]


def test_import_twice_creates_nothing_twice(world, client, tried):
    act(client, "importer/")
    after = counts()
    assert "rien n’a été écrit deux fois" in act(client, "importer/")
    bring(client, ("organisations.csv", ORGANISATIONS), ("liens.csv", TIES))
    choose(client, action="same_names")
    assert {said for said, _why in outcomes(client).values()} == {
        "relié à la fiche existante".replace("relié", "sera relié"),
        "déjà sur le site",
    }
    act(client, "importer/")
    assert counts() == after


def test_undo_takes_everything_back(world, client, tried):
    before = counts()
    act(client, "importer/")
    assert "Tout ce que l’import avait écrit a été retiré" in act(client, "annuler/")
    assert counts() == before
    assert last_import().state == "undone"


def test_undo_leaves_what_somebody_touched_and_says_why(world, client, tried):
    act(client, "importer/")
    made = Organisation.objects.get(name="Compagnie neuve")
    update_organisation(
        actor=None, organisation=made, version=made.version, changes={"summary": "Une fiche complétée."}
    )
    Relation.objects.filter(to_organisation=made).update(state="confirmed")
    page = act(client, "annuler/")
    assert "la fiche a été modifiée ou confirmée depuis" in page
    assert "l’autre partie a répondu" in page
    assert Organisation.objects.filter(name="Compagnie neuve").exists()
    assert Relation.objects.filter(to_organisation=made).exists()
    assert not Organisation.objects.filter(name="Maison du temps").exists()
    assert not Alliance.objects.filter(name="Filière bois").exists()


def test_undo_keeps_an_alliance_that_somebody_joined(world, client, tried):
    act(client, "importer/")
    alliance = Alliance.objects.get(name="Filière bois")
    add_participation(actor=None, alliance=alliance, organisation=world.elsewhere)
    page = act(client, "annuler/")
    assert "l’alliance a été complétée depuis" in page
    assert alliance.participations.count() == 3
    assert not Relation.objects.filter(brought_by=last_import()).exists()


def test_undo_keeps_an_organisation_that_entered_another_alliance(world, client, tried):
    act(client, "importer/")
    made = Organisation.objects.get(name="Maison du temps")
    add_participation(actor=None, alliance=world.alliance, organisation=made)
    assert "d’autres informations s’y rattachent" in act(client, "annuler/")
    assert Organisation.objects.filter(pk=made.pk).exists()
    assert not Alliance.objects.filter(name="Filière bois").exists()


def test_person_chooses_among_organisations_of_a_near_name(world, client):
    bring(client, ("o.csv", csv("nom", "Atelier publics", "Tout autre chose")))
    found = outcomes(client)
    assert found["Atelier publics"][0] == "attend votre choix"
    assert found["Tout autre chose"][0] == "sera créé"
    choose(client, **{"action": "choices", "row-0": str(world.public.public_id)})
    assert outcomes(client)["Atelier publics"][0] == "sera relié à la fiche existante"
    choose(client, **{"action": "choices", "row-0": "new"})
    assert outcomes(client)["Atelier publics"][0] == "sera créé"
    choose(client, **{"action": "choices", "row-0": "skip"})
    assert outcomes(client)["Atelier publics"][0] == "laissé de côté"


def test_only_proposals_may_be_chosen(world, client):
    bring(client, ("o.csv", csv("nom", "Atelier publics")))
    for choice in (str(world.stewards_only.public_id), str(world.elsewhere.public_id), "x", str(uuid.uuid4())):
        choose(client, **{"action": "choices", "row-0": choice, "row-99": "new", "row-x": "new"})
    assert last_import().choices == {}


def test_closed_organisations_are_never_proposed_nor_recognised(world):
    update_organisation(
        actor=None,
        organisation=world.stewards_only,
        version=world.stewards_only.version,
        changes={"siren": "356000000"},
    )
    client = world.clients["neighbour"]
    rows = ("Dossier confié,,", "Dossiers confiés,,", "Autre nom,356000000,", f",,{world.stewards_only.public_id}")
    page = text_of(bring(client, ("o.csv", csv("nom,siren,id", *rows))))
    assert "Dossier confié</" not in page.replace("Dossier confié</td>", "")
    found = outcomes(client)
    assert {found[name][0] for name in ("Dossier confié", "Dossiers confiés", "Autre nom")} == {"sera créé"}
    absent = csv("nom,siren,id", f",,{uuid.uuid4()}")
    bring(client, ("absent.csv", absent))
    assert found[str(world.stewards_only.public_id)] == next(iter(outcomes(client).values()))


def test_closed_alliance_is_neither_joined_nor_told(world):
    client = world.clients["neighbour"]
    ties = csv("de,alliance,territoire", "Voisine de Lens,Pacte discret,62498", "Toute neuve,Pacte discret,62498")
    bring(client, ("l.csv", ties))
    choose(client, action="same_names")
    assert "1 alliance nouvelle" in text_of(client.get(f"/reseau/importer/{last_import().public_id}/"))
    by_id = csv("de,alliance_id", f"Voisine de Lens,{world.partners_alliance.public_id}")
    bring(client, ("l.csv", by_id))
    choose(client, action="same_names")
    hidden = outcomes(client)
    bring(client, ("l.csv", csv("de,alliance_id", f"Voisine de Lens,{uuid.uuid4()}")))
    choose(client, action="same_names")
    assert [why for _said, why in hidden.values()] == [why for _said, why in outcomes(client).values()]
    assert world.partners_alliance.participations.count() == 2


def test_relation_between_two_others_is_refused(world):
    client = world.clients["neighbour"]
    bring(client, ("l.csv", csv("de,vers,lien", "Atelier public,Cercle réservé,soutient")))
    choose(client, action="same_names")
    assert "se déclare par l’une des deux" in outcomes(client)["Atelier public soutient Cercle réservé"][1]
    assert "Rien à écrire" in text_of(client.get(f"/reseau/importer/{last_import().public_id}/"))


@pytest.mark.parametrize("visitor", ["member", "neighbour", "steward", "administrator"])
def test_rights_on_many_organisations_are_those_on_each(world, visitor):
    user = world.users[visitor]
    rows = [world.public, world.members_only, world.stewards_only, world.elsewhere]
    assert editable_among(user, [row.pk for row in rows]) == {row.pk for row in rows if rights_on(user, row).can_edit}


def test_alliance_of_others_is_not_completed(world):
    stranger = create_organisation(actor=None, changes={"name": "Étrangère", "world": "public"})
    create_alliance(
        actor=world.users["member"],
        changes={"name": "Entre eux", "purpose": "Rien.", "territory": world.perimeter},
        organisations=[world.public, stranger],
    )
    client = world.clients["neighbour"]
    bring(client, ("l.csv", csv("de,alliance", "Voisine de Lens,Entre eux")))
    choose(client, action="same_names")
    assert "complétée par ses partenaires" in outcomes(client)["Voisine de Lens participe à « Entre eux »"][1]


@pytest.mark.parametrize(
    ("columns", "row", "reason"),
    [
        ("nom,siren", "X,123456789", "ne passe pas le contrôle"),
        ("nom,siren", "X,12", "a 9 chiffres"),
        ("nom,monde", "X,lunaire", "n’est pas un monde"),
        ("nom,commune", "X,99999", "n’est pas le code d’une commune"),
        ("nom,creation", "X,jadis", "Écrivez une année"),
        ("nom,siren", ",356000000", "donnez son nom"),
        ("nom,sigle", ",X", "ni nom ni identifiant"),
        ("nom,id", "X,abc", "n’a pas la bonne forme"),
        ("de,vers,lien", "A b,C d,adore", "n’est pas un lien connu"),
        ("de,vers,lien", "A b,A b,finance", "reliée à elle-même"),
        ("de,vers,lien,depuis,jusqu_a", "A b,C d,finance,2019,2017", "La fin vient avant le début"),
        ("de,vers,lien", ",C d,finance", "est vide"),
        ("de,vers,lien", "A b,,finance", "ni une alliance"),
        ("de,vers", "A b,C d", "ne dit pas quel est ce lien"),
        ("de,alliance", "A b,Neuve", "dites son territoire"),
        ("de,alliance,territoire", "A b,Neuve,62528", "au moins deux organisations"),
        ("de,alliance,roles", "A b,Neuve,roi", "n’est pas un rôle connu"),
        ("de,vers,lien,etat", "A b,C d,finance,contesté", "contesté par une partie"),
    ],
)
def test_bad_row_is_refused_with_its_reason_and_the_others_go_on(world, client, columns, row, reason):
    bring(client, ("f.csv", csv(columns, row)))
    assert any(reason in why for _said, why in outcomes(client).values()), outcomes(client)


def test_settings_answer_for_the_rows_that_do_not_say(world, client):
    bring(client, ("l.csv", csv("de,vers,alliance", "Une neuve,Autre neuve,", "Une neuve,Autre neuve,Pacte vert")))
    choose(client, action="options", kind="partner_of", territory="62528", audience="members")
    assert {said for said, _why in outcomes(client).values()} == {"sera créé"}
    act(client, "importer/")
    assert Relation.objects.get(kind="partner_of").audience == "members"
    assert Alliance.objects.get(name="Pacte vert").audience == "members"
    assert Organisation.objects.get(name="Une neuve").audience == "members"


def test_setting_that_names_no_territory_says_so_at_its_field(world, client):
    bring(client, ("l.csv", csv("de,alliance", "Une neuve,Pacte vert")))
    page = choose(client, action="options", territory="Zzyx", kind="", audience="public")
    assert "aucun territoire de ce nom" in page


def test_duplicates_inside_a_file_are_told(world, client):
    bring(client, ("o.csv", csv("nom,siren", "Une,356000000", "Deux,356 000 000", "Une,")))
    found = outcomes(client)
    assert found["Deux"] == ("refusé", "Cette organisation est déjà à la ligne 2.")


def test_name_of_two_organisations_of_the_file_is_ambiguous(world, client):
    files = (
        ("o.csv", csv("nom,siren", "Mairie,356000000", "Mairie,200046977")),
        ("l.csv", csv("de,vers,lien", "Mairie,Atelier public,finance", "356000000,Atelier public,finance")),
    )
    bring(client, *files)
    choose(client, action="same_names")
    found = outcomes(client)
    assert "Deux organisations du fichier portent le nom" in found["… finance Atelier public"][1]
    assert found["Mairie finance Atelier public"][0] == "sera créé"


def test_row_refused_while_writing_does_not_stop_the_others(world, client):
    bring(client, ("o.csv", csv("nom,rna,commune", "Alsacienne,W751234567,62528", "Autre bonne,,")))
    brought = last_import()
    brought.nodes[0]["rna"] = "faux"
    brought.save()
    page = act(client, "importer/")
    assert "Un numéro RNA commence par W" in page
    assert Organisation.objects.filter(name="Autre bonne").exists()
    assert not Organisation.objects.filter(name="Alsacienne").exists()


def test_imports_are_seen_by_their_author_only(world, client, tried):
    address = f"/reseau/importer/{last_import().public_id}/"
    for other in ("neighbour", "steward"):
        for path in (address, f"{address}compte-rendu.csv"):
            assert world.clients[other].get(path).status_code == 404
        for action in ("importer/", "annuler/", "jeter/"):
            assert world.clients[other].post(address + action).status_code == 404
    assert world.clients["anonymous"].get(address).status_code == 302


def test_trial_is_thrown_away_on_request_or_after_a_month(world, client, tried):
    act(client, "jeter/")
    assert not NetworkImport.objects.exists()
    bring(client, ("o.csv", ORGANISATIONS))
    NetworkImport.objects.update(updated_at=clock.now() - timedelta(days=31))
    forget_old_trials(0)
    assert not NetworkImport.objects.exists()


def test_done_import_is_not_thrown_away(world, client, tried):
    act(client, "importer/")
    assert "annulez-le d’abord" in act(client, "jeter/")
    assert NetworkImport.objects.exists()


def test_long_import_is_a_job_that_goes_on_where_it_stopped(world, client, monkeypatch):
    rows = [f"Neuve {rank},Atelier public,finance" for rank in range(70)]
    page = text_of(bring(client, ("l.csv", csv("de,vers,lien", *rows))))
    assert "Import en cours" in page
    brought = last_import()
    try_import(brought.pk)
    choose(client, action="same_names")
    assert "Import en cours" in act(client, "importer/")
    assert ProcrastinateJob.objects.filter(task_name="alliances.apply_import").count() == 1
    monkeypatch.setattr(writing, "STEP", 30)
    create = writing.create_organisations

    def stop(*, actor, described):
        if Organisation.objects.filter(name__startswith="Neuve").exists():
            raise KeyboardInterrupt
        return create(actor=actor, described=described)

    monkeypatch.setattr(writing, "create_organisations", stop)
    with pytest.raises(KeyboardInterrupt):
        apply_import(brought.pk)
    assert Organisation.objects.filter(name__startswith="Neuve").count() == 30
    monkeypatch.setattr(writing, "create_organisations", create)
    apply_import(brought.pk)
    assert Organisation.objects.filter(name__startswith="Neuve").count() == 70
    assert Relation.objects.filter(brought_by=brought).count() == 70
    assert "70 liens directs" in text_of(client.get(f"/reseau/importer/{brought.public_id}/"))


def test_progress_is_polled_until_the_page_is_ready(world, client):
    rows = [f"Neuve {rank}" for rank in range(70)]
    bring(client, ("o.csv", csv("nom", *rows)))
    address = f"/reseau/importer/{last_import().public_id}/"
    answer = client.get(address, headers={"HX-Request": "true"})
    assert "every 2s" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    try_import(last_import().pk)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_stored_rows_are_plain_values(world, client, tried):
    assert json.loads(json.dumps(last_import().nodes)) == last_import().nodes
