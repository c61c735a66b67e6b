"""Reads for the pages of the account."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from maillage.accounts.models import User
from maillage.accounts.registry import registered_personal_data
from maillage.core import clock

DEMONSTRATION_ACCOUNTS = {
    "membre@example.org": _("membre d’une organisation"),
    "voisin@example.org": _("membre de l’organisation voisine"),
    "animation@example.org": _("animation d’un territoire"),
    "administration@example.org": _("administration du site"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How an account is signed in to."""

    has_password: bool
    has_second_factor: bool
    linked_accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """The accounts one may try, and their common password."""

    accounts: list[tuple[str, Any]]
    password: str


def describe_protection(user: User) -> Protection:
    """Say how an account is protected, in two queries."""
    return Protection(
        has_password=user.has_usable_password(),
        has_second_factor=Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        linked_accounts=SocialAccount.objects.filter(user=user).count(),
    )


def export_account(user: User) -> dict[str, Any]:
    """Return everything the site holds about a person, each app adding its part. Secrets are said, not given."""
    own = {
        "adresse": user.email,
        "nom_affiche": user.display_name,
        "identifiant": str(user.public_id),
        "cree_le": user.created_at.isoformat(),
        "derniere_connexion": user.last_login.isoformat() if user.last_login else None,
        "administre_le_site": user.is_administrator,
        "mot_de_passe": user.has_usable_password(),
        "adresses": list(EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary")),
        "seconds_facteurs": [
            {"type": factor.type, "cree_le": factor.created_at.isoformat()}
            for factor in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "comptes_lies": [
            {"fournisseur": linked.provider, "identifiant": linked.uid, "donnees": linked.extra_data}
            for linked in SocialAccount.objects.filter(user=user).order_by("pk")
        ],
    }
    parts = {data.name: data.exporter(user) for data in registered_personal_data()}
    return {"exporte_le": clock.now().isoformat(), "compte": own, **parts}


def read_demonstration() -> Demonstration | None:
    """Return the demonstration accounts that exist, None outside of the demonstration or before it is loaded."""
    if not settings.DEMO:
        return None
    try:
        password = (settings.DATA_DIR / "demo-password").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    present = set(User.objects.filter(email__in=DEMONSTRATION_ACCOUNTS).values_list("email", flat=True))
    accounts = [(email, label) for email, label in DEMONSTRATION_ACCOUNTS.items() if email in present]
    return Demonstration(accounts=accounts, password=password) if accounts and password else None
