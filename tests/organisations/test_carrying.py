"""Organisations follow a framework into its next version, by code."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from maillage.organisations.models import Catalyst, CatalystActivity, Organisation, OrganisationTopic
from maillage.themes.documents import parse_framework
from maillage.themes.domain.loading import load_framework
from maillage.themes.models import Concept
from maillage.themes.registry import Carried

pytestmark = pytest.mark.django_db


def text(version: str, *codes: str) -> str:
    concepts = "".join(f"  - {{code: {code}, label: Libellé {code}}}\n" for code in codes)
    return (
        f'slug: essai\nversion: "{version}"\ntitle: Essai\nsource: S\nlicence: L\nstatus: draft\nconcepts:\n{concepts}'
    )


def load(version: str, *codes: str) -> Carried:
    return load_framework(actor=None, document=parse_framework(text(version, *codes), name="f.yaml")).carried


def concept(version: str, code: str) -> Concept:
    return Concept.objects.get(framework__slug="essai", framework__version=version, code=code)


@pytest.fixture
def organisation() -> Organisation:
    """An organisation that refers to every kind of concept of version 1: `a` and `b` go on, `gone` does not."""
    load("1", "a", "b", "gone")
    organisation = Organisation.objects.create(
        name="Atelier", slug="atelier", world="public", legal_form=concept("1", "a")
    )
    OrganisationTopic.objects.create(organisation=organisation, concept=concept("1", "a"))
    OrganisationTopic.objects.create(organisation=organisation, concept=concept("1", "gone"))
    catalyst = Catalyst.objects.create(organisation=organisation)
    CatalystActivity.objects.create(catalyst=catalyst, concept=concept("1", "b"))
    ProcrastinateJob.objects.all().delete()
    return organisation


def references(organisation: Organisation) -> list[tuple[str, str]]:
    organisation.refresh_from_db()
    found = [organisation.legal_form]
    found += [link.concept for link in organisation.topic_links.select_related("concept")]
    found += [link.concept for link in organisation.catalyst.activity_links.select_related("concept")]
    return sorted((each.framework.version, each.code) for each in found)


def test_references_follow_their_code(organisation):
    assert load("2", "a", "b", "new") == Carried(moved=3, kept=1)
    assert references(organisation) == [("1", "gone"), ("2", "a"), ("2", "a"), ("2", "b")]


def test_loading_the_same_version_again_moves_nothing(organisation):
    load("2", "a", "b")
    assert load("2", "a", "b") == Carried()


def test_former_version_back_in_use_takes_references_back(organisation):
    load("2", "a", "b")
    assert load("1", "a", "b", "gone") == Carried(moved=3, kept=0)
    assert {version for version, _ in references(organisation)} == {"1"}


def test_reference_already_there_is_not_doubled(organisation):
    load("2", "a", "b")
    OrganisationTopic.objects.create(organisation=organisation, concept=concept("1", "a"))
    load("3", "a", "b")
    topics = organisation.topic_links.filter(concept__code="a")
    assert [link.concept.framework.version for link in topics] == ["3"]


def test_move_is_in_the_history_and_the_index_follows(organisation):
    load("2", "a", "b")
    events = apps.get_model("organisations", "OrganisationTopicEvent").objects
    event = events.filter(concept=concept("2", "a")).latest("pgh_id")
    assert event.pgh_context.metadata["reason"] == "framework"
    jobs = ProcrastinateJob.objects.filter(task_name="search.refresh")
    assert [job.args for job in jobs] == [{"kind": "organisation", "ids": [organisation.pk]}]


def test_command_says_what_followed(organisation, tmp_path):
    file = tmp_path / "essai.yaml"
    file.write_text(text("2", "a", "b"))
    said = StringIO()
    call_command("load_frameworks", str(file), stdout=said)
    assert "essai 2 : 3 références reprises, 1 sans équivalent" in said.getvalue()
