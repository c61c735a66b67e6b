import re

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.text import LONGEST_SLUG, fold, replace_folded, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Île-d’Yeu", "l ile d yeu"),
        ("Loos-en-Gohelle", "loos en gohelle"),
        ("  Cœur   d'Essonne ", "coeur d essonne"),
        ("ÉGALITÉ", "egalite"),
        ("", ""),
    ],
)
def test_fold_keeps_words_only(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=300))
def test_slug_is_always_an_address_part(text):
    made = slug(text)
    assert made
    assert len(made) <= LONGEST_SLUG
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["L’Île-d’Yeu", "Œuvre Æquo", "Saint-Étienne-du-Bois", "À l’été"])
def test_database_folds_as_python_does(text):
    with connection.cursor() as cursor:
        cursor.execute("select maillage_fold(%s)", [text])
        assert cursor.fetchone()[0] == fold(text)


@given(st.text(max_size=60))
def test_nothing_found_changes_nothing(text):
    assert replace_folded(text, re.compile(r"(?!)"), "x") == text


@given(st.text(max_size=30), st.text(max_size=30))
def test_word_is_replaced_in_any_case_and_accent(before, after):
    text = f"{before} ÉTÉ {after}"
    assert "ÉTÉ" not in replace_folded(text, re.compile("ete"), "")
