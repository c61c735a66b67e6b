"""A network brought in from a file, undone as a whole if needed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.alliances.querysets import ImportPartQuerySet, OwnQuerySet
from maillage.core.models import BaseModel


class NetworkImport(BaseModel):
    """Some files: what their rows say, what a person chose for the doubtful ones, and what was created.

    `nodes` and `ties` are the rows as read, a problem among their values, and what becomes of each; `choices` answers,
    by place in `nodes`, which organisation a row is about; `found` counts what the trial would write; `created` lists
    by kind the public ids and versions of what the import made; `kept` tells what undoing left in place and why.
    """

    class State(models.TextChoices):
        READ = "read", _("en lecture")
        REFUSED = "no", _("refusé")
        TRYING = "trying", _("essai en cours")
        TRIED = "tried", _("à blanc")
        DOING = "doing", _("en cours")
        DONE = "done", _("fait")
        UNDOING = "back", _("annulation en cours")
        UNDONE = "undone", _("annulé")

    user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(_("fichier"), max_length=200)
    options = models.JSONField(_("réglages"), default=dict)
    nodes = models.JSONField(_("organisations lues"), default=list)
    ties = models.JSONField(_("liens lus"), default=list)
    problems = models.JSONField(_("lignes refusées"), default=list)
    choices = models.JSONField(_("rapprochements choisis"), default=dict)
    found = models.JSONField(_("ce que l’essai écrirait"), default=dict)
    created = models.JSONField(_("ce qui a été créé"), default=dict)
    kept = models.JSONField(_("ce qui reste après l’annulation"), default=list)
    progress = models.PositiveIntegerField(_("lignes faites"), default=0)
    total = models.PositiveIntegerField(_("lignes à faire"), default=0)
    state = models.CharField(_("état"), max_length=6, choices=State.choices, default=State.TRIED)
    done_at = models.DateTimeField(_("fait le"), null=True, blank=True)

    objects = models.Manager.from_queryset(OwnQuerySet)()

    class Meta:
        verbose_name = _("import d’un réseau")
        verbose_name_plural = _("imports de réseaux")

    def __str__(self) -> str:
        return self.file_name


class ImportFile(models.Model):
    """A file of an import as it was sent, until a job has read it."""

    brought = models.ForeignKey(NetworkImport, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("fichier"), max_length=200)
    content = models.BinaryField(_("contenu"))

    objects = models.Manager.from_queryset(ImportPartQuerySet)()

    class Meta:
        verbose_name = _("fichier d’un import")
        verbose_name_plural = _("fichiers des imports")

    def __str__(self) -> str:
        return self.name
