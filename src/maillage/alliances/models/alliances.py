"""The alliance: a dated link between organisations on a territory, with a purpose."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import AUDIENCES, Governance, Stage
from maillage.alliances.querysets import AlliancePartQuerySet, AllianceQuerySet
from maillage.core.audiences import Audience
from maillage.core.database import IntegerPoint
from maillage.core.dates import Dated, Precision, RangeOperators
from maillage.core.models import BaseModel
from maillage.core.routes import page_address
from maillage.organisations.models.tracking import period_is_not_empty, tracked

LONGEST_NAME = 200
LONGEST_PURPOSE = 2_000

AllianceManager = models.Manager.from_queryset(AllianceQuerySet)
AlliancePartManager = models.Manager.from_queryset(AlliancePartQuerySet)


@tracked()
class Alliance(Dated, BaseModel):
    """Organisations that act together on a territory, from a day to a day as far as one knows."""

    name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    slug = models.SlugField(_("adresse"), max_length=100, unique=True, editable=False)
    purpose = models.TextField(_("objet"), max_length=LONGEST_PURPOSE)
    territory = models.ForeignKey(
        "territories.Territory", on_delete=models.PROTECT, related_name="alliances", verbose_name=_("territoire")
    )
    governance = models.CharField(
        _("gouvernance"), max_length=10, choices=Governance.choices, default=Governance.UNKNOWN
    )
    trusted_third_party = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tiers de confiance"),
    )
    audience = models.CharField(_("visible par"), max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    is_fictitious = models.BooleanField(_("exemple fictif"), default=False)
    brought_by = models.ForeignKey(
        "alliances.NetworkImport", on_delete=models.SET_NULL, null=True, blank=True, related_name="alliances"
    )
    topics = models.ManyToManyField(
        "themes.Concept", through="AllianceTopic", related_name="+", verbose_name=_("thèmes, objectifs et engagements")
    )

    objects = AllianceManager()

    class Meta:
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        indexes: ClassVar = [models.Index(fields=["updated_at"], name="alliance_updated")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(purpose=""),
                name="alliance_named",
                violation_error_message=_("Le nom et l’objet sont nécessaires."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=AUDIENCES),
                name="alliance_audience",
                violation_error_message=_("Une alliance est visible par tous, par les membres ou par ses partenaires."),
            ),
            models.CheckConstraint(
                condition=period_is_not_empty(),
                name="alliance_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_address("alliances:detail", self.slug)


class AllianceSlug(models.Model):
    """An address the alliance once had: it leads to the present one."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(_("adresse"), max_length=100, unique=True)
    replaced_at = models.DateTimeField(_("remplacée le"), auto_now_add=True)

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("ancienne adresse")
        verbose_name_plural = _("anciennes adresses")

    def __str__(self) -> str:
        return self.slug


@tracked()
class AllianceTopic(models.Model):
    """A theme, a sustainable development goal or a kind of engagement of the alliance."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="topic_links")
    concept = models.ForeignKey("themes.Concept", on_delete=models.PROTECT, related_name="+")

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("thème d’une alliance")
        verbose_name_plural = _("thèmes des alliances")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alliance", "concept"],
                name="alliance_topic_once",
                violation_error_message=_("Ce thème est déjà dans la liste."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.alliance_id}: {self.concept_id}"


@tracked()
class AlliancePartnershipType(Dated, BaseModel):
    """A type of partnership that the alliance practises, from a day to a day: types deepen with trust."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="partnership_types")
    concept = models.ForeignKey("themes.Concept", on_delete=models.PROTECT, related_name="+")

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("type de partenariat")
        verbose_name_plural = _("types de partenariat")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alliance", "concept"],
                name="alliance_partnership_type_undated_once",
                condition=Q(period__isnull=True),
                violation_error_message=_("Ce type est déjà dans la liste."),
            ),
            models.CheckConstraint(
                condition=period_is_not_empty(),
                name="alliance_partnership_type_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
            ExclusionConstraint(
                name="alliance_partnership_type_apart",
                expressions=[
                    (IntegerPoint(F("alliance")), RangeOperators.EQUAL),
                    (IntegerPoint(F("concept")), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ce type de partenariat est déjà noté à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alliance_id}: {self.concept_id}"


@tracked()
class AllianceStage(BaseModel):
    """The day the alliance reached a stage; the stage of a day is the last one reached."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(_("stade"), max_length=10, choices=Stage.choices)
    reached_on = models.DateField(_("atteint le"), null=True, blank=True)
    precision = models.CharField(
        _("précision de la date"), max_length=8, choices=Precision.choices, default=Precision.UNKNOWN
    )
    note = models.CharField(_("ce qui a changé"), max_length=300, blank=True)

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("stade d’une alliance")
        verbose_name_plural = _("stades des alliances")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alliance", "reached_on"],
                name="alliance_stage_one_a_day",
                nulls_distinct=False,
                violation_error_message=_("Un autre stade est déjà noté à cette date."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.alliance_id}: {self.stage}"


@tracked()
class AllianceSource(BaseModel):
    """Where what is said of the alliance comes from, and the day that source attests it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("titre"), max_length=300)
    reference = models.CharField(_("référence"), max_length=200, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    attested_on = models.DateField(_("date de la source"), null=True, blank=True)

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alliance", "title", "reference"],
                name="alliance_source_once",
                violation_error_message=_("Cette source est déjà citée."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class AllianceAnimator(models.Model):
    """An account that animates the alliance, whatever its organisation: who described it, and those it names."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="animators")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="animated_alliances")
    since = models.DateField(_("depuis"), auto_now_add=True)

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("personne qui anime")
        verbose_name_plural = _("personnes qui animent")
        constraints: ClassVar = [models.UniqueConstraint(fields=["alliance", "user"], name="alliance_animator_once")]

    def __str__(self) -> str:
        return f"{self.alliance_id}: {self.user_id}"
