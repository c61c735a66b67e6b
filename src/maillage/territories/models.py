"""Territories, what they are made of and when, and the communes each one covers today."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core.database import IntegerPoint
from maillage.core.dates import Dated
from maillage.core.models import BaseModel
from maillage.core.routes import page_address
from maillage.territories.enums import EPCI_TYPES, Kind, PerimeterType, PointPrecision
from maillage.territories.querysets import OWN_WORDS, CompositionQuerySet, TerritoryQuerySet

TerritoryManager = models.Manager.from_queryset(TerritoryQuerySet)
CompositionManager = models.Manager.from_queryset(CompositionQuerySet)


@pghistory.track(
    pghistory.InsertEvent(condition=pgtrigger.Q(new__kind="perimeter")),
    pghistory.UpdateEvent(condition=pgtrigger.Q(new__kind="perimeter")),
    pghistory.DeleteEvent(condition=pgtrigger.Q(old__kind="perimeter")),
)
class Territory(BaseModel):
    """A piece of land with a code of its own. The institution that runs it is another thing, linked by SIREN.

    `population` is that of the communes covered today, counted once each (`communes_without_population` of the
    `communes_count` are unknown); 0 is a number, None is unknown.
    """

    kind = models.CharField(_("nature"), max_length=14, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=100, unique=True)
    official_code = models.CharField(_("code officiel"), max_length=12, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    long_name = models.CharField(_("nom complet"), max_length=200, blank=True)
    folded_name = models.CharField(_("nom sans accents"), max_length=200, editable=False)
    slug = models.CharField(_("adresse"), max_length=80)
    type_label = models.CharField(_("type"), max_length=40, blank=True)
    subtype = models.CharField(
        _("type de territoire de projet"), max_length=16, choices=PerimeterType.choices, blank=True
    )
    liaison = models.PositiveSmallIntegerField(_("article"), null=True, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("année de la population"), null=True, blank=True)
    communes_count = models.PositiveIntegerField(_("nombre de communes"), default=0)
    communes_without_population = models.PositiveIntegerField(_("communes sans population connue"), default=0)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    point_precision = models.CharField(
        _("précision du point"), max_length=11, choices=PointPrecision.choices, default=PointPrecision.UNKNOWN
    )
    point_source = models.CharField(_("source du point"), max_length=100, blank=True)
    is_fictitious = models.BooleanField(_("exemple fictif"), default=False)
    vintage = models.PositiveSmallIntegerField(_("millésime"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    note = models.TextField(_("précision"), max_length=1000, blank=True)

    objects = TerritoryManager()

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        indexes = [
            models.Index(fields=["kind", "folded_name"], name="territory_kind_name"),
            models.Index(fields=["siren"], name="territory_siren", condition=~Q(siren="")),
            models.Index(fields=["official_code"], name="territory_official_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="territory_point_on_earth",
                violation_error_message=_("Latitude entre -90 et 90, longitude entre -180 et 180."),
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"),
                name="territory_siren_nine_digits",
                violation_error_message=_("Un SIREN a neuf chiffres."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="perimeter") | Q(code__startswith="p-"),
                name="territory_perimeter_code",
                violation_error_message=_("Le code d’un territoire de projet commence par « p- »."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"

    def get_absolute_url(self) -> str:
        """Return the one address of the page; a code made of words needs no slug."""
        return page_address("territories:detail", self.address)

    @property
    def address(self) -> str:
        return self.code if OWN_WORDS.match(self.code) else f"{self.code}-{self.slug}"

    @property
    def title(self) -> str:
        """The name as written alone: "Communauté d’agglomération de Lens-Liévin"."""
        return self.long_name or self.name

    @property
    def kind_label(self) -> str:
        """What it is, as precisely as known: "Communauté de communes", "Parc naturel régional (PNR)"."""
        if self.kind == Kind.PERIMETER and self.subtype and self.subtype != PerimeterType.FICTITIOUS:
            return str(PerimeterType(self.subtype).label)
        return EPCI_TYPES.get(self.type_label) or str(Kind(self.kind).label)

    @property
    def is_perimeter(self) -> bool:
        return self.kind == Kind.PERIMETER


@pghistory.track(
    pghistory.InsertEvent(condition=pgtrigger.Q(new__is_official=False)),
    pghistory.UpdateEvent(condition=pgtrigger.Q(new__is_official=False)),
    pghistory.DeleteEvent(condition=pgtrigger.Q(old__is_official=False)),
)
class Composition(Dated):
    """A part of a container, from a day to a day. Official rows are of one vintage: unbounded, attested on 1 January."""

    container = models.ForeignKey(Territory, models.CASCADE, related_name="parts", verbose_name=_("territoire"))
    part = models.ForeignKey(Territory, models.PROTECT, related_name="containers", verbose_name=_("partie"))
    is_official = models.BooleanField(_("géographie officielle"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = CompositionManager()

    class Meta:
        verbose_name = _("composition")
        verbose_name_plural = _("compositions")
        constraints = [
            ExclusionConstraint(
                name="composition_part_once_a_day",
                expressions=[
                    (IntegerPoint(F("container_id")), RangeOperators.EQUAL),
                    (IntegerPoint(F("part_id")), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ce territoire fait déjà partie de la composition à ces dates."),
            ),
            models.CheckConstraint(
                condition=Q(period__isnull=False) & Q(period__isempty=False),
                name="composition_period_known",
                violation_error_message=_("La période est vide : la fin vient avant le début."),
            ),
            models.CheckConstraint(
                condition=~Q(container=F("part")),
                name="composition_not_itself",
                violation_error_message=_("Un territoire ne peut pas faire partie de lui-même."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} in {self.container_id}"


class Closure(models.Model):
    """A commune lies in an ancestor today, by whatever way; each commune is also its own ancestor.

    Computed from the compositions (`domain.closure`) and only there, so its keys are not checked one by one.
    """

    ancestor = models.ForeignKey(
        Territory, models.CASCADE, related_name="covered", verbose_name=_("territoire"), db_constraint=False
    )
    commune = models.ForeignKey(
        Territory, models.CASCADE, related_name="lies_in", verbose_name=_("commune"), db_constraint=False
    )

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [models.UniqueConstraint(fields=["ancestor", "commune"], name="closure_once")]

    def __str__(self) -> str:
        return f"{self.commune_id} in {self.ancestor_id}"


class PostalCode(models.Model):
    """A postal code serves communes or arrondissements municipaux; it is never the key of a territory."""

    code = models.CharField(_("code postal"), max_length=5)
    commune = models.ForeignKey(Territory, models.CASCADE, related_name="postal_codes", verbose_name=_("commune"))

    class Meta:
        verbose_name = _("code postal")
        verbose_name_plural = _("codes postaux")
        constraints = [models.UniqueConstraint(fields=["code", "commune"], name="postal_code_once")]

    def __str__(self) -> str:
        return self.code


class Outline(models.Model):
    """The simplified contour of a territory, for the map of its page."""

    territory = models.OneToOneField(Territory, models.CASCADE, related_name="outline", verbose_name=_("territoire"))
    geometry = models.JSONField(_("contour"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("contour")
        verbose_name_plural = _("contours")

    def __str__(self) -> str:
        return f"outline of {self.territory_id}"
