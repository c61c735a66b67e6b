"""Load the demonstration network through the same domain functions as what people write."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.accounts.domain.creation import create_account, grant_administration, set_password
from maillage.accounts.models import User
from maillage.organisations.domain.catalysts import Place, set_catalyst
from maillage.organisations.domain.details import add_name, add_source
from maillage.organisations.domain.needs import add_resource
from maillage.organisations.domain.organisations import OrganisationChanges, create_organisation
from maillage.organisations.domain.people import present_official, present_volunteer
from maillage.organisations.domain.rights import appoint_steward, grant_membership
from maillage.organisations.enums import Basis, SeatStatus
from maillage.organisations.models import Organisation, Resource
from maillage.portal.demonstration.alliances import load_links
from maillage.portal.demonstration.documents import Documents, Row, attested_on, read_day, read_span
from maillage.portal.demonstration.ground import (
    FICTITIOUS,
    Ground,
    MissingGround,
    cite,
    key_of,
    passages,
    read_ground,
)
from maillage.search import indexing
from maillage.territories.domain.declare import UnknownPart, declare_territory, read_parts
from maillage.territories.enums import Kind
from maillage.territories.models import Territory

PASSWORD_BYTES = 9

Progress = Callable[[str], None]


@dataclass(kw_only=True)
class Report:
    """What the load did; `password` is there the first time only."""

    territories: int = 0
    organisations: int = 0
    catalysts: int = 0
    accounts: int = 0
    present: int = 0
    password: str = ""


@transaction.atomic
def load_demonstration(
    *, password_file: Path, documents: Documents | None = None, progress: Progress = print
) -> Report:
    """Load what is not there yet; what people changed since is left as it is.

    The accounts share one random password, written once in `password_file`. Raises MissingGround when the geography or
    the frameworks are not loaded.
    """
    documents = documents or Documents()
    report = Report()
    with indexing.gathered():
        try:
            _load_territories(documents, report)
        except UnknownPart as error:
            raise MissingGround([str(error)]) from error
        progress(f"{report.territories} territoires déclarés.")
        ground = read_ground(documents)
        for row in documents.organisations:
            _load_organisation(row, documents.sources, ground, report, fictitious=False)
        for row in documents.fictitious["organisations"]:
            _load_organisation(row, {}, ground, report, fictitious=True)
        ground.demand()
        progress(
            f"{report.organisations} organisations, dont {report.catalysts} catalyseurs ; {report.present} déjà là."
        )
        links = load_links(documents, ground)
        progress(
            f"{links.alliances} alliances, {links.participations} participations,"
            f" {links.relations} relations entre organisations."
        )
        _load_people(documents, report)
        _load_resources(documents)
        _load_accounts(documents, ground, report, password_file)
        progress(f"{report.accounts} comptes de démonstration.")
    return report


def _load_territories(documents: Documents, report: Report) -> None:
    rows = [(row, False) for row in documents.territories] + [
        (row, True) for row in documents.fictitious["territories"]
    ]
    known = set(Territory.objects.filter(code__in=[row["key"] for row, _each in rows]).values_list("code", flat=True))
    for row, fictitious in rows:
        if row["key"] in known:
            continue
        population = row.get("population") or {}
        declare_territory(
            actor=None,
            code=row["key"],
            kind=Kind.COMMUNE if population else row["kind"],
            name=row["name"],
            subtype="" if population else row["type"] or "",
            siren=row["siren"] or "",
            parts=read_parts(row["parts"]),
            part_of=row["part_of"],
            population=population.get("value"),
            population_year=population.get("year"),
            point=tuple(row["point"]) if row.get("point") else None,
            is_fictitious=fictitious,
            attested_on=None if fictitious else attested_on(row, documents.sources),
            source=FICTITIOUS if fictitious else cite(row, documents.sources),
            note=row["note"] or "",
        )
        report.territories += 1


def _load_organisation(row: Row, sources: dict[str, Row], ground: Ground, report: Report, *, fictitious: bool) -> None:
    if key_of(row["key"]) in ground.known:
        report.present += 1
        return
    founded = row["founded"] or {}
    identifiers: dict[str, str | None] = row.get("identifiers") or {}
    changes: OrganisationChanges = {
        "name": row["name"],
        "acronym": row["acronym"] or "",
        "world": row["world"],
        "legal_form": ground.concept("formes-juridiques", row["legal_form"]) if row["legal_form"] else None,
        "summary": row["summary"] or "",
        "description": (row["description"] or "").strip(),
        "seat": ground.territory(row["seat"]),
        "seat_status": row["seat_status"] or SeatStatus.UNKNOWN,
        "siren": identifiers.get("siren") or "",
        "siret": identifiers.get("siret") or "",
        "rna": identifiers.get("rna") or "",
        "website": row["website"] or "",
        "territories": [territory for code in row["acts_in"] if (territory := ground.territory(code))],
        "themes": ground.concepts_of("domaines", row["themes"]),
        "odd": ground.concepts_of("odd", row["odd"]),
        "is_fictitious": fictitious,
    }
    if founded:
        changes["founded_on"] = read_day(founded["date"])
        changes["founded_precision"] = founded["precision"]
    attested = attested_on(row, sources)
    organisation = create_organisation(actor=None, changes=changes, attested_on=attested, public_id=key_of(row["key"]))
    for alias in row["aliases"]:
        add_name(
            actor=None,
            organisation=organisation,
            name=alias["name"],
            kind=alias["kind"],
            until=alias.get("until"),
            source=alias.get("source") or "",
        )
    for source in row["sources"]:
        document = sources.get(source["document"], {})
        add_source(
            actor=None,
            organisation=organisation,
            title=document.get("title", source["document"]),
            reference=passages(source["lines"]),
            attested_on=source.get("attested_on"),
        )
    if row["catalyst"]:
        _load_catalyst(organisation, row["catalyst"], attested, ground)
        report.catalysts += 1
    report.organisations += 1


def _load_catalyst(organisation: Organisation, row: Row, attested: Any, ground: Ground) -> None:
    place = row["place"]
    set_catalyst(
        actor=None,
        organisation=organisation,
        named_as=row["named_as"],
        activities=ground.concepts_of("metiers", [*row["activities"], *row.get("crafts", [])]),
        origin=row["origin"] or "",
        is_experiment=row["experiment"],
        places=[Place(name=place["name"], territory=ground.territory(place["commune"]))] if place else [],
        attested_on=attested,
    )


def _load_people(documents: Documents, report: Report) -> None:
    if not report.organisations:
        return
    for person in documents.fictitious["people"]:
        for role in person["roles"]:
            organisation = Organisation.objects.get(public_id=key_of(role["organisation"]))
            if organisation.public_roles.filter(function=role["function"]).exists():
                continue
            dated = {"start": role["start"], "start_precision": role["start_precision"]}
            if role["basis"] == Basis.CONSENT:
                given = timezone.make_aware(datetime.combine(role["consent_on"], time(12)))
                present_volunteer(
                    actor=None,
                    organisation=organisation,
                    person_name=person["name"],
                    function=role["function"],
                    consent_given_at=given,
                    **dated,
                )
            else:
                present_official(
                    actor=None,
                    organisation=organisation,
                    person_name=person["name"],
                    function=role["function"],
                    capacity=role["capacity"],
                    **dated,
                )


def _load_resources(documents: Documents) -> None:
    """Say what the invented organisations need and offer, unless something was said already."""
    rows = documents.fictitious["resources"]
    organisations = {
        organisation.public_id: organisation
        for organisation in Organisation.objects.filter(public_id__in={key_of(row["organisation"]) for row in rows})
    }
    if Resource.objects.filter(organisation__in=organisations.values()).exists():
        return
    for row in rows:
        add_resource(
            actor=None,
            organisation=organisations[key_of(row["organisation"])],
            side=row["side"],
            means=row["means"],
            text=row["text"],
            attested_on=documents.invented_on,
            span=read_span(row),
        )


def _load_accounts(documents: Documents, ground: Ground, report: Report, password_file: Path) -> None:
    rows = documents.fictitious["accounts"]
    known = set(User.objects.filter(email__in=[row["email"] for row in rows]).values_list("email", flat=True))
    missing = [row for row in rows if row["email"] not in known]
    if not missing:
        return
    password = password_file.read_text().strip() if password_file.exists() else ""
    if not password:
        password = report.password = secrets.token_urlsafe(PASSWORD_BYTES)
        password_file.touch(mode=0o600)
        password_file.chmod(0o600)
        password_file.write_text(password + "\n")
    for row in missing:
        user = create_account(actor=None, email=row["email"], display_name=row["display_name"])
        set_password(actor=None, user=user, password=password)
        _grant(user, row, ground)
        report.accounts += 1


def _grant(user: User, row: Row, ground: Ground) -> None:
    if row["role"] == "administrator":
        grant_administration(actor=None, user=user)
    elif row["role"] == "steward":
        territory = ground.territory(row["territory"])
        if territory is not None:
            appoint_steward(actor=None, user=user, territory=territory, start=row["since"])
    else:
        organisation = Organisation.objects.get(public_id=key_of(row["organisation"]))
        grant_membership(actor=None, organisation=organisation, user=user, role=row["level"], start=row["since"])
