"""What an organisation needs and what it can offer, from a day to a day as far as one knows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core.dates import Dated
from maillage.core.models import BaseModel
from maillage.organisations.enums import Means, ResourceSide
from maillage.organisations.models.organisations import Organisation
from maillage.organisations.models.tracking import period_is_not_empty, tracked
from maillage.organisations.querysets import ResourceQuerySet

LONGEST_TEXT = 300

ResourceManager = models.Manager.from_queryset(ResourceQuerySet)


@tracked()
class Resource(Dated, BaseModel):
    """A resource that the organisation looks for, or that it can lend, share or give."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="resources")
    side = models.CharField(_("besoin ou offre"), max_length=5, choices=ResourceSide.choices)
    means = models.CharField(_("nature"), max_length=10, choices=Means.choices)
    text = models.CharField(_("en quelques mots"), max_length=LONGEST_TEXT)

    objects = ResourceManager()

    class Meta:
        verbose_name = _("besoin ou offre")
        verbose_name_plural = _("besoins et offres")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="resource_told",
                violation_error_message=_("Dites en quelques mots de quoi il s’agit."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "side", "means", "text"],
                name="resource_once",
                violation_error_message=_("C’est déjà dans la liste."),
            ),
            models.CheckConstraint(
                condition=period_is_not_empty(),
                name="resource_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
