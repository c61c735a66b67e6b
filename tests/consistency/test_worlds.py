"""The worlds have one set of codes and names: in the framework, on the organisations, on screen."""

from pathlib import Path

import yaml

from maillage.core.components.worlds import WORLDS
from maillage.organisations.enums import World

ROOT = Path(__file__).resolve().parent.parent.parent


def test_worlds_are_the_same_everywhere():
    shown = {code: str(world.label) for code, world in WORLDS.items()}
    stored = {world.value: str(world.label) for world in World}
    document = yaml.safe_load((ROOT / "src/maillage/themes/frameworks/mondes.yaml").read_text())
    listed = {concept["code"]: concept["label"] for concept in document["concepts"]}
    assert stored == shown
    assert listed == shown
