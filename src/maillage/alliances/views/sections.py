"""What each section of an alliance or of a participation asks, shows and saves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.alliances.domain.alliances import (
    AllianceChanges,
    add_partnership_type,
    add_source,
    set_stage,
    update_alliance,
)
from maillage.alliances.domain.participations import (
    ParticipationChanges,
    StaleParticipation,
    add_contribution,
    add_role,
    end_participation,
    set_intensity,
    update_participation,
)
from maillage.alliances.forms import alliances as of_alliance
from maillage.alliances.forms import participations as of_participation
from maillage.alliances.models import Alliance, Participation
from maillage.core.dates import Precision, span_of, type_date

Values = dict[str, Any]
UNKNOWN = (None, Precision.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A short form about an alliance or a participation: what it asks, shows at first, saves, and lists for removal."""

    slug: str
    title: Any
    why: Any
    form: type[of_alliance.ReaderForm]
    save: Callable[[User, Any, Values], object]
    initial: Callable[[Any], Values] = lambda _subject: {}
    rows: Callable[[Any], Iterable[Any]] | None = None
    adding: Any = ""


def _update_alliance(*names: str) -> Callable[[User, Alliance, Values], object]:
    def save(actor: User, alliance: Alliance, values: Values) -> object:
        changes: AllianceChanges = {name: values[name] for name in names}  # type: ignore[assignment]  # names are those of AllianceChanges
        return update_alliance(actor=actor, alliance=alliance, version=values["version"], changes=changes)

    return save


def _same(*names: str) -> Callable[[Any], Values]:
    return lambda subject: {name: getattr(subject, name) for name in names}


def _show_frame(alliance: Alliance) -> Values:
    return {**_same("governance", "trusted_third_party", "audience")(alliance), "span": span_of(alliance)}


def _show_topics(alliance: Alliance) -> Values:
    links = alliance.topic_links.select_related("concept__framework")
    codes: dict[str, list[str]] = {"domaines": [], "odd": [], "metiers": []}
    for link in links:
        codes.setdefault(link.concept.framework.slug, []).append(link.concept.code)
    return {"themes": codes["domaines"], "odd": codes["odd"], "engagements": codes["metiers"]}


def _save_topics(actor: User, alliance: Alliance, values: Values) -> object:
    changes: AllianceChanges = {"topics": [*values["themes"], *values["odd"], *values["engagements"]]}
    return update_alliance(actor=actor, alliance=alliance, version=values["version"], changes=changes)


def _add_type(actor: User, alliance: Alliance, values: Values) -> object:
    return add_partnership_type(actor=actor, alliance=alliance, concept=values["concept"], span=values["span"])


def _add_stage(actor: User, alliance: Alliance, values: Values) -> object:
    day, precision = values["reached"] or UNKNOWN
    return set_stage(
        actor=actor,
        alliance=alliance,
        stage=values["stage"],
        reached_on=day,
        precision=precision,
        note=values["note"],
    )


def _add_source(actor: User, alliance: Alliance, values: Values) -> object:
    day, _precision = values["attested"] or UNKNOWN
    return add_source(
        actor=actor,
        alliance=alliance,
        title=values["title"],
        reference=values["reference"],
        url=values["url"],
        attested_on=day,
    )


FACTS = ("mobilised", "duration", "joined_at_stage", "why", "what_for", "subject", "objective")


def _save_facts(actor: User, participation: Participation, values: Values) -> object:
    changes: ParticipationChanges = {name: values[name] for name in (*FACTS, "span")}  # type: ignore[assignment]  # names are those of ParticipationChanges
    return update_participation(actor=actor, participation=participation, version=values["version"], changes=changes)


def _add_role(actor: User, participation: Participation, values: Values) -> object:
    return add_role(actor=actor, participation=participation, role=values["role"], span=values["span"])


def _set_intensity(actor: User, participation: Participation, values: Values) -> object:
    day, precision = values["since"]
    return set_intensity(
        actor=actor, participation=participation, level=values["level"], since=day, precision=precision
    )


def _add_contribution(actor: User, participation: Participation, values: Values) -> object:
    said = {name: values[name] for name in ("direction", "kind", "text", "amount")}
    return add_contribution(actor=actor, participation=participation, **said)


def _show_leaving(participation: Participation) -> Values:
    upper = participation.period.upper if participation.period else None
    return {
        "on": type_date(upper, participation.end_precision, last=True),
        "reason": participation.leaving_reason,
    }


def _leave(actor: User, participation: Participation, values: Values) -> object:
    if participation.version != values["version"]:
        raise StaleParticipation(participation)
    day, precision = values["on"]
    return end_participation(
        actor=actor, participation=participation, on=day, precision=precision, reason=values["reason"]
    )


def _keyed(*sections: Section) -> dict[str, Section]:
    return {section.slug: section for section in sections}


OF_ALLIANCE = _keyed(
    Section(
        slug="identite",
        title=_("Identité"),
        why=_("Nom, raison d’être, territoire."),
        form=of_alliance.IdentityForm,
        initial=_same("name", "purpose", "territory"),
        save=_update_alliance("name", "purpose", "territory"),
    ),
    Section(
        slug="cadre",
        title=_("Cadre"),
        why=_("Dates, gouvernance, tiers de confiance, qui la voit."),
        form=of_alliance.FrameForm,
        initial=_show_frame,
        save=_update_alliance("span", "governance", "trusted_third_party", "audience"),
    ),
    Section(
        slug="themes",
        title=_("Thèmes"),
        why=_("Sujets, objectifs de développement durable, formes d’engagement."),
        form=of_alliance.TopicsForm,
        initial=_show_topics,
        save=_save_topics,
    ),
    Section(
        slug="partenariats",
        title=_("Types de partenariat"),
        why=_("Du mécénat à l’innovation sociétale : ils changent avec la confiance, chacun a ses dates."),
        form=of_alliance.PartnershipTypeForm,
        save=_add_type,
        rows=lambda alliance: alliance.partnership_types.select_related("concept").order_by("period", "pk"),
        adding=_("Ajouter un type"),
    ),
    Section(
        slug="stade",
        title=_("Stade"),
        why=_("Où elle en est, et quand elle a atteint chaque stade."),
        form=of_alliance.StageForm,
        save=_add_stage,
        rows=lambda alliance: alliance.stages.order_by("reached_on", "pk"),
        adding=_("Noter un stade"),
    ),
    Section(
        slug="sources",
        title=_("Sources"),
        why=_("D’où vient ce qui est écrit."),
        form=of_alliance.SourceForm,
        save=_add_source,
        rows=lambda alliance: alliance.sources.order_by("-attested_on", "pk"),
        adding=_("Citer une source"),
    ),
)

OF_PARTICIPATION = _keyed(
    Section(
        slug="faits",
        title=_("Pourquoi et pour quoi"),
        why=_("Dates, raisons, sujet, objectif, qui est vraiment mobilisé."),
        form=of_participation.FactsForm,
        initial=lambda participation: {**_same(*FACTS)(participation), "span": span_of(participation)},
        save=_save_facts,
    ),
    Section(
        slug="roles",
        title=_("Rôles"),
        why=_("Fondateur, financeur, animateur… avec leurs dates."),
        form=of_participation.RoleForm,
        save=_add_role,
        rows=lambda participation: participation.roles.order_by("period", "pk"),
        adding=_("Ajouter un rôle"),
    ),
    Section(
        slug="intensite",
        title=_("Intensité"),
        why=_("Combien elle s’implique, et depuis quand."),
        form=of_participation.IntensityForm,
        save=_set_intensity,
        rows=lambda participation: participation.intensities.order_by("period", "pk"),
        adding=_("Noter une intensité"),
    ),
    Section(
        slug="apports",
        title=_("Apports et attentes"),
        why=_("Temps, argent, biens, compétences, lieu : ce qu’elle donne, ce qu’elle espère."),
        form=of_participation.ContributionForm,
        save=_add_contribution,
        rows=lambda participation: participation.contributions.order_by("direction", "pk"),
        adding=_("Ajouter un apport ou une attente"),
    ),
    Section(
        slug="depart",
        title=_("Départ"),
        why=_("Elle a quitté la table : quand, et pourquoi."),
        form=of_participation.LeavingForm,
        initial=_show_leaving,
        save=_leave,
    ),
)
