"""What the views that save a section share: errors beside their field, two versions side by side, removal of a row."""

import uuid
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.alliances.domain.alliances import StaleVersion
from maillage.alliances.domain.participations import StaleParticipation
from maillage.alliances.domain.parts import StaleParts, remove_part, unchanged
from maillage.alliances.models import Alliance
from maillage.alliances.selectors.parts import Part, fingerprint, moved_since, say_part
from maillage.alliances.views.sections import Section
from maillage.core.comparing import differences, say
from maillage.organisations.views.editing import refuse_files

REFUSED = 422
STALE = 409
DATE_FIELDS = ("span", "since", "on", "reached")
OF_DATES = {NON_FIELD_ERRORS, "period", "span", "reached_on", "on"}


def read_form(request: HttpRequest, form: forms.Form) -> forms.Form:
    """Refuse an upload where none is expected, and return the form."""
    refuse_files(request, form)
    return form


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put each error of the domain beside its field; what concerns dates, beside the field of dates if there is one."""
    dated = next((name for name in DATE_FIELDS if name in form.fields), None)
    problems = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, found in problems.items():
        known = name if name in form.fields else None
        form.add_error(known or (dated if name in OF_DATES else None), found)


def save_section(
    request: HttpRequest, section: Section, subject: Any, context: dict[str, Any], template: str
) -> HttpResponse | None:
    """Save what was posted and return None, or the page that says what is to be corrected or compared."""
    form = read_form(request, section.form(request.POST, reader=request.user))
    if form.is_valid():
        try:
            _save(request, section, subject, form.cleaned_data)
        except (StaleVersion, StaleParticipation) as stale:
            return _compare(request, section, stale.current, context, template)
        except StaleParts as stale:
            return _compare_rows(request, section, form, stale.parts, context, template)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("C’est enregistré : %(section)s.") % {"section": section.title})
            return None
    return render(request, template, {**context, "form": form}, status=REFUSED)


def show_section(
    request: HttpRequest, section: Section, subject: Any, context: dict[str, Any], template: str
) -> HttpResponse:
    """Show a section as it is stored."""
    return render(request, template, {**context, "form": _stored(request, section, subject)})


def remove_row(request: HttpRequest, alliance: Alliance, rows: Iterable[Any], removed: str) -> None:
    """Take back the row whose public identifier was posted, if it is one of these. Raises Http404."""
    try:
        key = uuid.UUID(removed)
    except ValueError as error:
        raise Http404 from error
    row = next((each for each in rows if each.public_id == key), None)
    if row is None:
        raise Http404
    remove_part(actor=request.user, alliance=alliance, part=row)  # type: ignore[arg-type]  # signed in
    messages.success(request, _("C’est retiré ; l’historique en garde la trace."))


def _save(request: HttpRequest, section: Section, subject: Any, values: dict[str, Any]) -> None:
    rows = section.rows
    held = nullcontext() if rows is None else unchanged(
        subject=subject, parts=lambda: rows(subject), seen=values["seen"]
    )  # fmt: skip
    with held:
        section.save(request.user, subject, values)  # type: ignore[arg-type]  # signed in


def _compare_rows(
    request: HttpRequest, section: Section, form: forms.Form, stored: list[Part], context: dict[str, Any], template: str
) -> HttpResponse:
    """Show what was typed beside the rows that somebody else noted, changed or took back meanwhile."""
    moved, gone = moved_since(form.cleaned_data["seen"], stored)
    typed = request.POST.copy()
    typed["seen"] = fingerprint(stored)
    again = section.form(typed, reader=request.user)
    words = ", ".join(filter(None, (say(bound) for bound in again if not bound.is_hidden)))
    kept = [say_part(each) for each in moved]
    if gone:
        kept.append(ngettext("%(n)d ligne retirée", "%(n)d lignes retirées", gone) % {"n": gone})
    compared = [
        {"label": section.title, "typed": words if rank == 0 else "", "stored": each} for rank, each in enumerate(kept)
    ]
    filled = {**context, "rows": stored, "form": again, "differences": compared}
    return render(request, template, filled, status=STALE)


def _compare(
    request: HttpRequest, section: Section, current: Any, context: dict[str, Any], template: str
) -> HttpResponse:
    typed = request.POST.copy()
    typed["version"] = str(current.version)
    form = section.form(typed, reader=request.user)
    compared = differences(form, _stored(request, section, current))
    return render(request, template, {**context, "form": form, "differences": compared}, status=STALE)


def _stored(request: HttpRequest, section: Section, subject: Any) -> forms.Form:
    known = {"version": subject.version} if section.rows is None else {"seen": fingerprint(section.rows(subject))}
    return section.form(initial={**section.initial(subject), **known}, reader=request.user)
