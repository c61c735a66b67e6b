"""Reading a framework file: every fault is told with its file, line and field."""

from pathlib import Path

import pytest

from maillage.themes.documents import InvalidFramework, parse_framework, read_framework
from maillage.themes.management.commands.load_frameworks import FOLDER

HEAD = """slug: essai
version: "1"
title: Essai
source: Une source
licence: Licence Ouverte 2.0
status: draft
"""
GOOD = HEAD + "concepts:\n  - {code: a, label: Premier}\n"


def test_document_keeps_codes_as_written():
    document = parse_framework(HEAD + "concepts:\n  - {code: 17.10, label: Cible}\n", name="f.yaml")
    assert document.concepts[0].code == "17.10"


def test_digest_ignores_layout_and_sees_content():
    other_layout = HEAD + "concepts:\n  # un commentaire\n  - code: a\n    label: Premier\n"
    assert parse_framework(GOOD, name="f").digest == parse_framework(other_layout, name="f").digest
    assert parse_framework(GOOD, name="f").digest != parse_framework(GOOD.replace("Premier", "Autre"), name="f").digest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f.yaml, ligne 1 : le fichier est vide."),
        ("- a", "f.yaml, ligne 1 : des champs sont attendus"),
        ("a: [", "f.yaml, ligne 1 : ce n’est pas du YAML valide"),
        (GOOD.replace("slug: essai\n", ""), "f.yaml, ligne 1, champ « slug » : champ absent."),
        (GOOD.replace("essai", "Éssai"), "f.yaml, ligne 1, champ « slug » : minuscules"),
        (GOOD.replace("draft", "final"), "f.yaml, ligne 6, champ « status » : « final »"),
        (GOOD + "auteur: moi\n", "f.yaml, ligne 9, champ « auteur » : champ inconnu"),
        (GOOD.replace("title: Essai", "title: ~"), "f.yaml, ligne 3, champ « title » : champ vide."),
        (
            GOOD.replace("title: Essai", "title: Essai\ntitle: Deux"),
            "f.yaml, ligne 4, champ « title » : champ écrit deux fois",
        ),
        (
            GOOD.replace("title: Essai", f"title: {'x' * 201}"),
            "champ « title » : 201 caractères, le plus long possible est 200.",
        ),
        (
            GOOD + "  - {code: a, label: Second}\n",
            "f.yaml, ligne 9, champ « code » : « a » est déjà pris à la ligne 8.",
        ),
        (GOOD + "  - {code: b}\n", "f.yaml, ligne 9, champ « label » : champ absent."),
        (GOOD + "  - {code: 'a b', label: Second}\n", "f.yaml, ligne 9, champ « code » : lettres sans accent"),
        (
            GOOD + "  - {code: b, label: B, marks: [1]}\n",
            "f.yaml, ligne 9, champ « marks » : des champs sont attendus.",
        ),
        (GOOD + "  - {code: b, label: B, marks: {d: 2020-01-01}}\n", "champ « marks » : textes, nombres"),
        (HEAD + "concepts: []\n", "f.yaml, ligne 7, champ « concepts » : il faut au moins un concept."),
        (HEAD + "concepts: a\n", "f.yaml, ligne 7, champ « concepts » : une liste est attendue"),
        (HEAD + "source_url: 'javascript:x'\n" + "concepts:\n  - {code: a, label: A}\n", "champ « source_url »"),
        (HEAD + "concepts:\n  - !!python/object/apply:os.system {code: a}\n", "champ « label » : champ absent."),
    ],
)
def test_document_is_refused_with_its_place(text, message):
    with pytest.raises(InvalidFramework) as refusal:
        parse_framework(text, name="f.yaml")
    assert message in str(refusal.value)


def test_deepest_level_is_refused():
    text = (
        HEAD
        + "concepts:\n  - {code: a, label: A, narrower: [{code: b, label: B, narrower: [{code: c, label: C, narrower: "
    )
    text += "[{code: d, label: D, narrower: [{code: e, label: E}]}]}]}]}\n"
    with pytest.raises(InvalidFramework, match="pas plus de 4 niveaux"):
        parse_framework(text, name="f.yaml")


def test_unreadable_file_is_refused(tmp_path: Path):
    (tmp_path / "f.yaml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(InvalidFramework, match="fichier illisible"):
        read_framework(tmp_path / "f.yaml")
    with pytest.raises(InvalidFramework, match="fichier illisible"):
        read_framework(tmp_path / "absent.yaml")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_delivered_file_is_valid_and_named_after_its_slug(path):
    assert read_framework(path).slug == path.stem


def test_delivered_worlds_are_those_of_the_interface():
    from maillage.core.components.worlds import WORLDS

    document = read_framework(FOLDER / "mondes.yaml")
    assert {concept.code: concept.label for concept in document.concepts} == {
        code: world.label for code, world in WORLDS.items()
    }


def test_delivered_goals_are_seventeen_with_nineteen_targets():
    goals = read_framework(FOLDER / "odd.yaml").concepts
    assert [goal.code for goal in goals] == [str(number) for number in range(1, 18)]
    assert [target.code for target in goals[16].narrower] == [f"17.{number}" for number in range(1, 20)]


def test_delivered_crafts_are_four_of_four_activities():
    crafts = read_framework(FOLDER / "metiers.yaml").concepts
    assert [len(craft.narrower) for craft in crafts] == [4, 4, 4, 4]
    assert [activity.code for craft in crafts for activity in craft.narrower] == [str(n) for n in range(1, 17)]
