"""Every address of the site, visited by every kind of visitor. An address that is not listed here fails."""

from collections.abc import Iterator

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from tests.security.alliances import ALLIANCES
from tests.security.conftest import VISITORS, World
from tests.security.rows import (
    EDITORS,
    EVERYONE,
    LOGIN,
    NOWHERE,
    ONLY_POSTED,
    SIGNED_IN,
    STEWARDS_EDIT,
    STEWARDS_ONLY,
    STRANGERS,
    UNDER_WAY,
    Row,
)

ADDRESSES: dict[str, list[Row]] = ALLIANCES | {
    "portal:home": [Row("/", EVERYONE)],
    "portal:search": [Row("/recherche/?q=atelier", EVERYONE)],
    "territories:index": [Row("/territoires/", EVERYONE)],
    "territories:create": [Row("/territoires/nouveau/", (LOGIN, 403, 403, 200, 200))],
    "territories:postal_code": [Row("/territoires/code-postal/62750/", EVERYONE)],
    "territories:detail": [
        Row("/territoires/62528-loos-en-gohelle/", EVERYONE),
        Row("/territoires/20004/", NOWHERE),
    ],
    "territories:parts": [Row("/territoires/62-pas-de-calais/composition/commune/", EVERYONE)],
    "territories:rename": [Row("/territoires/p-bassin/modifier/", (LOGIN, 403, 403, 200, 200))],
    "territories:recompose": [Row("/territoires/p-bassin/recomposer/", (LOGIN, 403, 403, 200, 200))],
    "territories:history": [Row("/territoires/p-bassin/historique/", EVERYONE)],
    "themes:frameworks": [Row("/referentiels/", EVERYONE)],
    "themes:framework": [Row("/referentiels/odd/", EVERYONE)],
    "themes:framework_download": [Row("/referentiels/odd.json", EVERYONE)],
    "organisations:list": [Row("/organisations/", (302, 302, 302, 302, 302))],
    "organisations:create": [Row("/organisations/nouvelle/", SIGNED_IN)],
    "organisations:quality": [Row("/organisations/qualite/", EVERYONE)],
    "organisations:detail": [
        Row("/organisations/atelier-public/", EVERYONE),
        Row(lambda world: f"/organisations/{world.members_only.slug}/", (404, 200, 200, 200, 200)),
        Row(lambda world: f"/organisations/{world.stewards_only.slug}/", STEWARDS_ONLY),
        Row("/organisations/absente/", NOWHERE),
    ],
    "organisations:history": [
        Row("/organisations/atelier-public/historique/", EVERYONE),
        Row(lambda world: f"/organisations/{world.stewards_only.slug}/historique/", STEWARDS_ONLY),
    ],
    "organisations:edit": [
        Row("/organisations/atelier-public/modifier/", EDITORS),
        Row(lambda world: f"/organisations/{world.members_only.slug}/modifier/", (LOGIN, 403, 403, 200, 200)),
        Row(lambda world: f"/organisations/{world.stewards_only.slug}/modifier/", STEWARDS_EDIT),
    ],
    "organisations:edit_section": [
        Row("/organisations/atelier-public/modifier/identite/", EDITORS),
        Row("/organisations/atelier-public/modifier/identite/", (LOGIN, 422, 403, 422, 422), "post"),
        Row(lambda world: f"/organisations/{world.stewards_only.slug}/modifier/identite/", STEWARDS_EDIT),
        Row("/organisations/atelier-public/modifier/inconnu/", (LOGIN, 404, 404, 404, 404)),
    ],
    "organisations:confirm": [
        Row("/organisations/atelier-public/confirmer/", ONLY_POSTED),
        Row("/organisations/atelier-public/confirmer/", (LOGIN, 302, 403, 302, 302), "post"),
        Row(lambda world: f"/organisations/{world.stewards_only.slug}/confirmer/", (LOGIN, 404, 404, 302, 302), "post"),
    ],
    "organisations:members": [
        Row("/organisations/atelier-public/personnes/", EDITORS),
        Row(lambda world: f"/organisations/{world.stewards_only.slug}/personnes/", STEWARDS_EDIT),
    ],
    "organisations:stewards": [Row("/animation/", (LOGIN, 403, 403, 403, 200))],
    "organisations:end_mandate": [
        Row(lambda world: f"/animation/{world.mandate}/fin/", ONLY_POSTED),
        Row(lambda world: f"/animation/{world.mandate}/fin/", (LOGIN, 403, 403, 403, 302), "post"),
    ],
    "organisations:mine": [Row("/mon-espace/", SIGNED_IN)],
    "organisations:map": [Row("/carte/", EVERYONE)],
    "organisations:embed": [Row("/carte/integrer/", EVERYONE)],
    "portal:legal_notice": [Row("/mentions-legales/", EVERYONE)],
    "portal:personal_data": [Row("/donnees-personnelles/", EVERYONE)],
    "portal:accessibility": [Row("/accessibilite/", EVERYONE)],
    "portal:site_map": [Row("/plan-du-site/", EVERYONE)],
    "portal:help": [Row("/aide/", EVERYONE)],
    "portal:contact": [Row("/contact/", EVERYONE)],
    "portal:health": [Row("/sante/", EVERYONE)],
    "core:appearance": [Row("/apparence/", EVERYONE)],
    "api:territory": [Row("/api/v1/territories/62528", EVERYONE), Row("/api/v1/territories/20004", NOWHERE)],
    "api:territory_outline": [Row("/api/v1/territories/62528/outline", NOWHERE)],
    "api:organisation": [
        Row(lambda world: f"/api/v1/organisations/{world.public.public_id}", EVERYONE),
        Row(lambda world: f"/api/v1/organisations/{world.members_only.public_id}", (404, 200, 200, 200, 200)),
        Row(lambda world: f"/api/v1/organisations/{world.stewards_only.public_id}", STEWARDS_ONLY),
    ],
    "api:map": [Row("/api/v1/map?bbox=-5,41,10,52&zoom=5", EVERYONE)],
    "accounts:home": [Row("/compte/", SIGNED_IN)],
    "accounts:close_other_sessions": [Row("/compte/autres-appareils/", ONLY_POSTED)],
    "accounts:export": [Row("/compte/export/", SIGNED_IN)],
    "accounts:delete": [Row("/compte/supprimer/", UNDER_WAY)],
    "accounts:sign_in_again": [Row("/compte/supprimer/se-reconnecter/", SIGNED_IN)],
    "accounts:mailbox": [Row("/demonstration/courriels/", EVERYONE)],
    "accounts:letter": [Row("/demonstration/courriels/absent.log/0/", NOWHERE)],
    "account_login": [Row("/connexion/", STRANGERS)],
    "account_request_login_code": [Row("/connexion/code/", STRANGERS)],
    "account_confirm_login_code": [Row("/connexion/code/saisie/", UNDER_WAY)],
    "mfa_authenticate": [Row("/connexion/second-facteur/", UNDER_WAY)],
    "account_inactive": [Row("/connexion/compte-ferme/", EVERYONE)],
    "account_logout": [Row("/deconnexion/", SIGNED_IN)],
    "account_signup": [Row("/inscription/", STRANGERS)],
    "account_reset_password": [Row("/mot-de-passe-oublie/", EVERYONE)],
    "account_confirm_password_reset_code": [Row("/mot-de-passe-oublie/code/", UNDER_WAY)],
    "account_complete_password_reset": [Row("/mot-de-passe-oublie/nouveau/", UNDER_WAY)],
    "account_password_reset_completed": [Row("/mot-de-passe-oublie/fait/", EVERYONE)],
    "account_email": [Row("/compte/adresse/", SIGNED_IN)],
    "account_email_verification_sent": [Row("/compte/adresse/code/", UNDER_WAY)],
    "account_change_password": [Row("/compte/mot-de-passe/", UNDER_WAY)],
    "account_set_password": [Row("/compte/mot-de-passe/choisir/", SIGNED_IN)],
    "account_reauthenticate": [Row("/compte/confirmer/", (LOGIN, 403, 403, 403, 403))],
    "mfa_reauthenticate": [Row("/compte/confirmer/second-facteur/", (LOGIN, 403, 403, 403, 403))],
    "mfa_index": [Row("/compte/second-facteur/", SIGNED_IN)],
    "mfa_activate_totp": [Row("/compte/second-facteur/activer/", SIGNED_IN)],
    "mfa_deactivate_totp": [Row("/compte/second-facteur/desactiver/", (LOGIN, 404, 404, 404, 404))],
    "mfa_view_recovery_codes": [Row("/compte/second-facteur/codes/", (LOGIN, 404, 404, 404, 404))],
    "mfa_generate_recovery_codes": [Row("/compte/second-facteur/codes/nouveaux/", SIGNED_IN)],
    "mfa_download_recovery_codes": [Row("/compte/second-facteur/codes/telecharger/", (LOGIN, 404, 404, 404, 404))],
    "socialaccount_connections": [Row("/compte/externe/", SIGNED_IN)],
    "socialaccount_signup": [Row("/compte/externe/inscription/", UNDER_WAY)],
    "socialaccount_login_cancelled": [Row("/compte/externe/annule/", EVERYONE)],
    "socialaccount_login_error": [Row("/compte/externe/erreur/", (LOGIN, 401, 401, 401, 401))],
    "openid_connect_login": [Row("/compte/oidc/absent/login/", NOWHERE)],
    "openid_connect_callback": [Row("/compte/oidc/absent/login/callback/", NOWHERE)],
    "core:components": [Row("/composants/", EVERYONE)],
    "api:search": [Row("/api/v1/search?q=atelier", EVERYONE)],
    "api:openapi-json": [Row("/api/v1/openapi.json", EVERYONE)],
    "api:api-root": [Row("/api/v1/", NOWHERE)],
}


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_is_listed():
    assert sorted(set(addresses(get_resolver().url_patterns))) == sorted(ADDRESSES)


def visit(world: World, row: Row) -> tuple[int, ...]:
    """Return what each visitor gets; what a visit writes is taken back."""
    path = row.path(world) if callable(row.path) else row.path
    answers = []
    for visitor in VISITORS:
        client = world.clients[visitor]
        with transaction.atomic():
            answers.append(getattr(client, row.method)(path).status_code)
            transaction.set_rollback(True)
    return tuple(answers)


def test_each_visitor_gets_what_they_may(world: World):
    wrong = {
        f"{row.method} {name}": (got, row.answers)
        for name, rows in ADDRESSES.items()
        for row in rows
        if (got := visit(world, row)) != row.answers
    }
    assert wrong == {}
