"""Signing in through an organisation's own service, against a real small provider on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from config.settings import environment
from maillage.accounts.models import User

pytestmark = pytest.mark.django_db


class Provider(BaseHTTPRequestHandler):
    """Discovery, token and user information; `server.person` says who signs in."""

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "jwks_uri": f"{base}/jwks",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer jeton":
            self.answer(self.server.person)
        else:
            self.send_error(404)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        good = sent["code"] == ["bon"] and sent["client_secret"] == ["secret"] and "code_verifier" in sent
        self.answer({"access_token": "jeton", "token_type": "Bearer"} if good else {"error": "invalid_grant"})

    def answer(self, body):
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture
def provider(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.person = {"sub": "42", "email": "agent@ville.example", "email_verified": True}
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    app = {
        "provider_id": "oidc",
        "name": "Compte de la ville",
        "client_id": "maillage",
        "secret": "secret",
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}", "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def start(client):
    answer = client.post("/compte/oidc/oidc/login/?process=login")
    return answer, parse_qs(urlsplit(answer["Location"]).query)


def come_back(client, sent, code="bon"):
    return client.get("/compte/oidc/oidc/login/callback/", {"code": code, "state": sent["state"][0]})


def test_sign_in_page_offers_the_service_only_when_it_is_set(client, provider, settings):
    assert "Compte de la ville" in client.get("/connexion/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "Compte de la ville" not in client.get("/connexion/").content.decode()


def test_service_is_asked_with_a_proof_key(client, provider):
    answer, sent = start(client)
    assert answer["Location"].startswith(f"http://127.0.0.1:{provider.server_port}/authorize?")
    assert sent["client_id"] == ["maillage"]
    assert sent["code_challenge_method"] == ["S256"]


def test_person_of_the_service_gets_an_account_and_comes_back_to_it(client, provider):
    _, sent = start(client)
    assert come_back(client, sent).status_code == 302
    assert client.get("/compte/").status_code == 200
    user = User.objects.get(email="agent@ville.example")
    assert SocialAccount.objects.get(user=user).uid == "42"
    client.post("/deconnexion/")
    _, sent = start(client)
    come_back(client, sent)
    assert client.get("/compte/").status_code == 200
    assert User.objects.count() == 1


def test_address_of_an_account_does_not_open_it(client, provider, person):
    provider.person["email"] = person.email
    _, sent = start(client)
    come_back(client, sent)
    assert client.get("/compte/").status_code == 302
    assert not SocialAccount.objects.filter(user=person).exists()


def test_unverified_address_must_be_verified_here(client, provider, code):
    provider.person["email_verified"] = False
    _, sent = start(client)
    answer = come_back(client, sent)
    assert answer["Location"] == "/compte/adresse/code/"
    assert client.get("/compte/").status_code == 302
    client.post("/compte/adresse/code/", {"code": code()})
    assert client.get("/compte/").status_code == 200


@pytest.mark.parametrize("change", ["state", "code"])
def test_forged_return_is_refused_in_french(client, provider, change):
    _, sent = start(client)
    if change == "state":
        sent["state"] = ["autre"]
    answer = come_back(client, sent, code="mauvais" if change == "code" else "bon")
    assert "n’a pas abouti" in answer.content.decode()
    assert client.get("/compte/").status_code == 302


def test_unknown_service_is_not_found(client):
    assert client.post("/compte/oidc/absent/login/").status_code == 404


def test_browsers_are_allowed_to_go_to_the_service(monkeypatch):
    monkeypatch.setenv("OIDC_SERVER_URL", "https://connexion.ville.example/realms/agents")
    assert environment.origins("OIDC_SERVER_URL") == ["https://connexion.ville.example"]
    monkeypatch.delenv("OIDC_SERVER_URL")
    assert environment.origins("OIDC_SERVER_URL") == []
