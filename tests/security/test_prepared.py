"""Queries composed once give what composing anew would, to each reader their own, and refuse what would be baked in."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from maillage.alliances.models import Alliance
from maillage.core import clock
from maillage.core.audiences import tokens_for
from maillage.core.prepared import NOTHING, Prepared, together
from maillage.organisations.models import Organisation, OrganisationName

DAY = date(2024, 5, 1)


def by_slug(*, reader, slug):
    return Organisation.objects.visible_to(reader).filter(slug=slug)


def by_keys(*, reader, keys):
    return Organisation.objects.visible_to(reader).filter(pk__in=keys).order_by("pk")


def test_each_reader_gets_their_own_rows(world):
    prepared = Prepared(by_slug)
    organisations = (world.public, world.members_only, world.stewards_only, world.elsewhere)
    for _again in range(2):
        for reader in (AnonymousUser(), *world.users.values()):
            for organisation in organisations:
                told = prepared(reader=reader, slug=organisation.slug)
                assert told == list(by_slug(reader=reader, slug=organisation.slug))
    assert prepared(reader=AnonymousUser(), slug=world.members_only.slug) == []
    assert prepared(reader=world.users["member"], slug=world.members_only.slug) == [world.members_only]


def test_composed_once_for_readers_of_the_same_tokens(world):
    composed = []

    @Prepared
    def rows(*, reader, slug):
        composed.append(slug)
        return by_slug(reader=reader, slug=slug)

    for slug in (world.public.slug, world.elsewhere.slug, "absente"):
        rows(reader=AnonymousUser(), slug=slug)
    assert len(composed) == 1
    assert composed[0] not in {world.public.slug, world.elsewhere.slug, "absente"}
    rows(reader=world.users["member"], slug=world.public.slug)
    assert len(composed) == 2


def test_a_tuple_of_any_length_is_read_whole(world):
    prepared = Prepared(by_keys)
    keys = (world.public.pk, world.members_only.pk, world.stewards_only.pk, world.elsewhere.pk, -1)
    reader = world.users["administrator"]
    for length in (0, 1, 2, 3, 5, 3, 1):
        told = prepared(reader=reader, keys=keys[:length])
        assert [each.pk for each in told] == sorted(set(keys[:length]) - {-1})


def test_days_and_identifiers_are_values(world):
    @Prepared
    def living(*, reader, public_id, on):
        return Alliance.objects.visible_to(reader).in_force(on).filter(public_id=public_id)

    wanted = world.alliance.public_id
    assert living(reader=AnonymousUser(), public_id=wanted, on=clock.today()) == [world.alliance]
    assert living(reader=AnonymousUser(), public_id=wanted, on=date(1990, 1, 1)) == []
    assert living(reader=AnonymousUser(), public_id=world.partners_alliance.public_id, on=clock.today()) == []


def test_values_and_annotated_rows_keep_their_shape(world):
    @Prepared
    def names(*, slug):
        return Organisation.objects.filter(slug=slug).values_list("name", flat=True)

    @Prepared
    def with_seat(*, slug):
        return Organisation.objects.filter(slug=slug).select_related("seat").only("name", "seat__name")

    assert names(slug=world.public.slug) == [world.public.name]
    (row,) = with_seat(slug=world.public.slug)
    assert row.get_deferred_fields()
    assert row.seat.name == world.public.seat.name


def test_several_are_read_in_one_exchange(world, django_assert_num_queries):
    one, several = Prepared(by_slug), Prepared(by_keys)
    reader, member = AnonymousUser(), world.users["member"]
    tokens_for(member)
    with django_assert_num_queries(1):
        found = together(
            one.ask(reader=reader, slug=world.members_only.slug),
            several.ask(reader=reader, keys=(world.public.pk, world.members_only.pk, world.elsewhere.pk)),
            NOTHING,
            several.ask(reader=reader, keys=()),
            one.ask(reader=member, slug=world.members_only.slug),
        )
    assert found == [[], [world.public, world.elsewhere], [], [], [world.members_only]]
    with django_assert_num_queries(0):
        assert together(NOTHING, several.ask(reader=reader, keys=())) == [[], []]


@pytest.mark.parametrize(
    ("compose", "message"),
    [
        (lambda *, slug: Organisation.objects.filter(slug=slug, founded_on=DAY), "must come as a value"),
        (lambda *, slug: Organisation.objects.filter(slug__contains=slug), "is changed"),
        (lambda *, slug: Organisation.objects.order_by("name"), "no parameter holds slug"),
        (
            lambda *, slug: Organisation.objects.filter(slug=slug).prefetch_related(
                Prefetch("names", queryset=OrganisationName.objects.all())
            ),
            "prefetched",
        ),
    ],
)
@pytest.mark.django_db
def test_what_would_be_baked_in_is_refused(compose, message):
    with pytest.raises(ValueError, match=message):
        Prepared(compose)(slug="celle-ci")


@pytest.mark.parametrize("value", [None, 1.5, True, ["a"]])
def test_a_value_of_another_kind_is_refused(value):
    with pytest.raises(TypeError, match="cannot be prepared"):
        Prepared(by_slug)(reader=AnonymousUser(), slug=value)


@pytest.mark.django_db
def test_the_reader_counts_by_tokens_alone():
    @Prepared
    def own(*, reader):
        return Organisation.objects.filter(pk=reader.pk)

    with pytest.raises(AttributeError):
        own(reader=AnonymousUser())
