"""`./run manage expire_accounts`"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from maillage.accounts.domain.expiry import expire_accounts
from maillage.core import clock


class Command(BaseCommand):
    help = (
        "Prévient les comptes inactifs depuis deux ans, efface ceux prévenus il y a trente jours. Rejouable sans effet."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        result = expire_accounts(actor=None, now=clock.now())
        self.stdout.write(
            _("Comptes prévenus : %(warned)s. Comptes effacés : %(erased)s. Seul administrateur, gardé : %(kept)s.")
            % {"warned": result.warned, "erased": result.erased, "kept": result.kept}
        )
