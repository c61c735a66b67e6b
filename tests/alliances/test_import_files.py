"""What files may say, and how they are refused: GraphML, workbooks, too large, not what they claim; there and back."""

import io
import time

import networkx
import openpyxl
import pytest

from maillage.alliances.models import Alliance, NetworkImport, Participation, Relation
from maillage.alliances.network.incoming import files
from maillage.alliances.network.incoming.files import read_files
from maillage.alliances.tasks import try_import
from maillage.organisations.domain.organisations import update_organisation
from maillage.organisations.models import Organisation
from maillage.tabular.reading import Unreadable
from tests.alliances.importing import act, bring, choose, csv, last_import, outcomes, text_of
from tests.alliances.test_export import dated

__all__ = ["dated"]

GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="label" attr.type="string"/>
  <key id="d1" for="node" attr.name="couleur" attr.type="string"/>
  <key id="d2" for="edge" attr.name="kind" attr.type="string"/>
  <key id="d3" for="edge" attr.name="since" attr.type="string"/>
  <graph edgedefault="undirected">
    <node id="a"><data key="d0">Fabrique &amp; Cie</data><data key="d1">vert</data></node>
    <node id="b"><data key="d0">Halle neuve</data></node>
    <node id="a"><data key="d0">Encore a</data></node>
    <edge source="a" target="b"><data key="d2">finance</data><data key="d3">2017</data></edge>
    <edge source="a" target="z"><data key="d2">finance</data></edge>
  </graph>
</graphml>"""


@pytest.fixture
def client(world):
    return world.clients["administrator"]


def test_graphml_is_tried_with_its_unknown_attributes_and_its_duplicates(world, client):
    page = text_of(bring(client, ("r.graphml", GRAPHML.encode())))
    assert "Colonnes inconnues, laissées de côté : couleur." in page
    found = outcomes(client)
    assert found["Encore a"] == ("refusé", "L’identifiant « a » est déjà celui du nœud de la ligne 8.")
    assert found["Fabrique & Cie finance Halle neuve"][0] == "sera créé"
    assert "n’est pas dans le fichier" in found["Fabrique & Cie finance …"][1]
    act(client, "importer/")
    assert Relation.objects.get(to_organisation__name="Halle neuve").period.lower.year == 2017


def test_graphml_of_networkx_is_read(world, client):
    graph = networkx.Graph()
    graph.add_edge("Une coopérative", "Un lycée", weight=2.0)
    written = io.BytesIO()
    networkx.write_graphml(graph, written)
    bring(client, ("r.graphml", written.getvalue()))
    choose(client, action="options", kind="partner_of", territory="", audience="public")
    assert outcomes(client)["Une coopérative est partenaire d’Un lycée"][0] == "sera créé"


def graph_of(ties: int) -> bytes:
    nodes = "".join(f'<node id="n{rank}"/>' for rank in range(200))
    edges = "".join(f'<edge source="n{rank % 200}" target="n{rank % 199}"/>' for rank in range(ties))
    return f'<graphml xmlns="x"><graph edgedefault="undirected">{nodes}{edges}</graph></graphml>'.encode()


def test_graphml_of_200_000_ties_is_refused_before_it_weighs(world, client):
    content = graph_of(200_000)
    bring(client, ("r.graphml", content))
    before = time.process_time()
    try_import(last_import().pk)
    assert time.process_time() - before < 3
    page = text_of(client.get(f"/reseau/importer/{last_import().public_id}/"))
    assert "« r.graphml » : Ce fichier a plus de 20 000 liens : séparez-le" in page
    assert last_import().files.count() == 0
    act(client, "jeter/")
    assert not NetworkImport.objects.exists()


def test_graphml_of_10_000_ties_is_read(world):
    assert len(read_files([("r.graphml", graph_of(10_000))]).ties) == 10_000


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("r.docx", b"x", "ne se lit pas ici"),
        ("r.csv", b"", "vide"),
        ("r.xlsx", b"nom\nA", "n’est pas celui que dit son nom"),
        ("r.csv", b"PK\x03\x04", "n’est pas celui que dit son nom"),
        ("r.xlsx", b"PK\x03\x04nothing", "ne s’ouvre pas"),
        ("r.csv", b"couleur\nvert", "Aucune colonne attendue"),
        ("r.csv", b"\x00\x01\x02", "pas un texte"),
        ("r.graphml", b"<graphml><graph>", "mal formé"),
        ("r.graphml", b"<html></html>", "pas un GraphML"),
        (
            "r.graphml",
            b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><graphml><graph>&e;</graph></graphml>',
            "par sûreté",
        ),
    ],
)
def test_file_that_cannot_be_read_is_refused_at_its_field(world, client, name, content, said):
    page = text_of(bring(client, (name, content), status=422))
    assert said in page
    assert 'aria-invalid="true"' in page


def test_file_of_more_than_20_megabytes_is_refused(world, client, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 100)
    assert "dépasse 20 Mo" in text_of(bring(client, ("r.csv", b"nom\n" + b"A" * 200), status=422))


def test_no_file_at_all_is_asked_for(world, client):
    assert "Choisissez un fichier" in text_of(client.post("/reseau/importer/", {}, follow=True))


def test_gephi_edges_are_read_by_source_and_target():
    reading = read_files([("e.csv", b"Source,Target,Type,Weight\nUne,Deux,finance,1\n")])
    assert [node["nom"] for node in reading.nodes] == ["Une", "Deux"]
    assert reading.ties[0]["kind"] == "funds"
    assert reading.unknown == []


def test_first_zero_of_a_commune_code_is_given_back():
    assert read_files([("o.csv", b"nom;commune\nA;1004\nB;2A004\n")]).nodes[0]["commune"] == "01004"


def test_model_is_an_empty_workbook_that_imports_nothing(world, client):
    content = client.get("/reseau/importer/modele.xlsx").content
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["Organisations", "Liens", "Lisez-moi"]
    with pytest.raises(Unreadable, match="Aucune colonne"):
        read_files([("modele.xlsx", content)])


def test_filled_model_is_read_from_both_sheets(world, client):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/reseau/importer/modele.xlsx").content))
    book["Organisations"].append(["Fabrique neuve", None, "économique", None, 356000000])
    book["Liens"].append(["356000000", "Halle neuve", "finance", None, None, None, 2017])
    written = io.BytesIO()
    book.save(written)
    bring(client, ("r.xlsx", written.getvalue()))
    assert outcomes(client)["Fabrique neuve finance Halle neuve"][0] == "sera créé"


def exported(world, code: str, visitor: str = "administrator") -> bytes:
    answer = world.clients[visitor].get(f"/reseau/exporter/{code}?dates=toutes")
    assert answer.status_code == 200
    return answer.content


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Organisation, Alliance, Participation, Relation))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_leaves_comes_back_without_being_written_twice(world, dated, client, form):
    if form == "csv":
        brought = [("o.csv", exported(world, "noeuds.csv")), ("l.csv", exported(world, "liens.csv"))]
    else:
        brought = [("r.xlsx", exported(world, "xlsx"))]
    before = counts()
    page = text_of(bring(client, *brought))
    assert "Colonnes inconnues" not in page
    found = outcomes(client)
    assert {said for said, _why in found.values()} == {
        "sera relié à la fiche existante",
        "déjà sur le site",
        "refusé",
    }
    assert [why for said, why in found.values() if said == "refusé"] == [
        "Ce lien est contesté par une partie : il n’est pas repris."
    ]
    act(client, "importer/")
    assert counts() == before


def test_graphml_that_leaves_comes_back_without_being_written_twice(world, dated, client):
    before = counts()
    bring(client, ("r.graphml", exported(world, "graphml")))
    assert {said for said, _why in outcomes(client).values()} == {
        "sera relié à la fiche existante",
        "déjà sur le site",
    }
    act(client, "importer/")
    assert counts() == before


def test_elsewhere_a_person_links_the_same_organisations(world, dated, client):
    """Another site knows the same organisations under other public ids: by SIREN, else by name."""
    content = exported(world, "noeuds.csv").decode("utf-8-sig")
    for each in Organisation.objects.all():
        content = content.replace(str(each.public_id), "0" * 8 + str(each.public_id)[8:])
    before = counts()
    bring(client, ("o.csv", content.encode()))
    assert outcomes(client)["'=Tiers & <fils>"][0] == "sera relié à la fiche existante"
    choose(client, action="same_names")
    assert {said for said, _why in outcomes(client).values()} == {"sera relié à la fiche existante"}
    act(client, "importer/")
    assert counts() == before


def test_site_that_lost_everything_gets_its_network_back(world, dated, client):
    """What leaves is enough to write the alliances, the stays and their dates again."""
    brought = [("o.csv", exported(world, "noeuds.csv")), ("l.csv", exported(world, "liens.csv"))]
    stays = set(Participation.objects.values_list("organisation__name", "alliance__name", "period", "attested_on"))
    relations = set(Relation.objects.exclude(state="contested").values_list("kind", "period", "source", "detail"))
    Relation.objects.all().delete()
    Participation.objects.all().delete()
    Alliance.objects.all().delete()
    bring(client, *brought)
    act(client, "importer/")
    again = set(Participation.objects.values_list("organisation__name", "alliance__name", "period", "attested_on"))
    assert again == stays
    assert set(Relation.objects.values_list("kind", "period", "source", "detail")) == relations


def test_long_file_of_ties_is_planned_in_bounded_questions(world, client, django_assert_max_num_queries):
    names = [f"Neuve {rank},Autre {rank + 1},finance" for rank in range(30)]
    bring(client, ("l.csv", csv("de,vers,lien", *names)))
    address = f"/reseau/importer/{last_import().public_id}/"
    with django_assert_max_num_queries(20):
        client.get(address)


def test_organisation_renamed_since_is_known_by_its_former_name(world, client):
    update_organisation(actor=None, organisation=world.public, version=world.public.version, changes={"acronym": "ATP"})
    bring(client, ("o.csv", csv("nom", "atp")))
    assert outcomes(client)["atp"][0] == "attend votre choix"
