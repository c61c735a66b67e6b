import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import environment


def test_flag_refuses_doubt(monkeypatch):
    monkeypatch.setenv("MAILLAGE_DEMO", "peut-être")
    with pytest.raises(ImproperlyConfigured, match="écrivez 1 ou 0"):
        environment.flag("MAILLAGE_DEMO")


@pytest.mark.parametrize(("value", "read"), [("1", True), ("oui", True), ("0", False), ("", False), ("non", False)])
def test_flag_reads_yes_and_no(monkeypatch, value, read):
    monkeypatch.setenv("MAILLAGE_DEMO", value)
    assert environment.flag("MAILLAGE_DEMO") is read


def test_missing_secret_stops_the_start(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        environment.text("SECRET_KEY")


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("postgresql://u:p%40ss@db.example:5433/maillage", "db.example", "maillage"),
        ("postgresql://postgres@%2Frun%2Fpg/maillage", "/run/pg", "maillage"),
        ("postgresql://u@/maillage?host=/run/pg", "/run/pg", "maillage"),
    ],
)
def test_database_address_is_read(url, host, name):
    read = environment.database(url)
    assert (read["HOST"], read["NAME"]) == (host, name)


@pytest.mark.parametrize("url", ["sqlite:///x", "mysql://u@h/d", ""])
def test_other_databases_are_refused(url):
    with pytest.raises(ImproperlyConfigured, match="postgresql"):
        environment.database(url)


def test_mail_address_is_read():
    read = environment.email("smtp+tls://compte:mot%20de%20passe@courriel.example:587")
    assert (read["EMAIL_HOST"], read["EMAIL_HOST_PASSWORD"], read["EMAIL_USE_TLS"]) == (
        "courriel.example",
        "mot de passe",
        True,
    )


def test_mail_address_without_a_server_is_refused():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.email("courriel.example")
