"""Closed lists."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameworkStatus(models.TextChoices):
    """How far a framework may be relied on: `draft` is ours and still discussed."""

    OFFICIAL = "official", _("officiel")
    DRAFT = "draft", _("projet")
