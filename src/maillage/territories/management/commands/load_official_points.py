"""Replace the points of communes by those of an official file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from maillage.core.components.typography import counted
from maillage.territories.domain.official_points import UnreadableFile, load_official_points, read_rows

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Place les communes d’après un fichier officiel CSV : code Insee, latitude, longitude. Chaque ligne est vérifiée."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = load_official_points(rows=read_rows(options["fichier"]))
        except UnreadableFile as problem:
            raise CommandError(str(problem)) from problem
        for line, message in outcome.problems[:MOST_SHOWN]:
            self.stdout.write(_("Ligne %(line)s : %(message)s") % {"line": line, "message": message})
        if len(outcome.problems) > MOST_SHOWN:
            left = len(outcome.problems) - MOST_SHOWN
            self.stdout.write(_("… et %(n)s autres lignes laissées de côté.") % {"n": left})
        self.stdout.write(
            _("%(placed)s, %(left)s.")
            % {
                "placed": counted(outcome.placed, _("commune placée,communes placées")),
                "left": counted(len(outcome.problems), _("ligne laissée de côté,lignes laissées de côté")),
            }
        )
