"""Load the official geography of France."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from maillage.core import clock
from maillage.territories.domain.geography import GeographyMissing, load_geography
from maillage.territories.models import Closure, Composition, Territory

PACKAGE = settings.BASE_DIR / "frontend" / "node_modules" / "@etalab" / "decoupage-administratif" / "data"
POINTS = Path(__file__).resolve().parent.parent.parent / "data" / "communes-points.csv"


class Command(BaseCommand):
    help = (
        "Charge la géographie officielle de la France (communes, EPCI, départements, régions) et ce que chacun couvre."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossier", type=Path, default=PACKAGE, help=_("dossier des fichiers JSON du découpage"))

    def handle(self, *args: Any, **options: Any) -> None:
        start = time.monotonic()
        report = self.stdout.write if options["verbosity"] else _quiet
        try:
            load_geography(folder=options["dossier"], points=POINTS, today=clock.today(), report=report)
        except GeographyMissing as missing:
            raise CommandError(
                _("Fichier introuvable : %(file)s. Installez l’interface (npm ci dans frontend/) puis relancez.")
                % {"file": missing}
            ) from missing
        report(_("Ensuite, l’index de recherche se refait par : manage.py rebuild_index"))
        report(
            _(
                "%(territories)s territoires, %(compositions)s compositions, %(memberships)s appartenances : %(time).1f s."
            )
            % {
                "territories": Territory.objects.count(),
                "compositions": Composition.objects.count(),
                "memberships": Closure.objects.count(),
                "time": time.monotonic() - start,
            }
        )


def _quiet(line: str) -> None:
    """Say nothing."""
