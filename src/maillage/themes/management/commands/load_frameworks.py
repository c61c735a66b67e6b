"""`./run manage load_frameworks [file.yaml …]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from maillage.themes.documents import InvalidFramework, read_framework
from maillage.themes.domain.loading import FrameworkChanged, load_framework

FOLDER = Path(__file__).resolve().parent.parent.parent / "frameworks"


class Command(BaseCommand):
    help = "Charge les référentiels : ceux du logiciel, ou les fichiers YAML donnés. Rejouable sans effet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichiers", nargs="*", type=Path, help="fichiers YAML (par défaut, ceux du logiciel)")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["fichiers"] or sorted(FOLDER.glob("*.yaml"))
        try:
            documents = [read_framework(path) for path in paths]
            with transaction.atomic():
                loaded = [load_framework(actor=None, document=document) for document in documents]
        except (InvalidFramework, FrameworkChanged) as error:
            raise CommandError(f"{error} Aucun référentiel n’a été chargé.") from error
        new = sum(each.created for each in loaded)
        for each in loaded:
            if each.created and options["verbosity"] > 0:
                self.stdout.write(f"{each.framework.slug} {each.framework.version} : chargé")
            if each.carried.moved or each.carried.kept:
                self.stdout.write(
                    f"{each.framework.slug} {each.framework.version} : {each.carried.moved} références reprises, "
                    f"{each.carried.kept} sans équivalent dans cette version, laissées à l’ancienne."
                )
        self.stdout.write(f"{len(loaded)} référentiels, {new} nouveaux.")
