"""What the network tells: sentences with the names, a number that means something, a caution when the data are thin."""

import re
from dataclasses import replace
from datetime import date

from maillage.alliances.network.changes import Intensity, compare
from maillage.alliances.network.facts import Dates
from maillage.alliances.network.findings import find_out
from maillage.alliances.network.reading import read_out
from maillage.alliances.network.reading_changes import read_changes
from tests.alliances.networks import network_of
from tests.alliances.test_network_changes import AFTER, ALWAYS, BEFORE, SINCE, UNTIL, facts_of

NAMES = ("Mairie", "Usine", "Atelier", "Lycée", "Ferme", "Fabrique", "Club")
WORLDS = ("public", "economique", "interet-general", "academique", "economique", "economique", "a-confirmer")
# Mairie holds three worlds together; Ferme hangs on Fabrique, which hangs on Usine; Club is alone.
TIES = [(0, 1), (0, 2), (0, 3), (1, 5), (4, 5)]
JARGON = re.compile(r"nœud|arête|sommet|graphe|centralit|\bnan\b|None|%\(|\bset\b|float", re.IGNORECASE)


def small(**changes):
    return replace(network_of(7, TIES, WORLDS, arcs=[(2, 0), (0, 1)], names=NAMES), **changes)


def told(network):
    return {reading.code: reading for reading in read_out(network)}


def test_sentences_name_who_links_worlds_and_who_is_indispensable():
    found = told(small())
    assert found["links_worlds"].sentence.startswith("Mairie est le point de rencontre de 3 paires")
    assert found["links_worlds"].value == 3
    assert found["links_worlds"].nodes[0].name == "Mairie"
    falling = found["indispensable"].sentence
    assert "Si Usine s’en allait, 2 organisations seraient coupées du reste : Ferme et Fabrique." in falling
    assert "Si Fabrique s’en allait, une organisation serait coupée du reste : Ferme." in falling
    assert found["roles"].sentence == "Mairie relie deux mondes qui ne sont pas le sien (1 fois)."
    assert found["most_tied"].sentence.startswith("Mairie a 3")


def test_sentences_say_which_worlds_are_missing_or_apart():
    found = told(small())
    assert found["diversity"].value == 4
    assert "entre acteurs économiques et structures d’intérêt général" in found["holes"].sentence
    assert found["mixing"].sentence.startswith("3 liens sur 5 relient deux mondes différents")
    without = network_of(3, [(0, 1)], ["public", "economique", "academique"])
    assert "acteurs académiques : 1 est connu ici, sans lien" in told(without)["diversity"].sentence


def test_every_reading_has_a_number_a_definition_and_a_source_and_no_jargon():
    networks = [small(), network_of(2, [(0, 1)]), network_of(3, [], hubs=[(0, 1, 2)]), network_of(6, TIES, WORLDS[:6])]
    networks[2] = replace(networks[2], alliance_names={1: ("Réseau", "reseau")})
    for network in networks:
        for reading in read_out(network):
            assert reading.value is not None
            assert reading.definition
            assert reading.source
            for text in (reading.title, reading.sentence, reading.definition, reading.caution):
                assert not JARGON.search(text), text
            assert reading.sentence.endswith(".")


def test_thin_doubtful_and_old_data_are_told():
    found = told(small(facts=4, unconfirmed=3, old=4))
    assert found["together"].caution == (
        "5 liens seulement sont connus, un de plus peut tout changer ; 3 faits sur 4 ne sont déclarés que par une seule "
        "partie ; 4 faits sur 4 n’ont pas été attestés depuis plus de trois ans."
    )
    assert found["most_tied"].caution == "Données peu nombreuses, peu confirmées et anciennes."
    dense = told(network_of(6, [(a, b) for a in range(6) for b in range(a)]))
    assert dense["most_tied"].caution == dense["together"].caution == ""
    assert told(small())["mixing"].caution.endswith(
        "1 organisation, dont le monde reste à confirmer, est laissée de côté."
    )


def test_network_without_any_tie_tells_nothing():
    assert read_out(network_of(3, [])) == []
    assert read_out(network_of(0, [])) == []


def test_findings_measured_before_are_not_measured_again():
    network = small()
    assert read_out(network, find_out(network)) == read_out(network)


def test_changes_are_told_with_their_reasons():
    facts = facts_of([(1, 1, ALWAYS), (1, 2, ALWAYS), (1, 3, SINCE), (2, 1, UNTIL), (2, 4, ALWAYS)], [ALWAYS, ALWAYS])
    readings = {reading.code: reading for reading in read_changes(compare(facts, BEFORE, AFTER))}
    assert readings["gained"].sentence == (
        "Entre le 1er janvier 2018 et le 1er janvier 2022, 2 liens sont apparus : O3 a rejoint «\u00a0A1\u00a0» "
        "(2\u00a0liens)."
    )
    assert readings["lost"].sentence.endswith("1 lien a disparu : O1 a quitté «\u00a0A2\u00a0» (1\u00a0lien).")
    assert readings["people"].value == 0
    assert readings["people"].sentence.startswith("1\u00a0organisation est arrivée : O3")


def test_changes_of_strength_and_involvement_are_told():
    facts = facts_of([(1, 1, ALWAYS), (1, 2, ALWAYS)], [ALWAYS], [(2, 1, SINCE)])
    levels = [Intensity(1, 2, UNTIL), Intensity(1, 4, SINCE)]
    readings = {reading.code: reading for reading in read_changes(compare(facts, BEFORE, AFTER, levels))}
    assert readings["stronger"].sentence == "1 lien s’est renforcé : O1 et O2 (O2 finance O1)."
    assert readings["involvement"].sentence == (
        "O1 s’engage davantage dans «\u00a0A1\u00a0» : de « donne son avis » à « porte l’alliance au quotidien »."
    )


def test_no_change_is_told_in_one_sentence():
    facts = facts_of([(1, 1, ALWAYS), (1, 2, Dates(date(2010, 1, 1)))], [ALWAYS])
    [only] = read_changes(compare(facts, BEFORE, AFTER))
    assert only.sentence.endswith("aucun lien connu n’est né ni n’a disparu.")
