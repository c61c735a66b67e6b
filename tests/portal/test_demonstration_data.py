"""The demonstration network is data: these checks read the YAML files alone, without database."""

import datetime
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from maillage.core.text import slug

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "src" / "maillage" / "portal" / "demonstration"
FRAMEWORKS = ROOT / "src" / "maillage" / "themes" / "frameworks"
GEOGRAPHY = ROOT / "frontend" / "node_modules" / "@etalab" / "decoupage-administratif" / "data"

PERIMETER_TYPES = {"petr", "pnr", "programme", "bassin", "massif", "ancienne-region", "libre", "fictif"}
PRECISIONS = {"day", "month", "year", "circa", "at_least", "unknown"}
PUBLIC_FACT = "fait public"
FICTITIOUS = "exemple fictif"

COMMUNE = re.compile(r"(?:\d\d|2[AB])\d{3}")
DEPARTEMENT = re.compile(r"\d\d|2[AB]|97\d")
EPCI = re.compile(r"\d{9}")
REGION = re.compile(r"reg-\d\d")
OWN_CODE = {"perimeter": "p-", "country": "pays-", "foreign": "etr-"}
LINES = re.compile(r"(S[0-4])(?::\d+(?:-\d+)?)?")
DATE_OF = {"day": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d", "year": r"\d{4}"}

TITLES = re.compile(r"\b(?:M\.|Mme|Mlle|MM\.|Dr|Pr|Monsieur|Madame)\s")
FIRST_NAMES = (
    "Alain|Alexandre|Anne|Antoine|Bernard|Camille|Catherine|Cécile|Charles|Charlotte|Christian|Christophe|Claire|Claude|"
    "Daniel|David|Denis|Dominique|Élisabeth|Elisabeth|Emmanuel|Éric|Eric|Fabrice|Florence|François|Françoise|Frédéric|"
    "Gérard|Guillaume|Hélène|Hugues|Isabelle|Jacqueline|Jacques|Jean|Jérôme|Julie|Julien|Laurence|Laurent|Louis|Marc|"
    "Marie|Martine|Michel|Monique|Nathalie|Nicolas|Olivier|Pascal|Patrick|Paul|Philippe|Pierre|Sébastien|Sophie|"
    "Stéphane|Sylvie|Thierry|Thomas|Valérie|Véronique|Vincent|Xavier|Yves"
)
PERSON = re.compile(rf"\b(?:{FIRST_NAMES})(?:-(?:{FIRST_NAMES}))? [A-ZÉ][\w’-]+")
NAMES_OF_PLACES_AND_BODIES = {"Paul Sabatier"}


def load(path):
    return yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def framework(name):
    """Every code of a reference framework, at any depth."""
    concepts = load(FRAMEWORKS / f"{name}.yaml")["concepts"]
    codes = set()
    while concepts:
        concept = concepts.pop()
        codes.add(concept["code"])
        concepts += concept.get("narrower", [])
    return codes


SOURCES = load(FOLDER / "sources.yaml")
TERRITORIES = load(FOLDER / "territories.yaml")
ORGANISATIONS = load(FOLDER / "organisations.yaml")
FICTION = load(FOLDER / "fictitious.yaml")
ALL_TERRITORIES = [*TERRITORIES, *FICTION["territories"]]
ALL_ORGANISATIONS = [*ORGANISATIONS, *FICTION["organisations"]]
KNOWN_TERRITORIES = {territory["key"] for territory in ALL_TERRITORIES}


def repeated(values):
    return [value for value, times in Counter(values).items() if times > 1]


def official(code):
    return code == "FR" or any(shape.fullmatch(code) for shape in (COMMUNE, DEPARTEMENT, EPCI, REGION))


def seats():
    places = [organisation["seat"] for organisation in ALL_ORGANISATIONS]
    return [
        *places,
        *(o["catalyst"]["place"]["commune"] for o in ALL_ORGANISATIONS if (o["catalyst"] or {}).get("place")),
    ]


def referenced_territories():
    """Every territory code that a record points at."""
    codes = {code for organisation in ALL_ORGANISATIONS for code in organisation["acts_in"]}
    codes |= {code for code in seats() if code}
    for territory in ALL_TERRITORIES:
        codes |= set(territory["part_of"]) | {part["code"] for part in territory["parts"]}
    return codes


def texts(value):
    """Every text below a YAML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for below in value.values():
            yield from texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from texts(below)


def test_every_key_is_used_once():
    assert repeated(territory["key"] for territory in ALL_TERRITORIES) == []
    assert repeated(organisation["key"] for organisation in ALL_ORGANISATIONS) == []
    assert repeated(organisation["catalogue"] for organisation in ORGANISATIONS) == []
    assert repeated(organisation["name"] for organisation in ALL_ORGANISATIONS) == []
    assert repeated(source["code"] for source in SOURCES) == []


def test_keys_are_well_formed():
    assert [o["key"] for o in ALL_ORGANISATIONS if slug(o["key"]) != o["key"]] == []
    assert [o["catalogue"] for o in ORGANISATIONS if not re.fullmatch(r"ORG-\d{3}", o["catalogue"])] == []
    for territory in ALL_TERRITORIES:
        assert territory["key"].startswith(OWN_CODE[territory["kind"]]), territory["key"]
        assert slug(territory["key"]) == territory["key"]


def test_worlds_and_legal_forms_are_in_their_frameworks():
    worlds = framework("mondes")
    assert {organisation["world"] for organisation in ALL_ORGANISATIONS} == worlds
    assert {organisation["legal_form"] for organisation in ALL_ORGANISATIONS} <= framework("formes-juridiques") | {None}
    assert {o["world"] for o in FICTION["organisations"]} == worlds - {"a-confirmer"}


def test_territories_are_typed():
    for territory in ALL_TERRITORIES:
        if territory["kind"] == "perimeter":
            assert territory["type"] in PERIMETER_TYPES, territory["key"]
        else:
            latitude, longitude = territory["point"]
            assert territory["type"] is None
            assert territory["approximate"] is True
            assert -90 < latitude < 90
            assert -180 < longitude < 180


def test_every_territory_pointed_at_exists():
    assert (
        sorted(code for code in referenced_territories() if code not in KNOWN_TERRITORIES and not official(code)) == []
    )


def test_compositions_are_dated_without_overlap():
    for territory in ALL_TERRITORIES:
        for part in territory["parts"]:
            assert part["source"], territory["key"]
            assert {part["start_precision"], part["end_precision"]} <= PRECISIONS | {None}
            if part["start"] and part["end"]:
                assert part["start"] <= part["end"]
        assert repeated(part["code"] for part in territory["parts"]) == [], territory["key"]


def test_summaries_fit_a_line_and_are_written():
    for organisation in ALL_ORGANISATIONS:
        assert 20 <= len(organisation["summary"]) <= 160, organisation["key"]
        assert organisation["summary"].endswith("."), organisation["key"]
        assert organisation["description"].endswith("."), organisation["key"]


def test_typography_is_french():
    written = [text for data in (SOURCES, TERRITORIES, ORGANISATIONS, FICTION) for text in texts(data)]
    assert [text for text in written if "'" in text] == []
    assert [text for text in written if re.search(r" [;:?!](\s|$)|« | »", text)] == []


def test_every_record_has_a_source():
    known = {source["code"]: source["attested_on"] for source in SOURCES}
    for record in [*TERRITORIES, *ORGANISATIONS]:
        assert record["sources"], record["key"]
        for source in record["sources"]:
            assert source["attested_on"] == known[source["document"]]
            cited = [LINES.fullmatch(part) for part in source["lines"].split("; ")]
            assert all(cited), (record["key"], source["lines"])
            assert {found.group(1) for found in cited} == {source["document"]}


def test_sources_are_dated():
    for source in SOURCES:
        assert re.fullmatch(DATE_OF[source["precision"]], source["date"])
        assert isinstance(source["attested_on"], datetime.date)


def test_aliases_say_where_they_come_from():
    for organisation in ORGANISATIONS:
        for alias in organisation["aliases"]:
            assert alias["kind"] in {"alias", "former", "acronym"}
            if alias["source"] == PUBLIC_FACT:
                assert alias["kind"] == "former"
                assert isinstance(alias["until"], datetime.date)
            else:
                assert LINES.fullmatch(alias["source"]), organisation["key"]


def test_public_facts_are_the_two_successions_only():
    renamed = {o["key"] for o in ORGANISATIONS for alias in o["aliases"] if alias["source"] == PUBLIC_FACT}
    assert renamed == {"anct", "dreets"}


def test_seats_say_whether_they_are_deduced():
    for organisation in ALL_ORGANISATIONS:
        expected = {"stated", "to_confirm"} if organisation["seat"] else {None}
        assert organisation["seat_status"] in expected, organisation["key"]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("ville-de-loos-en-gohelle", "62528"),
        ("microville-112", "51183"),
        ("commune-de-saint-maurice", "94069"),
        ("commune-de-charenton-le-pont", "94018"),
    ],
)
def test_seat_of_a_commune_with_namesakes(key, code):
    assert {o["key"]: o["seat"] for o in ORGANISATIONS}[key] == code


def test_catalysts_state_known_activities():
    crafts = framework("metiers")
    catalysts = [organisation for organisation in ALL_ORGANISATIONS if organisation["catalyst"]]
    assert len(catalysts) >= 10
    for organisation in catalysts:
        profile = organisation["catalyst"]
        assert profile["named_as"] in {"catalyst", "witness", "labo"}
        assert profile["activities"] == sorted(set(profile["activities"]))
        assert {str(activity) for activity in profile["activities"]} | set(profile["crafts"]) <= crafts
        assert profile["origin"] in {"association", "entreprise", "collectivite", None}
        assert profile["source"]


def test_goals_and_themes_are_in_their_frameworks():
    domains = framework("domaines")
    for organisation in ALL_ORGANISATIONS:
        assert set(organisation["odd"]) <= set(range(1, 18))
        assert repeated(organisation["themes"]) == []
        assert set(organisation["themes"]) <= domains, organisation["key"]


def test_founding_dates_match_their_precision():
    for organisation in ALL_ORGANISATIONS:
        if organisation["founded"]:
            assert re.fullmatch(DATE_OF[organisation["founded"]["precision"]], organisation["founded"]["date"])


def test_no_natural_person_is_named():
    named = [
        (organisation["key"], found.group(0))
        for organisation in ORGANISATIONS
        for text in texts(organisation)
        for found in [PERSON.search(text) or TITLES.search(text)]
        if found and found.group(0) not in NAMES_OF_PLACES_AND_BODIES
    ]
    assert named == []
    assert [o["key"] for o in ORGANISATIONS if "people" in o or "contact" in o] == []


def test_fiction_says_so_everywhere():
    for record in [*FICTION["territories"], *FICTION["organisations"]]:
        assert FICTITIOUS in record["name"], record["key"]
    for person in FICTION["people"]:
        assert person["name"].endswith("Exemple")
    assert all(account["email"].endswith("@example.org") for account in FICTION["accounts"])


def test_fiction_stays_apart_from_the_real_world():
    real = {organisation["key"] for organisation in ORGANISATIONS}
    fictitious = {territory["key"] for territory in FICTION["territories"]}
    for organisation in FICTION["organisations"]:
        assert organisation["key"] not in real
        assert set(organisation["acts_in"]) <= fictitious
        assert organisation["seat"] in fictitious | {None}
        assert organisation["identifiers"]["siren"] is None
        assert organisation["identifiers"]["siret"] is None
    assert {code for o in ORGANISATIONS for code in o["acts_in"]} & fictitious == set()


def test_fictitious_roles_and_accounts_point_at_fiction():
    organisations = {organisation["key"] for organisation in FICTION["organisations"]}
    territories = {territory["key"] for territory in FICTION["territories"]}
    for role in (role for person in FICTION["people"] for role in person["roles"]):
        assert role["organisation"] in organisations
        assert role["capacity"] in {"elected", "professional", "volunteer"}
        assert role["basis"] == ("consent" if role["capacity"] == "volunteer" else "legitimate_interest")
        assert (role["basis"] == "consent") == bool(role["consent_on"])
    for account in FICTION["accounts"]:
        assert account["organisation"] in organisations | {None}
        assert account["territory"] in territories | {None}


def test_the_neighbour_is_almost_allowed():
    accounts = {account["email"]: account for account in FICTION["accounts"]}
    valley = next(t for t in FICTION["territories"] if t["key"] == "p-val-d-exemple")
    inside = {valley["key"], *(part["code"] for part in valley["parts"])}
    acts_in = {o["key"]: {*o["acts_in"], o["seat"]} for o in FICTION["organisations"]}
    assert acts_in[accounts["membre@example.org"]["organisation"]] <= inside
    assert not acts_in[accounts["voisin@example.org"]["organisation"]] & inside
    assert accounts["animation@example.org"]["territory"] == valley["key"]


@pytest.mark.skipif(not GEOGRAPHY.is_dir(), reason="the official geography is not installed")
def test_official_codes_are_in_the_official_geography():
    def codes(name, key="code"):
        return {row[key] for row in json.loads((GEOGRAPHY / name).read_text())}

    rows = json.loads((GEOGRAPHY / "communes.json").read_text())
    communes = {row["code"] for row in rows if row["type"] == "commune-actuelle"}
    groups = codes("epci.json") | codes("ept.json")
    regions = {f"reg-{code}" for code in codes("regions.json")}
    known = {"FR"} | communes | groups | regions | codes("departements.json") | KNOWN_TERRITORIES
    assert sorted(referenced_territories() - known) == []
    assert sorted({code for code in seats() if code} - communes - KNOWN_TERRITORIES) == []


def test_the_documentation_counts_right():
    labels = {concept["code"]: concept["label"] for concept in load(FRAMEWORKS / "mondes.yaml")["concepts"]}
    rows = {
        label: tuple(
            sum(1 for o in ORGANISATIONS if o["world"] == world and (field is None or o[field]))
            for field in (None, "seat", "catalyst")
        )
        for world, label in labels.items()
    }
    written = re.findall(
        r"^\| ([^|*]+) \| (\d+) \| (\d+) \| (\d+) \|$", (ROOT / "docs" / "demonstration.md").read_text(), re.MULTILINE
    )
    assert {label: tuple(map(int, counts)) for label, *counts in written} == rows
