"""Loading a framework: a version is written once and never changes."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from maillage.core import clock
from maillage.themes.documents import ConceptDocument, FrameworkDocument
from maillage.themes.models import Concept, Framework
from maillage.themes.registry import NOTHING, Carried, carry


class FrameworkChanged(ValueError):
    """The same version was loaded before with another content."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a document: `created` when this version was not there yet; the references that followed it."""

    framework: Framework
    created: bool
    carried: Carried = NOTHING


@transaction.atomic
def load_framework(*, actor: AbstractBaseUser | None, document: FrameworkDocument) -> Loaded:
    """Keep a version of a framework and put it in use; former versions stay readable.

    What refers to a concept of a former version then refers to the concept of the same code, where there is one.

    Loading the same content again changes nothing. Raises FrameworkChanged when this version is already there with
    another content: a new content takes a new version.
    """
    versions = Framework.objects.select_for_update().filter(slug=document.slug)
    known = {framework.version: framework for framework in versions}
    framework = known.get(document.version)
    if framework is not None and framework.digest != document.digest:
        raise FrameworkChanged(
            f"Le référentiel « {document.slug} » version {document.version} est déjà chargé avec un autre contenu : "
            "donnez une nouvelle version au fichier modifié."
        )
    created = framework is None
    in_use = framework is not None and framework.is_current
    for other in known.values():
        if other.is_current and other is not framework:
            other.is_current = False
            other.save(update_fields=["is_current", "updated_at"])
    if framework is None:
        framework = _write(actor, document)
    elif not framework.is_current:
        framework.is_current = True
        framework.save(update_fields=["is_current", "updated_at"])
    carried = NOTHING if in_use or len(known) + created == 1 else carry(_successors(framework))
    return Loaded(framework, created, carried)


def _successors(framework: Framework) -> dict[int, int | None]:
    current = dict(Concept.objects.filter(framework=framework).values_list("code", "pk"))
    former = Concept.objects.filter(framework__slug=framework.slug).exclude(framework=framework)
    return {pk: current.get(code) for pk, code in former.values_list("pk", "code")}


def _write(actor: AbstractBaseUser | None, document: FrameworkDocument) -> Framework:
    framework = Framework.objects.create(
        slug=document.slug,
        version=document.version,
        title=document.title,
        description=document.description,
        source=document.source,
        source_url=document.source_url,
        licence=document.licence,
        status=document.status,
        language=document.language,
        digest=document.digest,
        is_current=True,
        loaded_at=clock.now(),
        loaded_by_id=actor.pk if actor else None,
    )
    level: list[tuple[Concept | None, ConceptDocument]] = [(None, concept) for concept in document.concepts]
    places = {id(concept): place for place, concept in enumerate(_reading_order(document.concepts), start=1)}
    while level:
        rows = [
            Concept(
                framework=framework,
                broader=broader,
                code=concept.code,
                label=concept.label,
                definition=concept.definition,
                marks=concept.marks,
                order=places[id(concept)],
            )
            for broader, concept in level
        ]
        Concept.objects.bulk_create(rows)
        level = [
            (row, narrower) for row, (_, concept) in zip(rows, level, strict=True) for narrower in concept.narrower
        ]
    return framework


def _reading_order(concepts: tuple[ConceptDocument, ...]) -> list[ConceptDocument]:
    return [each for concept in concepts for each in (concept, *_reading_order(concept.narrower))]
