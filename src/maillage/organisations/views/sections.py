"""What each section of a record shows and how it is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.core import clock
from maillage.core.dates import Precision, type_date
from maillage.organisations.domain.catalysts import Place, remove_catalyst, set_catalyst
from maillage.organisations.domain.details import add_name, add_source
from maillage.organisations.domain.needs import add_resource
from maillage.organisations.domain.organisations import OrganisationChanges, rename_organisation, update_organisation
from maillage.organisations.forms import sections as forms_of
from maillage.organisations.forms.fields import write_territories
from maillage.organisations.models import Organisation
from maillage.organisations.selectors.detail import Detail

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A short form: what it asks, what it shows at first, how it saves, and what it lists for removal.

    `options` are what the form must know of the record to be built.
    """

    slug: str
    title: Any
    why: Any
    form: type[forms.Form]
    initial: Callable[[Detail], Values]
    save: Callable[[User, Organisation, Values], None]
    removable: str = ""
    options: Callable[[Detail], Values] = lambda _detail: {}


def _same(*names: str) -> Callable[[Detail], Values]:
    return lambda detail: {name: getattr(detail.organisation, name) for name in names}


def _update(*names: str) -> Callable[[User, Organisation, Values], None]:
    def save(actor: User, organisation: Organisation, values: Values) -> None:
        changes: OrganisationChanges = {name: values[name] for name in names}  # type: ignore[assignment]  # names are those of OrganisationChanges
        update_organisation(actor=actor, organisation=organisation, version=values["version"], changes=changes)

    return save


def _show_identity(detail: Detail) -> Values:
    organisation = detail.organisation
    return {
        **_same("name", "acronym", "world", "legal_category", "summary", "description")(detail),
        "legal_form": organisation.legal_form.code if organisation.legal_form else "",
        "founded": type_date(organisation.founded_on, organisation.founded_precision),
        "closed": type_date(organisation.closed_on, organisation.closed_precision),
    }


@transaction.atomic
def _save_identity(actor: User, organisation: Organisation, values: Values) -> None:
    version = values["version"]
    if values["renamed"] and values["name"] != organisation.name:
        day, precision = values["renamed_on"] or (None, Precision.UNKNOWN)
        version = rename_organisation(
            actor=actor, organisation=organisation, version=version, name=values["name"], on=day, precision=precision
        ).version
    founded = values["founded"] or (None, Precision.UNKNOWN)
    closed = values["closed"] or (None, Precision.UNKNOWN)
    changes: OrganisationChanges = {
        "name": values["name"],
        "acronym": values["acronym"],
        "world": values["world"],
        "legal_form": values["legal_form"],
        "legal_category": values["legal_category"],
        "summary": values["summary"],
        "description": values["description"],
        "founded_on": founded[0],
        "founded_precision": founded[1],
        "closed_on": closed[0],
        "closed_precision": closed[1],
    }
    update_organisation(actor=actor, organisation=organisation, version=version, changes=changes)


def _show_places(detail: Detail) -> Values:
    organisation = detail.organisation
    return {
        **_same("seat_status", "address")(detail),
        "latitude": _degrees(organisation.latitude),
        "longitude": _degrees(organisation.longitude),
        "seat": f"{organisation.seat.code} {organisation.seat.name}" if organisation.seat else "",
        "territories": write_territories([perimeter.territory for perimeter in detail.perimeters]),
    }


def _degrees(value: float | None) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _show_topics(detail: Detail) -> Values:
    return {"themes": [each.code for each in detail.themes], "odd": [each.code for each in detail.goals]}


def _show_catalyst(detail: Detail) -> Values:
    catalyst = detail.catalyst
    if catalyst is None:
        return {}
    activities = [each.code for craft in detail.crafts for each in craft.activities or (craft.concept,)]
    places = [f"{each.name} ; {each.territory.code}" if each.territory else each.name for each in detail.places]
    known = {True: "oui", False: "non", None: ""}[catalyst.is_experiment]
    return {
        "is_catalyst": True,
        "named_as": catalyst.named_as,
        "activities": activities,
        "origin": catalyst.origin,
        "is_experiment": known,
        "places": "\n".join(places),
    }


def _save_catalyst(actor: User, organisation: Organisation, values: Values) -> None:
    if not values["is_catalyst"]:
        remove_catalyst(actor=actor, organisation=organisation, version=values["version"])
        return
    set_catalyst(
        actor=actor,
        organisation=organisation,
        named_as=values["named_as"],
        activities=values["activities"],
        origin=values["origin"],
        is_experiment=values["is_experiment"],
        places=[Place(name=name, territory=territory) for name, territory in values["places"]],
        attested_on=clock.today(),
        version=values["version"],
    )


def _save_source(actor: User, organisation: Organisation, values: Values) -> None:
    day, precision = values["attested"] or (None, Precision.DAY)
    add_source(
        actor=actor,
        organisation=organisation,
        title=values["title"],
        reference=values["reference"],
        url=values["url"],
        attested_on=day,
        attested_precision=precision,
    )


def _save_name(actor: User, organisation: Organisation, values: Values) -> None:
    until = values["until"][0] if values["until"] else None
    add_name(actor=actor, organisation=organisation, name=values["name"], kind=values["kind"], until=until)


def _save_resource(actor: User, organisation: Organisation, values: Values) -> None:
    add_resource(
        actor=actor,
        organisation=organisation,
        attested_on=clock.today(),
        **{name: values[name] for name in ("side", "means", "text", "span")},
    )


def _nothing(detail: Detail) -> Values:
    return {}


SECTIONS = {
    section.slug: section
    for section in (
        Section(
            slug="identite",
            title=_("Identité"),
            why=_("Nom, monde, forme, présentation."),
            form=forms_of.IdentityForm,
            initial=_show_identity,
            save=_save_identity,
        ),
        Section(
            slug="lieux",
            title=_("Lieux"),
            why=_("Où elle a son siège, où elle agit."),
            form=forms_of.PlacesForm,
            initial=_show_places,
            save=_update("seat", "seat_status", "address", "latitude", "longitude", "territories", "spans"),
            options=lambda detail: {"perimeters": detail.perimeters},
        ),
        Section(
            slug="themes",
            title=_("Thèmes"),
            why=_("Sur quoi elle travaille."),
            form=forms_of.TopicsForm,
            initial=_show_topics,
            save=_update("themes", "odd"),
        ),
        Section(
            slug="catalyse",
            title=_("Catalyse"),
            why=_("Ce qu’elle fait pour que le territoire joue collectif."),
            form=forms_of.CatalystForm,
            initial=_show_catalyst,
            save=_save_catalyst,
        ),
        Section(
            slug="besoins",
            title=_("Besoins et offres"),
            why=_("Ce qu’elle cherche, ce qu’elle peut prêter, partager ou donner : d’autres y répondront."),
            form=forms_of.ResourceForm,
            initial=_nothing,
            save=_save_resource,
            removable="resources",
        ),
        Section(
            slug="contact",
            title=_("Contact"),
            why=_("Comment le public la joint."),
            form=forms_of.ContactForm,
            initial=_same("website", "contact_email", "contact_phone"),
            save=_update("website", "contact_email", "contact_phone"),
        ),
        Section(
            slug="reperes",
            title=_("Identifiants officiels"),
            why=_("SIREN, SIRET, RNA ou registre local."),
            form=forms_of.NumbersForm,
            initial=_same("siren", "siret", "rna", "local_register_number", "local_register_court"),
            save=_update("siren", "siret", "rna", "local_register_number", "local_register_court"),
        ),
        Section(
            slug="noms",
            title=_("Autres noms"),
            why=_("Sigles, anciens noms, noms d’usage : la recherche les connaît."),
            form=forms_of.OtherNameForm,
            initial=_nothing,
            save=_save_name,
            removable="names",
        ),
        Section(
            slug="sources",
            title=_("Sources"),
            why=_("D’où vient ce qui est écrit."),
            form=forms_of.SourceForm,
            initial=_nothing,
            save=_save_source,
            removable="sources",
        ),
        Section(
            slug="diffusion",
            title=_("Diffusion"),
            why=_("Qui voit cette fiche."),
            form=forms_of.AudienceForm,
            initial=_same("audience"),
            save=_update("audience"),
        ),
    )
}
