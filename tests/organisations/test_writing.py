"""Adding, changing, renaming, confirming."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from maillage.core import clock
from maillage.organisations.domain.catalysts import Place, remove_catalyst, set_catalyst
from maillage.organisations.domain.details import add_name, add_source, remove_name
from maillage.organisations.domain.organisations import (
    StaleVersion,
    confirm_organisation,
    create_organisation,
    rename_organisation,
    update_organisation,
)
from maillage.organisations.enums import SeatStatus
from maillage.organisations.models import Organisation
from maillage.organisations.selectors.history import read_history
from tests.organisations.conftest import concept, make_organisation


def scheduled() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'search.refresh'")
        return cursor.fetchone()[0]


def test_creation_cleans_the_name_and_dates_the_checks(ground):
    organisation = make_organisation("  Atelier\u200b  du\tVal ", siret="732 829 320 00074", seat=ground.loos)
    assert organisation.name == "Atelier du Val"
    assert (organisation.siren, organisation.siret) == ("732829320", "73282932000074")
    assert organisation.siret_checked_on == organisation.siren_checked_on == clock.today()
    assert organisation.rna_checked_on is None
    assert organisation.seat_status == SeatStatus.STATED
    assert organisation.slug == "atelier-du-val"


def test_creation_schedules_the_index_in_the_same_transaction(ground):
    before = scheduled()
    make_organisation()
    assert scheduled() == before + 1


@pytest.mark.parametrize(
    ("name", "words"), [("x" * 3000, "300 au plus"), ("🌱🌱", "lettres"), (" \u200b ", "nom"), ("\u202e", "nom")]
)
def test_impossible_names_are_refused(ground, name, words):
    with pytest.raises(ValidationError, match=words):
        make_organisation(name)
    assert not Organisation.objects.exists()


def test_name_with_letters_and_emoji_is_kept(ground):
    assert make_organisation("Jardin 🌱 partagé").slug == "jardin-partage"


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (2.79, 50.45, "inversées"),
        (48.57, 7.75, "hors du département"),
        (95.0, 2.0, "−90"),
        (50.45, None, "vont ensemble"),
    ],
)
def test_impossible_points_are_refused(ground, latitude, longitude, words):
    with pytest.raises(ValidationError, match=words):
        make_organisation(seat=ground.loos, latitude=latitude, longitude=longitude)


def test_swapped_point_without_seat_is_refused(ground):
    with pytest.raises(ValidationError, match="inversées"):
        make_organisation(latitude=2.79, longitude=50.45)


def test_association_of_bas_rhin_has_no_rna(ground):
    with pytest.raises(ValidationError, match="registre local"):
        make_organisation(seat=ground.strasbourg, rna="W671234567")


def test_author_may_go_on_writing(people):
    organisation = create_organisation(actor=people.neighbour, changes={"name": "Nouvelle", "world": "public"})
    assert organisation.memberships.get().user == people.neighbour


def test_update_keeps_the_former_address(organisation):
    moved = update_organisation(
        actor=None, organisation=organisation, version=organisation.version, changes={"name": "Autre nom"}
    )
    assert moved.slug == "autre-nom"
    assert [each.slug for each in moved.former_slugs.all()] == ["atelier-public"]
    assert moved.version == organisation.version + 1


def test_update_that_changes_nothing_leaves_no_version(organisation):
    same = update_organisation(
        actor=None, organisation=organisation, version=organisation.version, changes={"name": "Atelier public"}
    )
    assert same.version == organisation.version


def test_update_of_a_stale_version_is_refused(organisation):
    update_organisation(actor=None, organisation=organisation, version=1, changes={"summary": "Une"})
    with pytest.raises(StaleVersion) as stale:
        update_organisation(actor=None, organisation=organisation, version=1, changes={"summary": "Deux"})
    assert stale.value.current.summary == "Une"


def test_identifier_check_date_moves_only_with_the_number(organisation, time_machine):
    time_machine.move_to("2026-03-01T10:00:00Z")
    update_organisation(actor=None, organisation=organisation, version=1, changes={"siren": "732829320"})
    time_machine.move_to("2026-04-01T10:00:00Z")
    again = update_organisation(actor=None, organisation=organisation, version=2, changes={"summary": "Une phrase"})
    assert again.siren_checked_on == date(2026, 3, 1)


def test_what_is_not_public_has_a_suffix_and_public_twins_too(ground):
    hidden = make_organisation("Cercle", audience="members")
    first = make_organisation("Cercle")
    second = make_organisation("Cercle")
    assert first.slug == "cercle"
    for each in (hidden, second):
        assert re.fullmatch(r"cercle-[0-9a-f]{6}", each.slug)
        assert each.slug.endswith(each.public_id.hex[-6:])


def test_closing_a_record_moves_its_address(organisation):
    closed = update_organisation(actor=None, organisation=organisation, version=1, changes={"audience": "members"})
    assert re.fullmatch(r"atelier-public-[0-9a-f]{6}", closed.slug)


def test_reserved_words_are_not_addresses(ground):
    assert re.fullmatch(r"nouvelle-[0-9a-f]{6}", make_organisation("Nouvelle").slug)


def test_renaming_keeps_the_former_name_dated(organisation):
    renamed = rename_organisation(actor=None, organisation=organisation, version=1, name="ANCT", on=date(2020, 1, 1))
    former = renamed.names.get()
    assert (former.name, former.kind, former.period.upper) == ("Atelier public", "former", date(2020, 1, 1))
    assert renamed.former_slugs.get().slug == "atelier-public"


def test_renaming_back_takes_the_address_again(organisation):
    away = rename_organisation(actor=None, organisation=organisation, version=1, name="Ailleurs")
    back = rename_organisation(actor=None, organisation=away, version=away.version, name="Atelier public")
    assert back.slug == "atelier-public"
    assert [each.slug for each in back.former_slugs.all()] == ["ailleurs"]
    assert [each.name for each in back.names.all()] == ["Ailleurs"]


def test_confirming_dates_the_record(organisation):
    assert confirm_organisation(actor=None, organisation=organisation, on=date(2026, 5, 1)).verified_on == date(
        2026, 5, 1
    )


def test_topics_and_territories_are_replaced(organisation, ground):
    changes = {"themes": [concept("domaines", "emploi")], "odd": [concept("odd", "17")], "territories": [ground.lens]}
    update_organisation(actor=None, organisation=organisation, version=1, changes=changes)
    assert {link.concept.code for link in organisation.topic_links.all()} == {"emploi", "17"}
    assert [each.territory for each in organisation.perimeters.all()] == [ground.lens]
    update_organisation(actor=None, organisation=organisation, version=2, changes={"themes": []})
    assert {link.concept.code for link in organisation.topic_links.all()} == {"17"}


def test_catalyst_is_described_again_and_removed(organisation, ground):
    for codes in (("9", "13"), ("9",)):
        catalyst = set_catalyst(
            actor=None,
            organisation=organisation,
            named_as="catalyst",
            activities=[concept("metiers", code) for code in codes],
            places=[Place(name="Le Métier", territory=ground.loos)],
        )
    assert [link.concept.code for link in catalyst.activity_links.all()] == ["9"]
    assert catalyst.places.get().name == "Le Métier"
    remove_catalyst(actor=None, organisation=organisation)
    assert not hasattr(Organisation.objects.get(), "catalyst")


def test_place_of_a_catalyst_far_from_its_commune_is_refused(organisation, ground):
    with pytest.raises(ValidationError, match="hors du département"):
        set_catalyst(
            actor=None,
            organisation=organisation,
            named_as="labo",
            places=[Place(name="Loin", territory=ground.loos, latitude=43.6, longitude=1.4)],
        )


def test_names_and_sources_are_kept_once(organisation):
    for _time in range(2):
        name = add_name(actor=None, organisation=organisation, name="AP", kind="acronym")
        add_source(actor=None, organisation=organisation, title="Actes", reference="p. 3")
    assert organisation.names.count() == organisation.sources.count() == 1
    remove_name(actor=None, name=name)
    assert not organisation.names.exists()


def test_history_tells_who_did_what_without_names_of_persons(people, organisation):
    update_organisation(
        actor=people.contributor, organisation=organisation, version=1, changes={"summary": "Une phrase"}, reason="lue"
    )
    newest = next(step for step in read_history(organisation, with_names=True) if step.action == "Fiche modifiée")
    assert (newest.who, newest.reason) == ("Contributor", "lue")
    assert [(each.label, each.before, each.after) for each in newest.changes] == [
        ("présentation en une phrase", "rien", "Une phrase")
    ]
    told = {step.who for step in read_history(organisation, with_names=False)}
    assert told == {"une personne qui contribue", "le site, au chargement"}


def test_history_of_an_erased_person_says_so(people, organisation):
    update_organisation(actor=people.contributor, organisation=organisation, version=1, changes={"summary": "Une"})
    people.contributor.delete()
    assert "personne effacée" in {step.who for step in read_history(organisation, with_names=True)}
