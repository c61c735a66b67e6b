"""What the environment must not combine."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.translation import gettext as _


@register(Tags.security)
def refuse_demonstration_in_production(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demonstration shows passwords and messages: it never runs with the production settings."""
    module = str(getattr(settings, "SETTINGS_MODULE", ""))
    production = module.endswith("production") or (settings.SECURE_SSL_REDIRECT and not settings.DEBUG)
    if not (settings.DEMO and production):
        return []
    return [
        Error(
            _("MAILLAGE_DEMO=1 affiche des mots de passe et des messages : interdit avec les réglages de production."),
            hint=_("Retirez MAILLAGE_DEMO de l’environnement."),
            id="maillage.E001",
        )
    ]
