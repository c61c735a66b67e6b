"""The path of an alliance: what happened, what was decided, what each one undertook."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import CommitmentForm, CommitmentState, MilestoneKind
from maillage.alliances.models.alliances import Alliance, AlliancePartManager
from maillage.alliances.querysets import CharterAgreementQuerySet
from maillage.core.dates import Precision
from maillage.core.models import BaseModel
from maillage.organisations.models.tracking import tracked


@tracked()
class Milestone(BaseModel):
    """Something that counted, success or difficulty alike, on a day known more or less."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="milestones")
    on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(
        _("précision de la date"), max_length=8, choices=Precision.choices, default=Precision.DAY
    )
    kind = models.CharField(_("nature"), max_length=10, choices=MilestoneKind.choices, default=MilestoneKind.STEP)
    title = models.CharField(_("en une phrase"), max_length=200)
    text = models.TextField(_("récit"), max_length=5_000, blank=True)
    image = models.ImageField(_("image"), upload_to="alliances/", blank=True)
    image_alt = models.CharField(_("description de l’image"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("jalon")
        verbose_name_plural = _("jalons")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title=""), name="milestone_titled", violation_error_message=_("Dites-le en une phrase.")
            ),
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_alt=""),
                name="milestone_image_described",
                violation_error_message=_("Décrivez l’image pour ceux qui ne la voient pas."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class Commitment(BaseModel):
    """A decision, who answers for it, by when, and its proof; renegotiated, it leads to the one that replaces it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="commitments")
    form = models.CharField(_("forme"), max_length=11, choices=CommitmentForm.choices, default=CommitmentForm.SIMPLE)
    decision = models.CharField(_("engagement"), max_length=500)
    decided_on = models.DateField(_("décidé le"), null=True, blank=True)
    accountable = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="commitments", verbose_name=_("qui répond")
    )
    counterpart = models.CharField(_("en échange"), max_length=500, blank=True)
    counterpart_by = models.CharField(_("de la part de"), max_length=200, blank=True)
    due_on = models.DateField(_("échéance"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=CommitmentState.choices, default=CommitmentState.OPEN)
    settled_on = models.DateField(_("depuis le"), null=True, blank=True)
    proof = models.TextField(_("preuve"), max_length=2_000, blank=True)
    proof_url = models.URLField(_("adresse de la preuve"), max_length=500, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    reminded_on = models.DateField(_("rappel envoyé le"), null=True, blank=True)

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="commitment_due", condition=Q(state=CommitmentState.OPEN))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(decision=""),
                name="commitment_said",
                violation_error_message=_("Dites à quoi l’organisation s’engage."),
            ),
            models.CheckConstraint(
                condition=~Q(state=CommitmentState.KEPT) | ~Q(proof="") | ~Q(proof_url=""),
                name="commitment_proved",
                violation_error_message=_("Un engagement tenu a sa preuve : un texte ou une adresse."),
            ),
            models.CheckConstraint(
                condition=~Q(form=CommitmentForm.FIFTY_FIFTY) | (~Q(counterpart="") & ~Q(counterpart_by="")),
                name="commitment_both_halves",
                violation_error_message=_("Un fifty-fifty dit aussi à quoi l’autre partie s’engage."),
            ),
            models.CheckConstraint(condition=~Q(replaces=F("pk")), name="commitment_not_itself"),
        ]

    def __str__(self) -> str:
        return self.decision


@tracked()
class Charter(BaseModel):
    """A numbered version of the one-page charter: its words are frozen when it is issued."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="charters")
    number = models.PositiveSmallIntegerField(_("version"))
    purpose = models.TextField(_("objet"), max_length=2_000)
    rules = models.TextField(_("règles partagées"), max_length=5_000, blank=True)
    commitments = models.JSONField(_("engagements de chacun"), default=list)
    issued_on = models.DateField(_("du"))

    objects = AlliancePartManager()

    class Meta:
        verbose_name = _("charte")
        verbose_name_plural = _("chartes")
        constraints: ClassVar = [models.UniqueConstraint(fields=["alliance", "number"], name="charter_number_once")]

    def __str__(self) -> str:
        return f"{self.alliance_id}: {self.number}"


@tracked()
class CharterAgreement(BaseModel):
    """The yes of an organisation to one version of the charter; no version is agreed to on its behalf.

    Withdrawn, it stays as it was, with the day; said again, it is another row.
    """

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="agreements")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    agreed_on = models.DateField(_("accord donné le"))
    by_link = models.BooleanField(_("donné par lien"), default=False)
    withdrawn_on = models.DateField(_("accord retiré le"), null=True, blank=True)

    objects = models.Manager.from_queryset(CharterAgreementQuerySet)()

    class Meta:
        verbose_name = _("accord sur la charte")
        verbose_name_plural = _("accords sur la charte")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["charter", "organisation"],
                name="charter_agreement_once",
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message=_("Cette organisation a déjà donné son accord."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("agreed_on")),
                name="charter_agreement_withdrawn_after",
                violation_error_message=_("Un accord se retire après avoir été donné."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.charter_id}: {self.organisation_id}"
