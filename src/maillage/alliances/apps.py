from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlliancesConfig(AppConfig):
    name = "maillage.alliances"
    verbose_name = "Alliances"

    def ready(self) -> None:
        """Declare what this app gives to the lower ones: tokens, documents, panels, personal data."""
        from maillage.accounts.registry import register_personal_data
        from maillage.accounts.retention import register_processing
        from maillage.alliances.advice_panels import MEETINGS, WHO_TO_MEET
        from maillage.alliances.answers_panels import RELATIONS, WAITING
        from maillage.alliances.domain.alliances import KIND
        from maillage.alliances.domain.erasure import erase
        from maillage.alliances.domain.texts import register_free_texts
        from maillage.alliances.panels import HOME, MINE, ORGANISATION, TERRITORY
        from maillage.alliances.path_panels import COMMITMENTS
        from maillage.alliances.processing import ALLIANCE_PROCESSINGS
        from maillage.alliances.search import AllianceDocuments
        from maillage.alliances.selectors import personal
        from maillage.alliances.selectors.tokens import tokens_of
        from maillage.core import audiences, navigation, panels
        from maillage.organisations.facets import name_kind
        from maillage.search import registry

        audiences.register_tokens(tokens_of)
        name_kind(KIND, _("Alliances"))
        registry.register(KIND, AllianceDocuments())
        navigation.register(
            navigation.Entry(section="explorer", label=_("Alliances"), url_name="alliances:list", order=25)
        )
        navigation.register(
            navigation.Entry(section="explorer", label=_("Réseau"), url_name="alliances:network", order=40)
        )
        panels.register("territory", TERRITORY)
        panels.register("organisation", ORGANISATION)
        panels.register("home", HOME)
        panels.register("mine", WAITING)
        panels.register("mine", COMMITMENTS)
        panels.register("mine", MINE)
        panels.register("organisation", RELATIONS)
        panels.register("organisation", WHO_TO_MEET)
        panels.register("mine", MEETINGS)
        register_free_texts()
        register_personal_data(
            "alliances",
            personal.export,
            erase,
            label=_("Alliances animées, questions reçues, participations où vous êtes nommé"),
            describer=personal.describe,
        )
        for processing in ALLIANCE_PROCESSINGS:
            register_processing(processing)
