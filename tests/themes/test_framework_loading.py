"""Loading frameworks: idempotent, versions kept, a changed content under the same version refused."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maillage.themes.documents import parse_framework
from maillage.themes.domain.loading import FrameworkChanged, load_framework
from maillage.themes.models import Concept, Framework

pytestmark = pytest.mark.django_db


def document(version="1", label="Premier"):
    return parse_framework(
        f'slug: essai\nversion: "{version}"\ntitle: Essai\nsource: S\nlicence: L\nstatus: draft\nconcepts:\n'
        f"  - code: a\n    label: {label}\n    marks: {{shape: square}}\n"
        "    narrower: [{code: a1, label: Fils}]\n  - {code: b, label: Second}\n",
        name="f.yaml",
    )


def test_loading_keeps_the_tree_in_reading_order():
    framework = load_framework(actor=None, document=document()).framework
    concepts = Concept.objects.filter(framework=framework).order_by("order")
    assert [(each.code, each.broader and each.broader.code) for each in concepts] == [
        ("a", None),
        ("a1", "a"),
        ("b", None),
    ]
    assert [each.code for each in Concept.objects.current("essai").top()] == ["a", "b"]


def test_loading_twice_changes_nothing():
    first = load_framework(actor=None, document=document())
    second = load_framework(actor=None, document=document())
    assert (first.created, second.created) == (True, False)
    assert first.framework == second.framework
    assert Concept.objects.count() == 3


def test_changed_content_under_the_same_version_is_refused():
    load_framework(actor=None, document=document())
    with pytest.raises(FrameworkChanged, match="donnez une nouvelle version"):
        load_framework(actor=None, document=document(label="Autre"))
    assert Concept.objects.get(code="a").label == "Premier"


def test_new_version_is_in_use_and_the_former_one_is_kept():
    load_framework(actor=None, document=document())
    load_framework(actor=None, document=document(version="2", label="Autre"))
    assert [each.label for each in Concept.objects.current("essai").top()] == ["Autre", "Second"]
    assert Framework.objects.filter(slug="essai").count() == 2
    load_framework(actor=None, document=document())
    assert Concept.objects.current("essai").get(code="a").label == "Premier"


def test_command_loads_every_delivered_framework_twice_without_effect():
    call_command("load_frameworks", stdout=StringIO())
    count = Concept.objects.count()
    out = StringIO()
    call_command("load_frameworks", stdout=out)
    assert out.getvalue() == "6 référentiels, 0 nouveaux.\n"
    assert Concept.objects.count() == count
    assert Framework.objects.current().count() == 6


def test_command_loads_nothing_when_one_file_is_bad(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "slug: a\nversion: 1\ntitle: A\nsource: S\nlicence: L\nstatus: draft\nconcepts:\n  - {code: a, label: A}\n"
    )
    (tmp_path / "b.yaml").write_text("slug: b\n")
    with pytest.raises(CommandError, match=r"b\.yaml, ligne 1, champ « version » : champ absent"):
        call_command("load_frameworks", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"))
    assert not Framework.objects.exists()
