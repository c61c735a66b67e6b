"""A guest on the page of another app never takes it down."""

import logging

import pytest
from django.db import connection
from django.test import RequestFactory

from maillage.core import panels

SOUND = "components/notice.html"


@pytest.fixture
def page():
    yield "essai"
    panels._panels.pop("essai", None)


def add(page, name, selector, template=SOUND, order=0):
    panels.register(page, panels.Panel(name=name, selector=selector, template=template, order=order))


def sound(request, subject):
    return {"content": f"panneau {subject}", "kind": "info", "title": "", "icon": "info"}


def break_database(request, subject):
    with connection.cursor() as cursor:
        cursor.execute("select * from table_absente")


def break_python(request, subject):
    raise ZeroDivisionError


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("selector", "template"), [(break_database, SOUND), (break_python, SOUND), (sound, "absent/gabarit.html")]
)
def test_panel_that_fails_leaves_the_others(page, caplog, selector, template):
    add(page, "cassé", selector, template)
    add(page, "sain", sound, order=1)
    with caplog.at_level(logging.CRITICAL):
        rendered = panels.render(page, RequestFactory().get("/"), "X")
    assert len(rendered) == 1
    assert "panneau X" in rendered[0]


@pytest.mark.django_db
def test_panel_with_nothing_to_say_is_hidden(page):
    add(page, "vide", lambda request, subject: None)
    assert panels.render(page, RequestFactory().get("/"), None) == []


@pytest.mark.django_db
def test_panels_come_in_their_order(page):
    add(page, "second", lambda request, subject: sound(request, "2"), order=2)
    add(page, "premier", lambda request, subject: sound(request, "1"), order=1)
    assert ["panneau 1" in rendered for rendered in panels.render(page, RequestFactory().get("/"), None)] == [
        True,
        False,
    ]
