"""The catalyst: what an organisation does to make a territory play collectively."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core.dates import Dated
from maillage.core.models import BaseModel
from maillage.organisations.enums import NamedAs, Origin
from maillage.organisations.models.organisations import LONGEST_NAME, Organisation
from maillage.organisations.models.tracking import period_is_not_empty, point_is_whole, tracked
from maillage.organisations.querysets import CatalystPartQuerySet, PartQuerySet

PartManager = models.Manager.from_queryset(PartQuerySet)
CatalystPartManager = models.Manager.from_queryset(CatalystPartQuerySet)


@tracked()
class Catalyst(Dated, BaseModel):
    """The profile of an organisation as a territorial catalyst."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="catalyst")
    named_as = models.CharField(_("désigné comme"), max_length=8, choices=NamedAs.choices, default=NamedAs.CATALYST)
    origin = models.CharField(_("origine de l’initiative"), max_length=12, choices=Origin.choices, blank=True)
    is_experiment = models.BooleanField(_("né d’une expérimentation liée à un réseau national"), null=True, blank=True)
    activities = models.ManyToManyField(
        "themes.Concept", through="CatalystActivity", related_name="+", verbose_name=_("métiers et activités")
    )

    objects = PartManager()

    class Meta:
        verbose_name = _("catalyseur")
        verbose_name_plural = _("catalyseurs")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=period_is_not_empty(),
                name="catalyst_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation_id)


@tracked()
class CatalystActivity(models.Model):
    """One of the sixteen activities, or a craft whose activity is not known more closely."""

    catalyst = models.ForeignKey(Catalyst, on_delete=models.CASCADE, related_name="activity_links")
    concept = models.ForeignKey("themes.Concept", on_delete=models.PROTECT, related_name="+")

    objects = CatalystPartManager()

    class Meta:
        verbose_name = _("activité d’un catalyseur")
        verbose_name_plural = _("activités des catalyseurs")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["catalyst", "concept"],
                name="catalyst_activity_once",
                violation_error_message=_("Cette activité est déjà dans la liste."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.catalyst_id}: {self.concept_id}"


@tracked()
class CatalystPlace(BaseModel):
    """A place the catalyst runs."""

    catalyst = models.ForeignKey(Catalyst, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("nom du lieu"), max_length=LONGEST_NAME)
    territory = models.ForeignKey(
        "territories.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    objects = CatalystPartManager()

    class Meta:
        verbose_name = _("lieu d’un catalyseur")
        verbose_name_plural = _("lieux des catalyseurs")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=point_is_whole(),
                name="catalyst_place_point_whole",
                violation_error_message=_("La latitude et la longitude vont ensemble, en degrés."),
            )
        ]

    def __str__(self) -> str:
        return self.name
