"""Reads for the pages of frameworks."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from maillage.core.components.worlds import WORLDS
from maillage.themes.models import Concept, Framework

WORLDS_FRAMEWORK = "mondes"


@dataclass(slots=True)
class Branch:
    """A concept and those under it, in order."""

    concept: Concept
    narrower: list["Branch"] = field(default_factory=list)
    world: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkPage:
    framework: Framework
    branches: list[Branch]
    concept_count: int
    versions: list[Framework]


def get_framework(*, slug: str, version: str = "") -> Framework:
    """Return the version asked for, else the one in use. Raises Http404."""
    frameworks = Framework.objects.filter(slug=slug)
    found = frameworks.filter(version=version).first() if version else frameworks.current().first()
    if found is None:
        raise Http404
    return found


def describe_framework(framework: Framework) -> FrameworkPage:
    """Return what the page of a framework shows, in two queries."""
    concepts = list(framework.concepts.order_by("order"))
    return FrameworkPage(
        framework=framework,
        branches=_tree(concepts, worlds=framework.slug == WORLDS_FRAMEWORK),
        concept_count=len(concepts),
        versions=list(Framework.objects.filter(slug=framework.slug).order_by("-loaded_at")),
    )


def export_framework(framework: Framework) -> dict[str, Any]:
    """Return a framework in the shape of its file: what is downloaded loads again unchanged."""
    exported: dict[str, Any] = {
        name: getattr(framework, name)
        for name in ("slug", "version", "title", "description", "source", "source_url", "licence", "status", "language")
        if getattr(framework, name)
    }
    branches = _tree(list(framework.concepts.order_by("order")))
    return exported | {"concepts": [_export_branch(branch) for branch in branches]}


def _tree(concepts: list[Concept], *, worlds: bool = False) -> list[Branch]:
    by_key = {
        concept.pk: Branch(concept, world=concept.code if worlds and concept.code in WORLDS else "")
        for concept in concepts
    }
    roots: list[Branch] = []
    for branch in by_key.values():
        broader = branch.concept.broader_id
        (roots if broader is None else by_key[broader].narrower).append(branch)
    return roots


def _export_branch(branch: Branch) -> dict[str, Any]:
    concept = branch.concept
    exported: dict[str, Any] = {"code": concept.code, "label": concept.label}
    if concept.definition:
        exported["definition"] = concept.definition
    if concept.marks:
        exported["marks"] = concept.marks
    if branch.narrower:
        exported["narrower"] = [_export_branch(each) for each in branch.narrower]
    return exported
