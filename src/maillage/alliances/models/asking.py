"""Asking the other party: a mailed link, its answer, and nothing of the address once it is over."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maillage.alliances.enums import Answer
from maillage.alliances.models.participations import InvolvedPerson, Participation
from maillage.alliances.models.path import Charter
from maillage.alliances.models.relations import Relation
from maillage.alliances.querysets import RequestQuerySet
from maillage.core.models import BaseModel
from maillage.organisations.models.tracking import tracked

TARGETS = ("participation", "relation", "person", "charter")


def _one_target() -> Q:
    only = Q()
    for chosen in TARGETS:
        only |= Q(**{f"{name}__isnull": name != chosen for name in TARGETS})
    return only


@tracked("email", "token_digest")
class Request(BaseModel):
    """A question mailed to a party about one thing. The link works once, for 30 days; only its digest is kept.

    The address is erased 30 days after the answer or the expiry.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, blank=True, related_name="requests"
    )
    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, null=True, blank=True, related_name="requests")
    person = models.ForeignKey(InvolvedPerson, on_delete=models.CASCADE, null=True, blank=True, related_name="requests")
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, null=True, blank=True, related_name="requests")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", verbose_name=_("organisation invitée")
    )
    email = models.EmailField(_("envoyée à"), blank=True)
    token_digest = models.CharField(_("empreinte du lien"), max_length=64, blank=True, db_index=True)
    sent_at = models.DateTimeField(_("envoyée le"))
    expires_at = models.DateTimeField(_("expire le"))
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    answer = models.CharField(_("réponse"), max_length=7, choices=Answer.choices, blank=True)

    objects = models.Manager.from_queryset(RequestQuerySet)()

    class Meta:
        verbose_name = _("demande de confirmation")
        verbose_name_plural = _("demandes de confirmation")
        constraints: ClassVar = [
            models.CheckConstraint(condition=_one_target(), name="request_about_one_thing"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="request_answer_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
