"""`./run manage load_demonstration`"""

import time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from maillage.portal.demonstration.ground import MissingGround
from maillage.portal.demonstration.loading import load_demonstration


class Command(BaseCommand):
    help = "Charge le réseau de démonstration ; le relancer n’ajoute que ce qui manque."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        quiet = options["verbosity"] == 0
        try:
            report = load_demonstration(
                password_file=settings.DATA_DIR / "demo-password",
                progress=(lambda line: None) if quiet else self.stdout.write,
            )
        except MissingGround as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(_("Donnée refusée : %(problems)s") % {"problems": " ; ".join(error.messages)}) from error
        if report.password:
            self.stdout.write(
                _("Mot de passe des comptes de démonstration, affiché cette seule fois : %(password)s")
                % {"password": report.password}
            )
        if not quiet:
            self.stdout.write(
                _("Réseau de démonstration chargé en %(time).1f s.") % {"time": time.monotonic() - started}
            )
