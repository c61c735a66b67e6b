"""Who takes part in an alliance: in which roles, since when, why, and what each one gives and expects."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import Direction, Duration, Intensity, Mobilised, ResourceKind, Role, Stage, TieState
from maillage.alliances.models.alliances import Alliance
from maillage.alliances.querysets import ParticipationPartQuerySet, ParticipationQuerySet
from maillage.core.database import IntegerPoint, TextPoint
from maillage.core.dates import Dated, RangeOperators
from maillage.core.models import BaseModel
from maillage.organisations.models.tracking import period_is_not_empty, tracked

LONGEST_TEXT = 1_000

ParticipationManager = models.Manager.from_queryset(ParticipationQuerySet)
ParticipationPartManager = models.Manager.from_queryset(ParticipationPartQuerySet)


def not_before_start(message_of: str) -> models.CheckConstraint:
    """Return the constraint that a dated row of this app ends after it begins."""
    return models.CheckConstraint(
        condition=period_is_not_empty(),
        name=f"{message_of}_period",
        violation_error_message=_("La fin ne peut pas précéder le début."),
    )


@tracked()
class Participation(Dated, BaseModel):
    """One stay of an organisation in an alliance; it may leave and come back, hence several rows."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="participations"
    )
    why = models.TextField(_("pourquoi"), max_length=LONGEST_TEXT, blank=True)
    what_for = models.TextField(_("pour faire quoi"), max_length=LONGEST_TEXT, blank=True)
    subject = models.CharField(_("sur quel sujet"), max_length=300, blank=True)
    objective = models.TextField(_("objectif propre"), max_length=LONGEST_TEXT, blank=True)
    joined_at_stage = models.CharField(_("à quel stade"), max_length=10, choices=Stage.choices, blank=True)
    mobilised = models.CharField(_("qui est mobilisé"), max_length=12, choices=Mobilised.choices, default="unknown")
    duration = models.CharField(_("durée"), max_length=10, choices=Duration.choices, default=Duration.UNKNOWN)
    leaving_reason = models.CharField(_("raison du départ"), max_length=300, blank=True)
    state = models.CharField(_("état"), max_length=9, choices=TieState.choices, default=TieState.DECLARED)
    state_since = models.DateField(_("état depuis"), null=True, blank=True)
    confirmed_by_link = models.BooleanField(_("confirmé par lien"), default=False)
    contested_text = models.TextField(_("ce que dit l’organisation"), max_length=LONGEST_TEXT, blank=True)
    declared_by = models.ForeignKey(
        "organisations.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = ParticipationManager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints: ClassVar = [
            not_before_start("participation"),
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                name="participation_undated_once",
                condition=Q(period__isnull=True),
                violation_error_message=_("Cette organisation fait déjà partie de l’alliance."),
            ),
            ExclusionConstraint(
                name="participation_apart",
                expressions=[
                    (IntegerPoint(F("alliance")), RangeOperators.EQUAL),
                    (IntegerPoint(F("organisation")), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette organisation fait déjà partie de l’alliance à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alliance_id}: {self.organisation_id}"


@tracked()
class ParticipationRole(Dated, BaseModel):
    """A role held within a participation, from a day to a day as far as one knows."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)

    objects = ParticipationPartManager()

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        constraints: ClassVar = [
            not_before_start("participation_role"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="participation_role_known"),
            models.UniqueConstraint(
                fields=["participation", "role"],
                name="participation_role_undated_once",
                condition=Q(period__isnull=True),
                violation_error_message=_("Ce rôle est déjà noté."),
            ),
            ExclusionConstraint(
                name="participation_role_apart",
                expressions=[
                    (IntegerPoint(F("participation")), RangeOperators.EQUAL),
                    (TextPoint(F("role")), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Ce rôle est déjà noté à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.role}"


@tracked()
class ParticipationIntensity(Dated, BaseModel):
    """How much the organisation is involved, from a day to a day."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="intensities")
    level = models.PositiveSmallIntegerField(_("intensité"), choices=Intensity.choices)

    objects = ParticipationPartManager()

    class Meta:
        verbose_name = _("intensité")
        verbose_name_plural = _("intensités")
        constraints: ClassVar = [
            not_before_start("participation_intensity"),
            models.CheckConstraint(condition=Q(level__in=Intensity.values), name="participation_intensity_known"),
            ExclusionConstraint(
                name="participation_intensity_apart",
                expressions=[
                    (IntegerPoint(F("participation")), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Une intensité est déjà notée à ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.level}"


@tracked("amount")
class Contribution(BaseModel):
    """What a participant gives or expects. An amount is for partners only, unless both sides agree to show it."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="contributions")
    direction = models.CharField(_("sens"), max_length=7, choices=Direction.choices)
    kind = models.CharField(_("nature"), max_length=8, choices=ResourceKind.choices)
    text = models.CharField(_("en quelques mots"), max_length=300, blank=True)
    amount = models.DecimalField(_("montant (euros)"), max_digits=12, decimal_places=2, null=True, blank=True)
    shown_by_alliance = models.BooleanField(_("l’alliance accepte de montrer le montant"), default=False)
    shown_by_participant = models.BooleanField(_("l’organisation accepte de montrer le montant"), default=False)

    objects = ParticipationPartManager()

    class Meta:
        verbose_name = _("apport ou attente")
        verbose_name_plural = _("apports et attentes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | (Q(amount__gte=0) & Q(kind=ResourceKind.MONEY)),
                name="contribution_amount",
                violation_error_message=_("Un montant est positif et ne concerne que l’argent."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.direction} {self.kind}"


@tracked("person_name")
class InvolvedPerson(Dated, BaseModel):
    """A person through whom an organisation takes part: invited by mail, shown only after their yes."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="people")
    person_name = models.CharField(_("nom"), max_length=200, blank=True)
    function = models.CharField(_("fonction"), max_length=200, blank=True)
    consent_given_at = models.DateTimeField(_("accord donné le"), null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField(_("accord retiré le"), null=True, blank=True)

    objects = ParticipationPartManager()

    class Meta:
        verbose_name = _("personne mobilisée")
        verbose_name_plural = _("personnes mobilisées")
        constraints: ClassVar = [not_before_start("involved_person")]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.pk}"
