"""Filters of frameworks and concepts."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from maillage.themes.models import Concept, Framework

    FrameworkBase = models.QuerySet[Framework]
    ConceptBase = models.QuerySet[Concept]
else:
    FrameworkBase = models.QuerySet
    ConceptBase = models.QuerySet


class FrameworkQuerySet(FrameworkBase):
    def current(self) -> Self:
        """Keep the version in use of each framework."""
        return self.filter(is_current=True)

    def with_counts(self) -> Self:
        """Annotate `concept_count`."""
        return self.annotate(concept_count=models.Count("concepts"))


class ConceptQuerySet(ConceptBase):
    def current(self, framework: str) -> Self:
        """Keep the concepts of the version in use of a framework ("odd"), in its order."""
        return self.filter(framework__slug=framework, framework__is_current=True).order_by("order")

    def top(self) -> Self:
        """Keep the concepts that have no broader one."""
        return self.filter(broader__isnull=True)
