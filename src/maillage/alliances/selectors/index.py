"""The alliances of a list: those a reader may see, kept by territory, theme, world, stage, organisation and date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.alliances.enums import Stage
from maillage.alliances.models import Alliance, AllianceStage, Participation
from maillage.alliances.querysets import AllianceQuerySet, ParticipationQuerySet
from maillage.alliances.selectors.moments import read_moment
from maillage.core.components.worlds import WORLDS
from maillage.organisations.models import Organisation
from maillage.territories.lookup import find_by_words
from maillage.territories.models import Territory
from maillage.territories.querysets import fold_name
from maillage.themes.models import Concept

LONGEST = 100
MOST_FOUND = 60
MOST_SHOWN = 4
THEMES = "domaines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which alliances are asked for, as understood, and a French remark for each parameter that was not."""

    on: date
    is_past: bool
    territory: Territory | None
    theme: str
    world: str
    stage: str
    organisation: Organisation | None
    remarks: Mapping[str, str]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.territory or self.theme or self.world or self.stage or self.organisation)


def read_wanted(parameters: QueryDict, reader: Any, today: date, *, day: str = "le") -> Wanted:
    """Return what an address asks for; `day` is the name of the parameter of the date. Nothing in it raises."""
    remarks: dict[str, str] = {}

    def given(name: str) -> str:
        return str(parameters.get(name, "")).replace("\x00", "").strip()[:LONGEST]

    moment = read_moment(given(day), today)
    if moment.remark:
        remarks[day] = moment.remark
    territory = _territory(given("territory"), remarks)
    slug = given("organisation")
    organisation = Organisation.objects.visible_to(reader).filter(slug=slug).first() if slug else None
    if slug and organisation is None:
        remarks["organisation"] = _("Aucune organisation visible n’a l’adresse « %(slug)s ».") % {"slug": slug}
    theme = given("theme")
    if theme and not Concept.objects.current(THEMES).filter(code=theme).exists():
        remarks["theme"], theme = _("Aucun thème n’a le code « %(code)s ».") % {"code": theme}, ""
    world, stage = given("world"), given("stage")
    if world and world not in WORLDS:
        remarks["world"], world = _("Aucun monde n’a le code « %(code)s ».") % {"code": world}, ""
    if stage and stage not in Stage.values:
        remarks["stage"], stage = _("Aucun stade n’a le code « %(code)s ».") % {"code": stage}, ""
    return Wanted(
        on=moment.on,
        is_past=moment.on != today,
        territory=territory,
        theme=theme,
        world=world,
        stage=stage,
        organisation=organisation,
        remarks=remarks,
    )


def _territory(words: str, remarks: dict[str, str]) -> Territory | None:
    """Return the territory of a code, or the only one of that name."""
    if not words:
        return None
    coded = Territory.objects.resolve(words)
    if coded is not None:
        return coded
    found = list(find_by_words(words).order_by("-communes_count", "folded_name")[:MOST_FOUND])
    same = [each for each in found if each.folded_name == fold_name(words)] or found
    if len(same) == 1:
        return same[0]
    if same:
        shown = ", ".join(f"{each.code} ({each.name}, {each.kind_label.lower()})" for each in same[:MOST_SHOWN])
        remarks["territory"] = _("Plusieurs territoires conviennent, écrivez le code du bon : %(shown)s.") % {
            "shown": shown
        }
    else:
        remarks["territory"] = _("Aucun territoire n’a ce nom ou ce code : « %(words)s ».") % {"words": words}
    return None


def list_alliances(reader: Any, wanted: Wanted) -> AllianceQuerySet:
    """Return the alliances asked for that the reader may see, with their stage and who is around the table that day.

    At a past date, those in force then; today, those that are over too. Two queries once a page is taken: rows carry
    `stage_now` and `around`.
    """
    rows = Alliance.objects.visible_to(reader)
    if wanted.is_past:
        rows = rows.in_force(wanted.on)
    return _narrow(with_table(rows, reader, wanted.on), reader, wanted)


def count_undated(reader: Any, wanted: Wanted) -> int:
    """Count the alliances of which nothing tells whether they already lived on that day."""
    return _narrow(Alliance.objects.visible_to(reader).of_unknown_date(wanted.on), reader, wanted).count()


def with_table(rows: AllianceQuerySet, reader: Any, on: date) -> AllianceQuerySet:
    """Add to alliances their stage on a day (`stage_now`) and who takes part that day (`around`)."""
    participations = taking_part(reader, on)
    return rows.select_related("territory").prefetch_related(
        Prefetch("participations", queryset=participations, to_attr="around")
    )


def taking_part(reader: Any, on: date) -> ParticipationQuerySet:
    """Return who takes part in alliances on a day, as a list shows them: name, world and state."""
    rows = Participation.objects.visible_to(reader).in_force(on).counted().select_related("organisation")
    shown = ("alliance", "state", "organisation__name", "organisation__slug", "organisation__world")
    return rows.only(*shown).order_by("period", "pk")


def _narrow(found: AllianceQuerySet, reader: Any, wanted: Wanted) -> AllianceQuerySet:
    stages = AllianceStage.objects.filter(alliance=OuterRef("pk")).filter(
        Q(reached_on__isnull=True) | Q(reached_on__lte=wanted.on)
    )
    latest = stages.order_by(F("reached_on").desc(nulls_last=True), "-pk").values("stage")[:1]
    rows: Any = found.annotate(stage_now=Subquery(latest))
    if wanted.stage:
        rows = rows.filter(stage_now=wanted.stage)
    if wanted.theme:
        rows = rows.filter(
            Q(topic_links__concept__code=wanted.theme) | Q(topic_links__concept__broader__code=wanted.theme),
            topic_links__concept__framework__slug=THEMES,
        ).distinct()
    taking_part = Participation.objects.visible_to(reader).filter(alliance=OuterRef("pk"))
    if wanted.world:
        rows = rows.filter(Exists(taking_part.in_force(wanted.on).counted().filter(organisation__world=wanted.world)))
    if wanted.organisation is not None:
        rows = rows.filter(Exists(taking_part.filter(organisation=wanted.organisation)))
    if wanted.territory is not None:
        rows = rows.touching(wanted.territory.pk).order_by("territory__communes_count")
    ordered: AllianceQuerySet = rows.order_by(*rows.query.order_by, "slug", "pk")
    return ordered
