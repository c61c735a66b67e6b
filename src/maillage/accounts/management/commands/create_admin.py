"""`./run manage create_admin adresse@exemple.fr`"""

import getpass
import secrets
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.accounts.domain.creation import InvalidAddress, create_account, grant_administration, set_password
from maillage.accounts.models import User


class Command(BaseCommand):
    help = "Crée un compte qui administre le site, ou donne ce rôle à un compte qui existe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help=_("adresse e-mail du compte"))
        parser.add_argument("--demander", action="store_true", help=_("demande le mot de passe au lieu d’en tirer un"))
        parser.add_argument(
            "--nouveau-mot-de-passe", action="store_true", help=_("change celui d’un compte qui existe")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        exists = User.objects.filter(email=options["email"].strip().lower()).exists()
        wants_password = not exists or options["nouveau_mot_de_passe"] or options["demander"]
        password = self._password(ask=options["demander"]) if wants_password else ""
        try:
            with transaction.atomic():
                user = create_account(actor=None, email=options["email"])
                grant_administration(actor=None, user=user)
                if wants_password:
                    set_password(actor=None, user=user, password=password)
        except InvalidAddress as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("%(email)s administre le site.") % {"email": user.email})
        if wants_password and not options["demander"]:
            self.stdout.write(_("Mot de passe, affiché cette seule fois : %(password)s") % {"password": password})
            self.stdout.write(_("Changez-le à la première connexion, et activez un second facteur."))

    def _password(self, *, ask: bool) -> str:
        if not ask:
            return secrets.token_urlsafe(15)
        password = getpass.getpass(_("Mot de passe : "))
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if getpass.getpass(_("Encore une fois : ")) != password:
            raise CommandError(_("Les deux mots de passe diffèrent."))
        return password
