"""What the tests of forms share: addresses, and what a browser sends for a form that nobody touches."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from maillage.alliances.domain.alliances import update_alliance
from maillage.core.dates import Span


def section(alliance, name: str) -> str:
    return f"/alliances/{alliance.slug}/modifier/{name}/"


def part(participation, name: str) -> str:
    return f"/alliances/{participation.alliance.slug}/participations/{participation.public_id}/modifier/{name}/"


def dated(alliance, start=2010, end=2020) -> None:
    span = Span(DateRange(date(start, 1, 1), date(end, 1, 1)), "year", "year")
    update_alliance(actor=None, alliance=alliance, version=alliance.version, changes={"span": span})
    alliance.refresh_from_db()


def fill(client: Client, path: str, **typed):
    """Open a form, type in some of its fields and send it."""
    return client.post(path, posted(client.get(path).context["form"]) | typed)


def posted(form) -> dict:
    """What a browser sends for a form that nobody touches."""
    values = {}
    for bound in form:
        value = bound.value()
        if hasattr(bound.field, "shown"):
            lines = bound.field.shown(value)
            values[bound.html_name] = [line.text for line in lines]
            values[f"{bound.html_name}-key"] = [line.key for line in lines]
        elif hasattr(bound.field, "prepare_value") and hasattr(bound.field, "start_label"):
            start, end = bound.field.prepare_value(value) or ("", "")
            values |= {f"{bound.html_name}_start": start, f"{bound.html_name}_end": end}
        elif value not in (None, False):
            values[bound.html_name] = value
    return values
