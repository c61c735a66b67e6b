"""The relations and the alliances of the demonstration network are data: checked on the YAML files alone."""

import datetime
import re

import pytest

from maillage.alliances.enums import (
    CommitmentForm,
    CommitmentState,
    Duration,
    Governance,
    Intensity,
    MilestoneKind,
    Mobilised,
    RelationKind,
    ResourceKind,
    Role,
    Stage,
    TieState,
)
from maillage.core.dates import read_date
from maillage.core.text import slug
from maillage.portal.demonstration.documents import Documents, read_span
from maillage.portal.demonstration.ground import cite_passages
from tests.portal.test_demonstration_data import (
    FICTION,
    FICTITIOUS,
    KNOWN_TERRITORIES,
    LINES,
    NAMES_OF_PLACES_AND_BODIES,
    ORGANISATIONS,
    PERSON,
    ROOT,
    SOURCES,
    TITLES,
    framework,
    official,
    repeated,
    texts,
)

DOCUMENTS = Documents()
REAL, INVENTED = DOCUMENTS.alliances, DOCUMENTS.fictitious["alliances"]
RELATIONS, INVENTED_RELATIONS = DOCUMENTS.relations, DOCUMENTS.fictitious["relations"]
KEYS = {organisation["key"] for organisation in ORGANISATIONS}
INVENTED_KEYS = {organisation["key"] for organisation in FICTION["organisations"]}
ATTESTED = {source["code"]: source["attested_on"] for source in SOURCES}
LONGEST_SOURCE = 300


def parties(alliance):
    return [participant["organisation"] for participant in alliance["participants"]]


def within(alliance):
    """Every participation, milestone and commitment of an alliance."""
    return [*alliance["participants"], *alliance["milestones"], *alliance["commitments"]]


def cited(lines):
    """The documents of some passages; fails on a passage that is not one."""
    found = [LINES.fullmatch(part) for part in lines.split("; ")]
    assert all(found), lines
    return {each.group(1) for each in found}


def test_keys_are_used_once():
    assert repeated(alliance["key"] for alliance in [*REAL, *INVENTED]) == []
    assert repeated(alliance["name"] for alliance in [*REAL, *INVENTED]) == []
    assert repeated(relation["catalogue"] for relation in RELATIONS) == []
    assert repeated((r["from"], r["to"], r["kind"]) for r in [*RELATIONS, *INVENTED_RELATIONS]) == []
    assert [alliance["key"] for alliance in [*REAL, *INVENTED] if slug(alliance["key"]) != alliance["key"]] == []


def test_relations_link_two_known_organisations():
    for relation in RELATIONS:
        assert {relation["from"], relation["to"]} <= KEYS, relation["catalogue"]
        assert relation["from"] != relation["to"]
        assert re.fullmatch(r"REL-\d{3}", relation["catalogue"])
    assert {relation["kind"] for relation in [*RELATIONS, *INVENTED_RELATIONS]} <= set(RelationKind.values)


def test_relations_say_their_source_and_the_word_it_uses():
    for relation in RELATIONS:
        assert relation["detail"], relation["catalogue"]
        for source in relation["sources"]:
            assert cited(source["lines"]) == {source["document"]}
            assert source["attested_on"] == ATTESTED[source["document"]]
        whole = "; ".join(source["lines"] for source in relation["sources"])
        assert len(cite_passages(whole, DOCUMENTS.sources)) < LONGEST_SOURCE


def test_a_relation_never_starts_at_the_date_of_its_source():
    attested = {str(day) for day in ATTESTED.values()}
    assert [relation["catalogue"] for relation in RELATIONS if relation["start"] in attested] == []
    assert {relation["start"] for relation in RELATIONS} == {None, "2008", "2010", "2012", "2014", "2016"}


def test_every_part_of_a_real_alliance_says_its_source():
    for alliance in REAL:
        assert alliance["sources"], alliance["key"]
        for source in alliance["sources"]:
            assert cited(source["lines"]) == {source["document"]}
            assert source["attested_on"] == ATTESTED[source["document"]]
        known = {source["document"] for source in alliance["sources"]}
        for part in within(alliance):
            assert cited(part["lines"]) <= known, alliance["key"]
            assert len(cite_passages(part["lines"], DOCUMENTS.sources)) < LONGEST_SOURCE


def test_alliances_are_between_known_organisations_on_known_territories():
    for alliance in REAL:
        assert set(parties(alliance)) <= KEYS, alliance["key"]
        assert {each["accountable"] for each in alliance["commitments"]} <= set(parties(alliance))
        assert alliance["territory"] in KNOWN_TERRITORIES or official(alliance["territory"]), alliance["key"]
    alone = {alliance["key"] for alliance in REAL if len(set(parties(alliance))) == 1}
    assert alone == {"ptce-les-mureaux", "fifty-fifty-loos-en-gohelle"}


def test_alliances_use_the_words_of_the_site():
    for alliance in [*REAL, *INVENTED]:
        assert alliance["governance"] in Governance.values
        assert {stage["stage"] for stage in alliance.get("stages", [])} <= set(Stage.values)
        assert {milestone["kind"] for milestone in alliance["milestones"]} <= set(MilestoneKind.values)
        assert {each.get("form", "simple") for each in alliance["commitments"]} <= set(CommitmentForm.values)
        assert {each.get("state", "open") for each in alliance["commitments"]} <= set(CommitmentState.values)
        for participant in alliance["participants"]:
            assert set(participant.get("roles", [])) <= set(Role.values)
            assert participant.get("duration", "unknown") in Duration.values
            assert participant.get("mobilised", "unknown") in Mobilised.values
            assert {i["level"] for i in participant.get("intensities", [])} <= set(Intensity.values)
            brought = [*participant.get("gives", []), *participant.get("expects", [])]
            assert {each["kind"] for each in brought} <= set(ResourceKind.values)


@pytest.mark.parametrize("name", ["domaines", "odd", "metiers"])
def test_topics_are_in_their_frameworks(name):
    assert {code for alliance in [*REAL, *INVENTED] for code in alliance["topics"][name]} <= framework(name)


def test_types_of_partnership_are_in_their_framework():
    types = {each["code"] for alliance in [*REAL, *INVENTED] for each in alliance["types"]}
    assert types == framework("types-de-partenariat")


def test_dates_are_read_and_lie_within_the_alliance():
    for alliance in [*REAL, *INVENTED]:
        life = read_span(alliance).period
        for milestone in alliance["milestones"]:
            assert milestone["date"] is None or read_date(milestone["date"]), milestone["title"]
        for row in [*alliance["participants"], *alliance["types"]]:
            period = read_span(row).period
            if life is not None and period is not None:
                assert period.lower is None or period.lower >= life.lower, (alliance["key"], row)


def test_real_alliances_state_no_stage_no_state_and_no_amount():
    for alliance in REAL:
        assert "stages" not in alliance
        for participant in alliance["participants"]:
            assert not {"state", "intensities", "people", "left", "objective"} & participant.keys()
            assert [each for each in participant.get("gives", []) if "amount" in each] == []


def test_no_natural_person_is_named_in_real_links():
    said = [text for row in [*REAL, *RELATIONS] for text in texts(row)]
    named = [found.group(0) for text in said for found in [PERSON.search(text) or TITLES.search(text)] if found]
    assert [name for name in named if name not in NAMES_OF_PLACES_AND_BODIES] == []


def test_typography_of_links_is_french():
    written = [text for row in [*REAL, *RELATIONS] for text in texts(row)]
    assert [text for text in written if "'" in text] == []
    assert [text for text in written if re.search(r" [;:?!](\s|$)|« | »", text)] == []


def test_invented_alliances_say_so_and_stay_among_themselves():
    territories = {territory["key"] for territory in FICTION["territories"]}
    for alliance in INVENTED:
        assert FICTITIOUS in alliance["name"]
        assert alliance["purpose"].startswith("Exemple fictif")
        assert alliance["territory"] in territories
        assert set(parties(alliance)) | {each["accountable"] for each in alliance["commitments"]} <= INVENTED_KEYS
        people = [person for each in alliance["participants"] for person in each.get("people", [])]
        assert all(person["name"].endswith("Exemple") and person["consent_on"] for person in people)
    for relation in INVENTED_RELATIONS:
        assert {relation["from"], relation["to"]} <= INVENTED_KEYS


def test_invented_alliances_show_every_workflow():
    participants = [each for alliance in INVENTED for each in alliance["participants"]]
    commitments = [each for alliance in INVENTED for each in alliance["commitments"]]
    assert {alliance["audience"] for alliance in INVENTED} == {"public", "members", "partners"}
    assert {each.get("state", "declared") for each in participants} == set(TieState.values)
    assert {each["state"] for each in commitments} == set(CommitmentState.values)
    assert {each["state"] for each in INVENTED_RELATIONS} == {*TieState.values, None} - {"declared"}
    assert [each for each in participants if "left" in each]
    assert [each for each in participants if "people" in each]
    assert [each for each in commitments if each.get("form") == "fifty_fifty"]
    assert [each for each in commitments if each["state"] == "open" and each["due_on"] < datetime.date(2026, 1, 1)]
    renegotiated = {each["key"] for each in commitments if each["state"] == "renegotiated"}
    assert renegotiated == {each["replaces"] for each in commitments if "replaces" in each}
    assert {stage["stage"] for alliance in INVENTED for stage in alliance["stages"]} == set(Stage.values)
    assert "difficulty" in {each["kind"] for alliance in INVENTED for each in alliance["milestones"]}


def test_invented_needs_meet_offers():
    resources = FICTION["resources"]
    assert {row["organisation"] for row in resources} <= INVENTED_KEYS
    asked, lent = ({row["means"] for row in resources if row["side"] == side} for side in ("need", "offer"))
    assert len(asked & lent) == 4
    assert [row for row in resources if row["end"]]


def test_the_neighbour_is_no_partner_of_the_closed_alliance():
    accounts = {account["email"]: account["organisation"] for account in FICTION["accounts"]}
    closed = [alliance for alliance in INVENTED if alliance["audience"] == "partners"]
    assert closed
    for alliance in closed:
        assert accounts["membre@example.org"] in parties(alliance)
        assert accounts["voisin@example.org"] not in parties(alliance)
    asked = {email for email, key in accounts.items() for alliance in INVENTED for each in alliance["participants"]
             if each["organisation"] == key and "state" not in each}  # fmt: skip
    assert {"membre@example.org", "voisin@example.org"} <= asked


def test_the_documentation_counts_the_links_right():
    page = (ROOT / "docs" / "demonstration.md").read_text()
    written = dict(re.findall(r"^\| (Relations|Alliances|Participations|Jalons) \| (\d+) \|", page, re.MULTILINE))
    assert {name: int(count) for name, count in written.items()} == {
        "Relations": len(RELATIONS),
        "Alliances": len(REAL),
        "Participations": sum(len(alliance["participants"]) for alliance in REAL),
        "Jalons": sum(len(alliance["milestones"]) for alliance in REAL),
    }


def numbers(cell):
    """The numbers of "001 à 003, 066"."""
    for part in cell.split(", "):
        first, _to, last = part.partition(" à ")
        yield from range(int(first), int(last or first) + 1)


def test_the_documentation_says_what_became_of_each_relation():
    page = (ROOT / "docs" / "demonstration.md").read_text()
    rows = re.findall(r"^\| (\d{3}[\d, à]*) \| (.+) \|$", page, re.MULTILINE)
    assert sorted(number for cell, _became in rows for number in numbers(cell)) == list(range(1, 145))
    became = {f"REL-{number:03d}" for cell, became in rows if became == "des relations" for number in numbers(cell)}
    assert became == {relation["catalogue"] for relation in RELATIONS}
