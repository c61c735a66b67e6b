"""The address that letters hold: that of the settings, else that of the reader."""

from django.test import RequestFactory

from maillage.core.site import site_address


def test_address_of_the_settings_is_the_one_of_all_letters(settings):
    settings.SITE_URL = "https://maillage.exemple.fr/"
    request = RequestFactory().get("/alliances/", HTTP_HOST="localhost")
    assert site_address(request) == site_address() == "https://maillage.exemple.fr"


def test_without_one_it_is_that_of_the_reader_else_of_the_machine():
    assert site_address(RequestFactory().get("/alliances/", HTTP_HOST="127.0.0.1:8001")) == "http://127.0.0.1:8001"
    assert site_address() == "http://localhost:8000"
