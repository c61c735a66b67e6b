from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    name = "maillage.alliances"
    verbose_name = "Alliances"

    def ready(self) -> None:
        """Declare what this app gives to the lower ones: tokens and documents."""
        from maillage.alliances.domain.alliances import KIND
        from maillage.alliances.search import AllianceDocuments
        from maillage.alliances.selectors.tokens import tokens_of
        from maillage.core import audiences
        from maillage.organisations.facets import name_kind
        from maillage.search import registry

        audiences.register_tokens(tokens_of)
        name_kind(KIND, _("Alliances"))
        registry.register(KIND, AllianceDocuments())
