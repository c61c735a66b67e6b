"""Erasing an account: what is about the person goes, what was done for others stays without them."""

import logging

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from maillage.accounts.domain.scrubbing import count_mentions, mentions_of, near, scrub_texts
from maillage.accounts.models import User
from maillage.accounts.registry import Fate, registered_personal_data

logger = logging.getLogger(__name__)


class LastAdministrator(RuntimeError):
    """The only administrator of the site cannot go: nobody could name another one."""


def is_last_administrator(user: User) -> bool:
    """Tell whether the site would be left without an administrator."""
    return user.is_administrator and not User.objects.administrators().exclude(pk=user.pk).exists()


def describe_erasure(user: User) -> list[Fate]:
    """Say, with numbers, what erasing the account would erase and keep."""
    sign_in = (
        EmailAddress.objects.filter(user=user).count()
        + Authenticator.objects.filter(user=user).count()
        + SocialAccount.objects.filter(user=user).count()
    )
    own = [
        Fate(label=_("Votre compte : adresse, nom affiché, mot de passe"), erased=1),
        Fate(label=_("Vos moyens de connexion : adresses vérifiées, seconds facteurs, comptes liés"), erased=sign_in),
    ]
    own.append(
        Fate(label=_("Textes où votre nom complet ou votre adresse devient « personne effacée »"), erased=_named(user))
    )
    fates = own + [fate for data in registered_personal_data() for fate in data.describe(user)]
    return [fate for fate in fates if fate.erased or fate.kept]


@transaction.atomic
def erase_account(*, actor: User | None, user: User) -> None:
    """Erase an account and what each app holds about the person; a last message confirms it to them.

    Free texts no longer name them. The history keeps the number of the account, which then designates nobody. Raises LastAdministrator.
    """
    list(User.objects.administrators().select_for_update(of=("self",)).order_by("pk"))
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if is_last_administrator(user):
        raise LastAdministrator(
            _("Ce compte est le seul à administrer le site : donnez d’abord ce rôle à quelqu’un d’autre.")
        )
    address = user.email
    scrub_texts(mentions_of(user), near(user))
    for data in registered_personal_data():
        data.eraser(user)
    user.delete()
    logger.info("an account was erased")
    message = render_to_string("accounts/email/erased.txt")
    transaction.on_commit(lambda: send_mail(_("Votre compte Maillage est effacé"), message, None, [address]))


def _named(user: User) -> int:
    return count_mentions(mentions_of(user), near(user))
