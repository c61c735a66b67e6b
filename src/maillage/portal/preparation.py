"""What must be in place before the site is served; every step is fast when it was done before."""

import io
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from maillage.search import indexing
from maillage.territories.models import Territory

Step = Callable[[str, Callable[[], object]], None]
FOLDERS = ("index", "media", "mail", "log", "run", "backup")


def _run(command: str, **options: object) -> None:
    """Run a command without its own words: the step says what is done."""
    call_command(command, verbosity=0, stdout=io.StringIO(), **options)


def prepare(step: Step) -> None:
    """Create folders and tables, load what is missing, and build the search index if there is none."""
    for name in FOLDERS:
        (settings.DATA_DIR / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    step(_("Base de données"), partial(_run, "migrate", interactive=False))
    step(_("Fichiers de l’interface"), partial(_run, "collectstatic", interactive=False))
    step(_("Référentiels"), partial(_run, "load_frameworks"))
    loaded = Territory.objects.filter(kind="commune", is_fictitious=False).exists()
    if not loaded:
        step(_("Géographie de la France"), partial(_run, "load_geography"))
    if settings.DEMO:
        step(_("Réseau de démonstration"), partial(_run, "load_demonstration"))
    if not indexing.is_built() or not loaded:
        step(_("Index de recherche"), partial(_run, "rebuild_index"))
        step(_("Statistiques de la base"), take_statistics)


def take_statistics() -> None:
    """Tell PostgreSQL what its tables hold: until it looks by itself, a minute later, pages take twice as long."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")
