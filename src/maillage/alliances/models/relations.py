"""What one organisation is to another, outside any alliance."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import RelationKind, TieState
from maillage.alliances.querysets import RelationQuerySet
from maillage.core.audiences import Audience
from maillage.core.database import IntegerPoint, TextPoint
from maillage.core.dates import Dated, RangeOperators
from maillage.core.models import BaseModel
from maillage.organisations.models.tracking import period_is_not_empty, tracked

RelationManager = models.Manager.from_queryset(RelationQuerySet)


@tracked()
class Relation(Dated, BaseModel):
    """Directed: read from the first organisation to the second."""

    from_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="relations_from"
    )
    to_organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="relations_to"
    )
    kind = models.CharField(_("relation"), max_length=12, choices=RelationKind.choices)
    detail = models.CharField(_("précision"), max_length=300, blank=True)
    audience = models.CharField(_("visible par"), max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    state = models.CharField(_("état"), max_length=9, choices=TieState.choices, default=TieState.DECLARED)
    state_since = models.DateField(_("état depuis"), null=True, blank=True)
    confirmed_by_link = models.BooleanField(_("confirmé par lien"), default=False)
    contested_text = models.TextField(_("ce que dit l’autre partie"), max_length=1_000, blank=True)
    declared_by = models.ForeignKey(
        "organisations.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("adresse de la source"), max_length=500, blank=True)
    brought_by = models.ForeignKey(
        "alliances.NetworkImport", on_delete=models.SET_NULL, null=True, blank=True, related_name="relations"
    )

    objects = RelationManager()

    class Meta:
        verbose_name = _("relation entre organisations")
        verbose_name_plural = _("relations entre organisations")
        indexes: ClassVar = [models.Index(fields=["to_organisation", "kind"], name="relation_towards")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(from_organisation=F("to_organisation")),
                name="relation_between_two",
                violation_error_message=_("Une organisation ne peut pas être reliée à elle-même."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=(Audience.PUBLIC, Audience.MEMBERS)),
                name="relation_audience",
                violation_error_message=_("Une relation est visible par tous ou par les membres."),
            ),
            models.CheckConstraint(
                condition=period_is_not_empty(),
                name="relation_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
            models.UniqueConstraint(
                fields=["from_organisation", "to_organisation", "kind"],
                name="relation_undated_once",
                condition=Q(period__isnull=True),
                violation_error_message=_("Cette relation est déjà notée."),
            ),
            ExclusionConstraint(
                name="relation_apart",
                expressions=[
                    (IntegerPoint(F("from_organisation")), RangeOperators.EQUAL),
                    (IntegerPoint(F("to_organisation")), RangeOperators.EQUAL),
                    (TextPoint(F("kind")), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette relation est déjà notée à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_organisation_id} {self.kind} {self.to_organisation_id}"
