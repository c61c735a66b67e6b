"""What leaves of the network: whole, dated with its doubt, readable elsewhere, and nothing closed in it."""

import csv
import io
import json
from datetime import date

import igraph
import networkx
import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from maillage.alliances.domain.alliances import create_alliance
from maillage.alliances.domain.participations import add_participation
from maillage.alliances.domain.relations import add_relation
from maillage.alliances.models import Participation, Relation
from maillage.alliances.network.formats import edges as edges_of_formats
from maillage.alliances.network.scope import Scope
from maillage.alliances.selectors.network import read_network
from maillage.core import clock
from maillage.core.dates import Span
from maillage.organisations.domain.organisations import create_organisation

CODES = ("xlsx", "noeuds.csv", "liens.csv", "graphml", "gexf", "kumu", "pair")
HIDDEN_FROM = {
    "anonymous": ("Cercle réservé", "Dossier confié", "Pacte discret", "reprise du site"),
    "member": ("Dossier confié",),
    "neighbour": ("Dossier confié", "Pacte discret", "reprise du site"),
    "steward": ("Pacte discret", "reprise du site"),
}


def since(year: int, end: int | None = None, start_precision: str = "year") -> Span:
    return Span(DateRange(date(year, 1, 1), date(end, 1, 1) if end else None), start_precision, "year")


@pytest.fixture
def dated(world):
    """An alliance of about 2010 that a third organisation joins in 2016 and leaves in 2019; a relation; a contested one."""
    member = world.users["member"]
    third = create_organisation(
        actor=None, changes={"name": "=Tiers & <fils>", "world": "academique", "siren": "356000000"}
    )
    alliance = create_alliance(
        actor=member,
        changes={
            "name": "Mobilité du Val",
            "purpose": "Partager les trajets.",
            "territory": world.perimeter,
            "span": since(2010, start_precision="circa"),
        },
        organisations=[world.public, world.elsewhere],
    )
    Participation.objects.filter(alliance=alliance).update(
        period=DateRange(date(2012, 1, 1), None), start_precision="year"
    )
    add_participation(
        actor=member,
        alliance=alliance,
        organisation=third,
        changes={"span": since(2016, 2019), "source": "Bilan 2019"},
        roles=["evaluator"],
    )
    add_relation(
        actor=member,
        from_organisation=world.elsewhere,
        to_organisation=third,
        kind="funds",
        span=since(2014),
        detail="le poste d’animation",
        source="Convention",
    )
    refused = add_relation(
        actor=member, from_organisation=third, to_organisation=world.public, kind="supports", span=since(2015)
    )
    Relation.objects.filter(pk=refused.pk).update(state="contested")
    return third


def take(world, code: str, query: str = "", visitor: str = "anonymous"):
    answer = world.clients[visitor].get(f"/reseau/exporter/{code}{query}")
    assert answer.status_code == 200
    return answer


def texts_of(answer, code: str) -> str:
    if code != "xlsx":
        return answer.content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return "\n".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("visitor", sorted(HIDDEN_FROM))
def test_nothing_closed_leaves(world, dated, code, visitor):
    for query in ("", "?dates=toutes", "?territory=p-bassin", "?organisation=atelier-public", "?o=atelier-public"):
        text = texts_of(take(world, code, query, visitor), code)
        assert [name for name in HIDDEN_FROM[visitor] if name in text] == []
        hidden = (world.stewards_only, world.members_only) if visitor == "anonymous" else ()
        assert [each.slug for each in hidden if str(each.public_id) in text or each.slug in text] == []


@pytest.mark.parametrize("code", ["noeuds.csv", "liens.csv"])
def test_counts_tell_nothing_of_what_is_closed(world, code):
    before = take(world, code, visitor="neighbour").content
    Participation.objects.filter(alliance=world.partners_alliance).delete()
    world.partners_alliance.delete()
    assert take(world, code, visitor="neighbour").content == before


def test_partners_take_their_own_away(world):
    assert "Pacte discret" in texts_of(take(world, "liens.csv", visitor="member"), "liens.csv")


@pytest.mark.parametrize("code", CODES)
def test_file_bears_its_date_its_licence_and_its_source(world, dated, code):
    answer = take(world, code, "?le=2017-06-01")
    day = "toutes-dates" if code == "gexf" else "2017-06-01"
    assert f"reseau-{day}." in answer["Content-Disposition"]
    assert "licence-ouverte" in answer["Link"]
    if not code.endswith("csv"):
        text = texts_of(answer, code)
        assert "icence" in text
        assert "/reseau/" in text


def test_graphml_is_the_network_of_the_day_for_networkx_and_igraph(world, dated, tmp_path):
    content = take(world, "graphml", "?le=2017-06-01").content
    file = tmp_path / "reseau.graphml"
    file.write_bytes(content)
    graph = networkx.read_graphml(file)
    network = read_network(AnonymousUser(), on=date(2017, 6, 1), scope=Scope())
    names = {key: data["label"] for key, data in graph.nodes(data=True)}
    weights: dict[frozenset, float] = {}
    for a, b, data in graph.edges(data=True):
        pair = frozenset((names[a], names[b]))
        weights[pair] = weights.get(pair, 0) + data["weight"]
    nodes = network.nodes
    assert set(names.values()) == {node.name for node in nodes}
    assert weights == {
        frozenset((nodes[tie.a].name, nodes[tie.b].name)): pytest.approx(tie.weight) for tie in network.ties
    }
    other = igraph.Graph.Read_GraphML(str(file))
    assert (other.vcount(), other.ecount()) == (graph.number_of_nodes(), graph.number_of_edges())
    assert sum(other.es["weight"]) == pytest.approx(sum(tie.weight for tie in network.ties))


def test_relation_keeps_its_sense_its_dates_and_its_source(world, dated):
    graph = networkx.read_graphml(io.BytesIO(take(world, "graphml").content))
    labels = dict(graph.nodes(data="label"))
    found = [(labels[a], labels[b], data) for a, b, data in graph.edges(data=True) if data["kind"] == "funds"]
    assert [(a, b, data["since"], data["debut"], data["source_text"]) for a, b, data in found] == [
        ("Voisine de Lens", "=Tiers & <fils>", "2014", "2014-01-01", "Convention")
    ]


def test_gexf_has_the_periods_of_ties_and_their_weight_in_time(world, dated):
    graph = networkx.read_gexf(io.BytesIO(take(world, "gexf").content))
    names = dict(graph.nodes(data="label"))
    mobility = {
        frozenset((names[a], names[b])): data["spells"]
        for a, b, data in graph.edges(data=True)
        if data.get("alliance") == "Mobilité du Val"
    }
    assert mobility == {
        frozenset(("Atelier public", "Voisine de Lens")): [
            ("2012-01-01", "2015-12-31"),
            ("2016-01-01", "2018-12-31"),
            ("2019-01-01", "None"),
        ],
        frozenset(("Atelier public", "=Tiers & <fils>")): [("2016-01-01", "2018-12-31")],
        frozenset(("Voisine de Lens", "=Tiers & <fils>")): [("2016-01-01", "2018-12-31")],
    }
    written = take(world, "gexf").content.decode()
    assert '<attvalue for="weight" value="0.5" start="2016-01-01" end="2018-12-31"/>' in written


def test_table_of_ties_tells_facts_with_their_doubt(world, dated):
    found = {(row["de"], row["lien"], row["alliance"] or row["vers"]): row for row in rows_of(take(world, "liens.csv"))}
    funded = found["Voisine de Lens", "finance", "'=Tiers & <fils>"]
    assert (funded["depuis"], funded["debut"], funded["jusqu_a"], funded["precision"]) == (
        "2014",
        "2014-01-01",
        "",
        "le poste d’animation",
    )
    assert found["'=Tiers & <fils>", "soutient", "Atelier public"]["etat"] == "contesté"
    assert ("'=Tiers & <fils>", "participe à", "Mobilité du Val") not in found
    whole = {(row["de"], row["alliance"]): row for row in rows_of(take(world, "liens.csv", "?dates=toutes"))}
    stay = whole["'=Tiers & <fils>", "Mobilité du Val"]
    assert (stay["depuis"], stay["jusqu_a"], stay["fin"], stay["roles"], stay["source"]) == (
        "2016",
        "2018",
        "2018-12-31",
        "évaluateur",
        "Bilan 2019",
    )


def test_kumu_names_elements_by_id(world, dated):
    blueprint = json.loads(take(world, "kumu").content)
    ids = {each["id"] for each in blueprint["elements"]}
    assert all(each["from"] in ids and each["to"] in ids for each in blueprint["connections"])
    assert {each["direction"] for each in blueprint["connections"]} == {"directed", "undirected"}


def test_pair_links_resolve_inside_the_file(world, dated):
    document = json.loads(take(world, "pair", "?le=2017-06-01").content)
    ids = {each["@id"] for each in document["@graph"]}
    involved = [each for each in document["@graph"] if each["@type"] == "pair:ActivityInvolvementAssociation"]
    assert len(involved) == 3
    assert all(each["pair:involvementActor"] in ids and each["pair:involvementActivity"] in ids for each in involved)
    statements = [each for each in document["@graph"] if each["@type"] == "rdf:Statement"]
    assert [each["rdf:predicate"].rpartition("#")[2] for each in statements] == ["funds"]


def test_large_alliance_is_a_node_of_its_own(world):
    many = [
        create_organisation(actor=None, changes={"name": f"Membre {rank}", "world": "public"}) for rank in range(31)
    ]
    create_alliance(
        actor=world.users["member"],
        changes={"name": "Grande assemblée", "purpose": "Réunir.", "territory": world.perimeter},
        organisations=many,
    )
    for code, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        graph = read(io.BytesIO(take(world, code).content))
        hub = next(key for key, data in graph.nodes(data=True) if data["type"] == "alliance")
        assert graph.degree(hub) == 31


def test_network_too_large_says_what_to_do(world, dated, monkeypatch):
    monkeypatch.setattr(edges_of_formats, "MOST_EDGES", 1)
    answer = world.clients["anonymous"].get("/reseau/exporter/graphml")
    assert answer.status_code == 413
    assert "Choisissez un territoire" in answer.content.decode()


@pytest.mark.parametrize("code", CODES)
def test_exports_ask_a_bounded_number_of_questions(world, dated, code):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            take(world, code)
        return len(captured)

    before = count()
    for rank in range(3):
        more = create_organisation(actor=None, changes={"name": f"Autre {rank}", "world": "public"})
        add_relation(actor=None, from_organisation=more, to_organisation=world.public, kind="funds")
    assert count() == before <= 13


def test_page_of_exports_keeps_the_part_asked_for(world):
    text = world.clients["anonymous"].get("/reseau/exporter/?territory=p-bassin&le=2017-06-01").content.decode()
    assert "/reseau/exporter/graphml?territory=p-bassin&amp;le=2017-06-01" in text
    assert "Licence Ouverte 2.0" in text


def test_unknown_format_is_not_found(world):
    assert world.clients["anonymous"].get("/reseau/exporter/docx").status_code == 404


def test_day_without_network_gives_empty_files(world):
    on = f"?le={clock.today().year - 500}-01-01"
    for code in CODES:
        assert take(world, code, on).content
