from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "maillage.organisations"
    verbose_name = "Organisations"

    def ready(self) -> None:
        """Declare what this app gives to the lower ones: tokens, documents, menu entries, panels, personal data."""
        from maillage.accounts.registry import register_personal_data
        from maillage.core import audiences, navigation, panels
        from maillage.organisations.carrying import follow_framework
        from maillage.organisations.domain.erasure import erase
        from maillage.organisations.domain.texts import register_free_texts
        from maillage.organisations.moves import follow_territories
        from maillage.organisations.panels import TERRITORY
        from maillage.organisations.search import KIND, OrganisationSource
        from maillage.organisations.selectors import personal
        from maillage.organisations.selectors.tokens import tokens_of
        from maillage.search import registry
        from maillage.territories import listeners
        from maillage.themes.registry import register_carrier

        audiences.register_tokens(tokens_of)
        registry.register(KIND, OrganisationSource())
        listeners.register(follow_territories)
        register_carrier(follow_framework)
        panels.register("territory", TERRITORY)
        navigation.register(
            navigation.Entry(section="explorer", label=_("Organisations"), url_name="organisations:list", order=20)
        )
        navigation.register(
            navigation.Entry(section="explorer", label=_("Carte"), url_name="organisations:map", order=30)
        )
        register_free_texts()
        register_personal_data(
            "organisations",
            personal.export,
            erase,
            label=_("Rôles dans les organisations et mandats d’animation"),
            describer=personal.describe,
        )
