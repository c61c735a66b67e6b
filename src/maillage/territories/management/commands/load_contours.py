"""Load the contours of territories from an official GeoJSON file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from maillage.core.components.typography import counted
from maillage.territories.domain.contours import UnreadableContours, load_contours

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Charge des contours GeoJSON (propriétés siren_epci, dep ou reg), simplifiés pour la carte d’une page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path)
        parser.add_argument("--source", default="", help=_("d’où vient le fichier, et sa licence"))

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["fichier"]
        try:
            document = json.loads(file.read_bytes())
            outcome = load_contours(document=document, source=options["source"] or file.name)
        except OSError as problem:
            raise CommandError(
                _("Le fichier %(file)s ne peut pas être lu : vérifiez son chemin.") % {"file": file}
            ) from problem
        except (ValueError, UnreadableContours) as problem:
            raise CommandError(_("Le fichier n’est pas du GeoJSON : %(problem)s") % {"problem": problem}) from problem
        for message in outcome.problems[:MOST_SHOWN]:
            self.stdout.write(message)
        if len(outcome.problems) > MOST_SHOWN:
            self.stdout.write(_("… et %(n)s autres.") % {"n": len(outcome.problems) - MOST_SHOWN})
        self.stdout.write(
            _("%(drawn)s, %(left)s.")
            % {
                "drawn": counted(outcome.drawn, _("contour chargé,contours chargés")),
                "left": counted(len(outcome.problems), _("laissé de côté,laissés de côté")),
            }
        )
