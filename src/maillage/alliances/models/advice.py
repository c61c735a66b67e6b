"""Advice to meet, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import IntroductionState
from maillage.alliances.models.alliances import Alliance
from maillage.alliances.querysets import IntroductionQuerySet
from maillage.core.models import BaseModel
from maillage.organisations.models.tracking import tracked

IntroductionManager = models.Manager.from_queryset(IntroductionQuerySet)


@tracked()
class Introduction(BaseModel):
    """Two organisations that would gain by meeting: the reasons then, and the outcome. `first` has the smaller key."""

    first = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="introductions")
    reasons = models.JSONField(_("raisons"), default=list)
    state = models.CharField(_("suite"), max_length=12, choices=IntroductionState.choices)
    proposed_on = models.DateField(_("proposée le"))
    met_on = models.DateField(_("rencontre le"), null=True, blank=True)
    outcome = models.TextField(_("ce qui en est sorti"), max_length=2_000, blank=True)
    alliance = models.ForeignKey(
        Alliance, on_delete=models.SET_NULL, null=True, blank=True, related_name="introductions"
    )

    objects = IntroductionManager()

    class Meta:
        verbose_name = _("mise en relation")
        verbose_name_plural = _("mises en relation")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="introduction_ordered"),
            models.UniqueConstraint(
                fields=["first", "second", "proposed_by"],
                name="introduction_once",
                violation_error_message=_("Vous avez déjà traité cette proposition."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"
