"""The organisation: first-class, distinct from its people."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.core.audiences import Audience
from maillage.core.dates import Dated, Precision
from maillage.core.models import BaseModel
from maillage.core.routes import page_address
from maillage.organisations.enums import AUDIENCES, NameKind, SeatStatus, World
from maillage.organisations.models.tracking import period_is_not_empty, point_is_whole, tracked
from maillage.organisations.querysets import OrganisationQuerySet, PartQuerySet

LONGEST_NAME = 300
LONGEST_SUMMARY = 300
LONGEST_DESCRIPTION = 10_000

OrganisationManager = models.Manager.from_queryset(OrganisationQuerySet)
PartManager = models.Manager.from_queryset(PartQuerySet)


@tracked("contact_email", "contact_phone")
class Organisation(BaseModel):
    """One of the nodes of the network. Its point is its own if it has one, otherwise that of its seat."""

    name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    acronym = models.CharField(_("sigle"), max_length=40, blank=True)
    slug = models.SlugField(_("adresse"), max_length=100, unique=True, editable=False)
    world = models.CharField(_("monde"), max_length=16, choices=World.choices, default=World.UNKNOWN)
    legal_form = models.ForeignKey(
        "themes.Concept",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("forme juridique"),
    )
    legal_category = models.CharField(_("catégorie juridique INSEE"), max_length=4, blank=True)

    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    siren_checked_on = models.DateField(_("clé du SIREN vérifiée le"), null=True, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    siret_checked_on = models.DateField(_("clé du SIRET vérifiée le"), null=True, blank=True)
    rna = models.CharField(_("numéro RNA"), max_length=10, blank=True)
    rna_checked_on = models.DateField(_("forme du RNA vérifiée le"), null=True, blank=True)
    local_register_number = models.CharField(_("numéro au registre local"), max_length=40, blank=True)
    local_register_court = models.CharField(_("tribunal du registre local"), max_length=120, blank=True)

    seat = models.ForeignKey(
        "territories.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seated_organisations",
        verbose_name=_("siège"),
    )
    seat_status = models.CharField(
        _("certitude du siège"), max_length=10, choices=SeatStatus.choices, default=SeatStatus.UNKNOWN
    )
    address = models.CharField(_("adresse postale"), max_length=300, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    website = models.URLField(_("site internet"), max_length=500, blank=True)
    contact_email = models.EmailField(_("adresse e-mail publique"), blank=True)
    contact_phone = models.CharField(_("téléphone public"), max_length=20, blank=True)
    summary = models.CharField(_("présentation en une phrase"), max_length=LONGEST_SUMMARY, blank=True)
    description = models.TextField(_("présentation"), max_length=LONGEST_DESCRIPTION, blank=True)
    founded_on = models.DateField(_("date de création"), null=True, blank=True)
    founded_precision = models.CharField(
        _("précision de la création"), max_length=8, choices=Precision.choices, default=Precision.UNKNOWN
    )
    closed_on = models.DateField(_("date de fin"), null=True, blank=True)
    closed_precision = models.CharField(
        _("précision de la fin"), max_length=8, choices=Precision.choices, default=Precision.UNKNOWN
    )

    audience = models.CharField(_("visible par"), max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    verified_on = models.DateField(_("confirmée le"), null=True, blank=True)
    is_fictitious = models.BooleanField(_("exemple fictif"), default=False)

    topics = models.ManyToManyField(
        "themes.Concept", through="OrganisationTopic", related_name="+", verbose_name=_("thèmes et objectifs")
    )
    territories = models.ManyToManyField(
        "territories.Territory",
        through="Perimeter",
        related_name="acting_organisations",
        verbose_name=_("territoires d’action"),
    )

    objects = OrganisationManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes: ClassVar = [
            models.Index(fields=["siren"], name="organisation_siren", condition=~Q(siren="")),
            models.Index(fields=["siret"], name="organisation_siret", condition=~Q(siret="")),
            models.Index(fields=["rna"], name="organisation_rna", condition=~Q(rna="")),
            models.Index(fields=["updated_at"], name="organisation_updated"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organisation_named",
                violation_error_message=_("Le nom est nécessaire."),
            ),
            models.CheckConstraint(
                condition=Q(world__in=World.values),
                name="organisation_world_known",
                violation_error_message=_("Ce monde n’existe pas."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=AUDIENCES),
                name="organisation_audience",
                violation_error_message=_("Une organisation est visible par tous, par les membres ou par l’animation."),
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"),
                name="organisation_siren_form",
                violation_error_message=_("Un SIREN a 9 chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | (Q(siret__regex=r"^\d{14}$") & Q(siret__startswith=models.F("siren"))),
                name="organisation_siret_form",
                violation_error_message=_("Un SIRET a 14 chiffres et commence par le SIREN."),
            ),
            models.CheckConstraint(
                condition=Q(rna="") | Q(rna__regex=r"^W\d[0-9A-Z]\d{7}$"),
                name="organisation_rna_form",
                violation_error_message=_("Un numéro RNA commence par W, suivi de neuf caractères."),
            ),
            models.CheckConstraint(
                condition=Q(legal_category="") | Q(legal_category__regex=r"^\d{4}$"),
                name="organisation_legal_category_form",
                violation_error_message=_("Une catégorie juridique a quatre chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(local_register_number="", local_register_court="")
                | (~Q(local_register_number="") & ~Q(local_register_court="") & Q(rna="")),
                name="organisation_one_register",
                violation_error_message=_(
                    "Le registre local se compose d’un numéro et d’un tribunal, et remplace le numéro RNA."
                ),
            ),
            models.CheckConstraint(
                condition=point_is_whole(),
                name="organisation_point_whole",
                violation_error_message=_("La latitude et la longitude vont ensemble, en degrés."),
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False) | Q(seat_status=SeatStatus.UNKNOWN),
                name="organisation_seat_status",
                violation_error_message=_("Sans siège, sa certitude est « inconnu »."),
            ),
            models.CheckConstraint(
                condition=Q(founded_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=models.F("founded_on")),
                name="organisation_dates_ordered",
                violation_error_message=_("La fin ne peut pas précéder la création."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_address("organisations:detail", self.slug)


class OrganisationSlug(models.Model):
    """An address the organisation once had: it leads to the present one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(_("adresse"), max_length=100, unique=True)
    replaced_at = models.DateTimeField(_("remplacée le"), auto_now_add=True)

    objects = PartManager()

    class Meta:
        verbose_name = _("ancienne adresse")
        verbose_name_plural = _("anciennes adresses")

    def __str__(self) -> str:
        return self.slug


@tracked()
class OrganisationName(Dated, BaseModel):
    """Another name, a former name or an acronym, dated when it is known."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    kind = models.CharField(_("nature"), max_length=8, choices=NameKind.choices, default=NameKind.ALIAS)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = PartManager()

    class Meta:
        verbose_name = _("autre nom")
        verbose_name_plural = _("autres noms")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name", "kind"],
                name="organisation_name_once",
                violation_error_message=_("Ce nom est déjà dans la liste."),
            ),
            models.CheckConstraint(
                condition=period_is_not_empty(),
                name="organisation_name_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class OrganisationTopic(models.Model):
    """A domain of action or a sustainable development goal the organisation works on."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="topic_links")
    concept = models.ForeignKey("themes.Concept", on_delete=models.PROTECT, related_name="+")

    objects = PartManager()

    class Meta:
        verbose_name = _("thème d’une organisation")
        verbose_name_plural = _("thèmes des organisations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "concept"],
                name="organisation_topic_once",
                violation_error_message=_("Ce thème est déjà dans la liste."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.concept_id}"


@tracked()
class Perimeter(Dated, models.Model):
    """A territory where the organisation acts, from a day to a day as far as one knows."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="perimeters")
    territory = models.ForeignKey(
        "territories.Territory", on_delete=models.PROTECT, related_name="+", verbose_name=_("territoire")
    )

    objects = PartManager()

    class Meta:
        verbose_name = _("territoire d’action")
        verbose_name_plural = _("territoires d’action")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "territory"],
                name="perimeter_once",
                violation_error_message=_("Ce territoire est déjà dans la liste."),
            ),
            models.CheckConstraint(
                condition=period_is_not_empty(),
                name="perimeter_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.territory_id}"


@tracked()
class OrganisationSource(BaseModel):
    """Where what is said of the organisation comes from, and the day that source attests it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("titre"), max_length=300)
    reference = models.CharField(_("référence"), max_length=200, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    attested_on = models.DateField(_("date de la source"), null=True, blank=True)
    attested_precision = models.CharField(
        _("précision de la date"), max_length=8, choices=Precision.choices, default=Precision.DAY
    )

    objects = PartManager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "title", "reference"],
                name="organisation_source_once",
                violation_error_message=_("Cette source est déjà citée."),
            )
        ]

    def __str__(self) -> str:
        return self.title
