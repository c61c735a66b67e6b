import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.search.registry import sources
from maillage.territories.domain.declare import declare_territory
from maillage.territories.models import Territory


@pytest.fixture
def document(geography):
    """Give the document of a territory."""
    return lambda code: next(iter(sources()["territory"].documents([Territory.objects.get(code=code).pk])))


def test_commune_is_found_by_its_codes_and_lies_in_its_ancestors(document):
    found = document("62528")
    assert found.title == "Loos-en-Gohelle"
    assert found.url == "/territoires/62528-loos-en-gohelle/"
    assert found.subtitle == "Commune · Pas-de-Calais"
    assert {"62528", "62750"} <= set(found.codes)
    assert set(found.facets["territory"]) == {"62528", "246200364", "62", "reg-32", "FR"}
    assert (found.latitude, found.longitude) == (50.4579, 2.7921)
    assert found.audiences == ("public",)


def test_names_have_their_abbreviations(document):
    assert "st maurice" in document("94069").aliases
    assert "CA Lens - Liévin" in document("246200364").aliases


def test_park_is_found_by_its_acronym(document):
    declare_territory(actor=None, code="p-parc", kind="perimeter", subtype="pnr", name="Périgord Limousin")
    assert "PNR Périgord Limousin" in document("p-parc").aliases


def test_territories_weigh_less_than_organisations_and_more_with_people(document):
    weights = [document(code).weight for code in ("62041-deleguee", "62528", "62", "FR")]
    assert weights == sorted(weights)
    assert max(weights) < 1


def test_all_documents_come_in_few_queries(geography):
    with CaptureQueriesContext(connection) as queries:
        documents = list(sources()["territory"].documents(None))
    assert len(documents) == Territory.objects.count()
    assert len(queries) == 5


def test_deleted_territory_has_no_document(geography):
    assert list(sources()["territory"].documents([999_999_999])) == []
