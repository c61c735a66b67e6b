"""`./run manage load_frameworks [file.yaml …]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.themes.documents import InvalidFramework, read_framework
from maillage.themes.domain.loading import FrameworkChanged, load_framework

FOLDER = Path(__file__).resolve().parent.parent.parent / "frameworks"


class Command(BaseCommand):
    help = "Charge les référentiels : ceux du logiciel, ou les fichiers YAML donnés. Rejouable sans effet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichiers", nargs="*", type=Path, help=_("fichiers YAML (par défaut, ceux du logiciel)"))

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["fichiers"] or sorted(FOLDER.glob("*.yaml"))
        try:
            documents = [read_framework(path) for path in paths]
            with transaction.atomic():
                loaded = [load_framework(actor=None, document=document) for document in documents]
        except (InvalidFramework, FrameworkChanged) as error:
            raise CommandError(_("%(problem)s Aucun référentiel n’a été chargé.") % {"problem": error}) from error
        new = sum(each.created for each in loaded)
        for each in loaded:
            name = f"{each.framework.slug} {each.framework.version}"
            if each.created and options["verbosity"] > 0:
                self.stdout.write(_("%(framework)s : chargé") % {"framework": name})
            if each.carried.moved or each.carried.kept:
                self.stdout.write(
                    _(
                        "%(framework)s : %(moved)s références reprises, "
                        "%(kept)s sans équivalent dans cette version, laissées à l’ancienne."
                    )
                    % {"framework": name, "moved": each.carried.moved, "kept": each.carried.kept}
                )
        self.stdout.write(_("%(loaded)s référentiels, %(new)s nouveaux.") % {"loaded": len(loaded), "new": new})
