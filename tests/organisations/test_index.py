"""What the index holds of organisations."""

import pytest

from maillage.organisations.domain.catalysts import Place, set_catalyst
from maillage.organisations.domain.details import add_name
from maillage.organisations.search import OrganisationSource
from tests.organisations.conftest import concept, make_organisation


def document(organisation):
    return next(OrganisationSource().documents([organisation.pk]))


def test_document_of_a_catalyst(ground):
    organisation = make_organisation(
        "La Poste",
        siret="35600000000048",
        seat=ground.loos,
        territories=[ground.epci],
        odd=[concept("odd", "17")],
        themes=[concept("domaines", "emploi")],
        summary="Une phrase.",
    )
    add_name(actor=None, organisation=organisation, name="PTT", kind="former")
    set_catalyst(
        actor=None,
        organisation=organisation,
        named_as="catalyst",
        activities=[concept("metiers", "9"), concept("metiers", "gestion")],
        places=[Place(name="Le Métier")],
    )
    found = document(organisation)
    assert found.facets["kind"] == ("organisation", "catalyst")
    assert found.facets["craft"] == ("accompagnements", "gestion")
    assert (found.facets["theme"], found.facets["odd"]) == (("emploi",), ("17",))
    assert {"62528", "246200364", "62", "FR"} <= set(found.facets["territory"])
    assert "seated:62528" in found.tags
    assert "acting:62498" not in found.tags
    assert found.codes == ("356000000", "35600000000048")
    assert found.aliases == ("PTT",)
    assert (found.latitude, found.longitude) == (50.45, 2.79)
    assert "Le Métier" in found.body
    assert found.audiences == ("public",)


def test_document_without_place_has_no_point(ground):
    found = document(make_organisation())
    assert (found.latitude, found.facets["territory"]) == (None, ())


def test_own_point_comes_before_that_of_the_seat(ground):
    found = document(make_organisation(seat=ground.loos, latitude=50.4512, longitude=2.7934))
    assert (found.latitude, found.longitude) == (50.4512, 2.7934)


def test_document_tells_seat_from_other_places(ground):
    found = document(make_organisation(seat=ground.loos, territories=[ground.loos, ground.strasbourg]))
    assert set(found.tags) == {
        "seated:62528",
        "seated:246200364",
        "seated:62",
        "seated:FR",
        "acting:67482",
        "acting:67",
    }


def test_tokens_of_closed_documents(people, ground):
    members = make_organisation("Cercle", audience="members")
    assert document(members).audiences == ("members", "administrators", f"organisation:{members.pk}")
    stewards = make_organisation("Dossier", audience="stewards", seat=ground.loos)
    guards = {f"steward:{each.pk}" for each in (ground.loos, ground.epci, ground.departement, ground.country)}
    assert set(document(stewards).audiences) == guards | {"administrators", f"organisation:{stewards.pk}"}


@pytest.mark.parametrize("count", [1, 3])
def test_documents_ask_the_same_number_of_queries(ground, count, django_assert_max_num_queries):
    for number in range(count):
        organisation = make_organisation(f"Nom {number}", seat=ground.loos, territories=[ground.lens])
        set_catalyst(actor=None, organisation=organisation, named_as="labo", activities=[concept("metiers", "9")])
    with django_assert_max_num_queries(11):
        assert len(list(OrganisationSource().documents(None))) == count
