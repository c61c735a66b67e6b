"""A network brought in from a file, undone as a whole if needed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.alliances.querysets import OwnQuerySet
from maillage.core.models import BaseModel


class NetworkImport(BaseModel):
    """One file: what its rows say, what a person chose for the doubtful ones, and what was created."""

    class State(models.TextChoices):
        TRIED = "tried", _("à blanc")
        DONE = "done", _("fait")
        UNDONE = "undone", _("annulé")

    user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(_("fichier"), max_length=200)
    nodes = models.JSONField(_("organisations lues"), default=list)
    ties = models.JSONField(_("liens lus"), default=list)
    problems = models.JSONField(_("lignes refusées"), default=list)
    choices = models.JSONField(_("rapprochements choisis"), default=dict)
    created_organisations = models.JSONField(_("organisations créées"), default=list)
    state = models.CharField(_("état"), max_length=6, choices=State.choices, default=State.TRIED)
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)

    objects = models.Manager.from_queryset(OwnQuerySet)()

    class Meta:
        verbose_name = _("import d’un réseau")
        verbose_name_plural = _("imports de réseaux")

    def __str__(self) -> str:
        return self.file_name
