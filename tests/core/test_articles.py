"""The preposition before the name of an organisation is contracted or elided as French has it."""

import pytest
from django.template import Context, Template

from maillage.core.articles import join_name, of_name, to_name, with_name


@pytest.mark.parametrize(
    ("name", "of", "to"),
    [
        ("Le RAMEAU", "du RAMEAU", "au RAMEAU"),
        ("LE RELAIS", "du RELAIS", "au RELAIS"),
        ("Les Restos du cœur", "des Restos du cœur", "aux Restos du cœur"),
        ("La Navette", "de La Navette", "à La Navette"),
        ("L’Atelier", "de L’Atelier", "à L’Atelier"),
        ("Apes", "d’Apes", "à Apes"),
        ("Étape 62", "d’Étape 62", "à Étape 62"),
        ("Œuvre du Val", "d’Œuvre du Val", "à Œuvre du Val"),
        ("EDF", "d’EDF", "à EDF"),
        ("Habitat 62", "de Habitat 62", "à Habitat 62"),
        ("Yoplait", "de Yoplait", "à Yoplait"),
        ("Lens", "de Lens", "à Lens"),
        ("Leroy", "de Leroy", "à Leroy"),
        ("Le", "de Le", "à Le"),
        ("2e souffle", "de 2e souffle", "à 2e souffle"),
        ("", "de ", "à "),
    ],
)
def test_name_after_de_and_a(name, of, to):
    assert of_name(name) == of
    assert to_name(name) == to


@pytest.mark.parametrize(
    ("words", "name", "written"),
    [
        ("autour de", "Le RAMEAU", "autour du RAMEAU"),
        ("est membre de", "Apes", "est membre d’Apes"),
        ("liée à", "Les Restos du cœur", "liée aux Restos du cœur"),
        ("soutient", "Le RAMEAU", "soutient Le RAMEAU"),
        ("a créé", "Apes", "a créé Apes"),
        ("De", "Le RAMEAU", "Du RAMEAU"),
        ("De", "Apes", "D’Apes"),
    ],
)
def test_name_after_words(words, name, written):
    assert with_name(words, name) == written


def test_words_and_name_stay_apart_for_a_link():
    assert join_name("est membre de", "Le RAMEAU") == ("est membre du ", "RAMEAU")


def test_filters_escape_the_name():
    shown = Template("{% load components %}{{ name|of_name }} {{ name|to_name }}").render(Context({"name": "Le <b>"}))
    assert shown == "du &lt;b&gt; au &lt;b&gt;"
