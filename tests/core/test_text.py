import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from maillage.core.text import LONGEST_SLUG, fold, slug


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
