"""People: who may write for an organisation, who stewards a territory, who is named on a page and by what right."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.core.database import IntegerPoint
from maillage.core.dates import Dated
from maillage.core.models import BaseModel
from maillage.organisations.enums import Basis, Capacity, MemberRole
from maillage.organisations.models.organisations import Organisation
from maillage.organisations.models.tracking import period_is_not_empty, tracked
from maillage.organisations.querysets import MembershipQuerySet, PublicRoleQuerySet, StewardMandateQuerySet

MembershipManager = models.Manager.from_queryset(MembershipQuerySet)
PublicRoleManager = models.Manager.from_queryset(PublicRoleQuerySet)
StewardMandateManager = models.Manager.from_queryset(StewardMandateQuerySet)


@tracked()
class Membership(BaseModel):
    """The right of an account to write for an organisation, for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("compte")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=13, choices=MemberRole.choices, default=MemberRole.CONTRIBUTOR)
    period = DateRangeField(_("période"))

    objects = MembershipManager()

    class Meta:
        verbose_name = _("rôle dans une organisation")
        verbose_name_plural = _("rôles dans les organisations")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    (IntegerPoint(F("user_id")), RangeOperators.EQUAL),
                    (IntegerPoint(F("organisation_id")), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne a déjà un rôle dans cette organisation à ces dates."),
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False),
                name="membership_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} / {self.organisation_id} / {self.role}"


@tracked()
class StewardMandate(BaseModel):
    """The charge of an account to look after a territory, for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("compte")
    )
    territory = models.ForeignKey(
        "territories.Territory", on_delete=models.PROTECT, related_name="mandates", verbose_name=_("territoire")
    )
    period = DateRangeField(_("période"))

    objects = StewardMandateManager()

    class Meta:
        verbose_name = _("mandat d’animation")
        verbose_name_plural = _("mandats d’animation")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="mandate_no_overlap",
                expressions=[
                    (IntegerPoint(F("user_id")), RangeOperators.EQUAL),
                    (IntegerPoint(F("territory_id")), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne anime déjà ce territoire à ces dates."),
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False),
                name="mandate_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} / {self.territory_id}"


@tracked("person_name")
class PublicRole(Dated, BaseModel):
    """A person named on an organisation's page.

    Two legal paths that never mix: volunteers by their consent, withdrawn at will; elected and professional roles
    by legitimate interest, with a right to object. An erased person leaves a row without a name.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="public_roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="public_roles",
        verbose_name=_("compte"),
    )
    person_name = models.CharField(_("nom de la personne"), max_length=120, blank=True)
    function = models.CharField(_("fonction"), max_length=160)
    capacity = models.CharField(_("à quel titre"), max_length=12, choices=Capacity.choices)
    basis = models.CharField(_("base légale"), max_length=20, choices=Basis.choices)
    consent_given_at = models.DateTimeField(_("accord donné le"), null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField(_("accord retiré le"), null=True, blank=True)
    objected_at = models.DateTimeField(_("opposition le"), null=True, blank=True)

    objects = PublicRoleManager()

    class Meta:
        verbose_name = _("personne présentée")
        verbose_name_plural = _("personnes présentées")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(capacity=Capacity.VOLUNTEER, basis=Basis.CONSENT, objected_at__isnull=True)
                | (
                    Q(capacity__in=[Capacity.ELECTED, Capacity.PROFESSIONAL])
                    & Q(basis=Basis.LEGITIMATE_INTEREST)
                    & Q(consent_given_at__isnull=True, consent_withdrawn_at__isnull=True)
                ),
                name="public_role_legal_path",
                violation_error_message=_(
                    "Une personne bénévole est présentée avec son accord ; une fonction élective ou professionnelle "
                    "au titre de l’intérêt légitime."
                ),
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.LEGITIMATE_INTEREST) | Q(consent_given_at__isnull=False) | Q(person_name=""),
                name="public_role_consent_dated",
                violation_error_message=_("La date de l’accord est nécessaire pour nommer une personne bénévole."),
            ),
            models.CheckConstraint(
                condition=period_is_not_empty(),
                name="public_role_period",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} / {self.organisation_id}"
