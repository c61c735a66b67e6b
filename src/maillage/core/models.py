"""The base of every stored thing."""

import uuid
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class BaseModel(models.Model):
    """An integer key inside, a `public_id` outside, and a version that tells a stale form from a fresh one."""

    public_id = models.UUIDField("identifiant public", default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802 Django's name, behind each `get_…_display`
        """Return the label of a choice. Django's own hashes every label of the field, hence translates it, each time."""
        value = getattr(self, field.attname)
        return str(_labels(field).get(value, "" if value is None else value))


@cache
def _labels(field: Any) -> dict[Any, Any]:
    return dict(field.flatchoices)
