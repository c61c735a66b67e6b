"""Build the search index again from the database."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from maillage.search.folder import RebuildRunning
from maillage.search.indexing import rebuild

EVERY = 0.5


class Command(BaseCommand):
    """Builds beside the index in use and switches at the end: the site keeps answering."""

    help = "Reconstruit l’index de recherche à partir de la base de données, sans interrompre le site."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how it goes."""
        shown = 0.0

        def progress(kind: str, done: int) -> None:
            nonlocal shown
            if time.monotonic() - shown >= EVERY:
                shown = time.monotonic()
                self.stdout.write(_("  %(kind)s : %(n)s documents") % {"kind": kind, "n": done})
                self.stdout.flush()

        self.stdout.write(_("Reconstruction de l’index de recherche…"))
        try:
            report = rebuild(progress)
        except RebuildRunning as error:
            raise CommandError(str(error)) from error
        for kind, count in report.documents.items():
            self.stdout.write(_("  %(kind)s : %(n)s documents") % {"kind": kind, "n": count})
        self.stdout.write(
            _("Index reconstruit : %(n)s documents en %(time).1f s.") % {"n": report.total, "time": report.seconds}
        )
