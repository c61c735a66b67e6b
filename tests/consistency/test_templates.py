from pathlib import Path

from django.template import engines

ROOT = Path(__file__).resolve().parent.parent.parent / "src" / "maillage"


def test_every_template_compiles():
    for file in ROOT.rglob("templates/**/*.html"):
        name = file.relative_to(next(parent for parent in file.parents if parent.name == "templates")).as_posix()
        engines["django"].get_template(name)
