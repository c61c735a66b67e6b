"""Vocabularies and reference frameworks, each in dated versions with its source and licence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.core.models import BaseModel
from maillage.themes.enums import FrameworkStatus
from maillage.themes.querysets import ConceptQuerySet, FrameworkQuerySet

FrameworkManager = models.Manager.from_queryset(FrameworkQuerySet)
ConceptManager = models.Manager.from_queryset(ConceptQuerySet)


class Framework(BaseModel):
    """One version of a list of concepts; the versions of a framework share its slug and one of them is current."""

    slug = models.SlugField(_("identifiant"), max_length=60)
    version = models.CharField(_("version"), max_length=20)  # type: ignore[assignment]  # that of the list
    title = models.CharField(_("titre"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    source = models.CharField(_("source"), max_length=500)
    source_url = models.URLField(_("adresse de la source"), blank=True)
    licence = models.CharField(_("licence"), max_length=200)
    status = models.CharField(_("statut"), max_length=8, choices=FrameworkStatus.choices)
    language = models.CharField(_("langue"), max_length=5, default="fr")
    digest = models.CharField(_("empreinte du contenu"), max_length=64, editable=False)
    is_current = models.BooleanField(_("en usage"), default=False)
    loaded_at = models.DateTimeField(_("chargé le"))
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chargé par"),
    )

    objects = FrameworkManager()

    class Meta:
        verbose_name = _("référentiel")
        verbose_name_plural = _("référentiels")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"],
                name="framework_version_once",
                violation_error_message=_("Cette version du référentiel existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(is_current=True),
                name="framework_one_current",
                violation_error_message=_("Ce référentiel a déjà une version en usage."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=FrameworkStatus.values),
                name="framework_status_known",
                violation_error_message=_("Le statut est « official » ou « draft »."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    def get_absolute_url(self) -> str:
        address = reverse("themes:framework", kwargs={"slug": self.slug})
        return address if self.is_current else f"{address}?version={self.version}"


class Concept(BaseModel):
    """An entry of a framework: a code that never changes, a French label, and possibly a broader concept."""

    framework = models.ForeignKey(
        Framework, on_delete=models.CASCADE, related_name="concepts", verbose_name=_("référentiel")
    )
    code = models.CharField(_("code"), max_length=60)
    label = models.CharField(_("libellé"), max_length=200)
    definition = models.TextField(_("définition"), blank=True)
    broader = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="narrower",
        verbose_name=_("concept plus large"),
    )
    order = models.PositiveIntegerField(_("ordre"))
    marks = models.JSONField(_("marques"), default=dict, blank=True)

    objects = ConceptManager()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                name="concept_code_once",
                violation_error_message=_("Ce code existe déjà dans ce référentiel."),
            ),
            models.UniqueConstraint(
                fields=["framework", "order"],
                name="concept_order_once",
                violation_error_message=_("Deux concepts ont la même place dans ce référentiel."),
            ),
            models.CheckConstraint(
                condition=~Q(broader=models.F("id")),
                name="concept_not_its_own_broader",
                violation_error_message=_("Un concept ne peut pas être plus large que lui-même."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
