from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "maillage.territories"
    verbose_name = "Territoires"

    def ready(self) -> None:
        """Declare the documents and the menu entry."""
        from maillage.core import navigation
        from maillage.search import registry
        from maillage.territories.search import KIND, TerritorySource

        registry.register(KIND, TerritorySource())
        navigation.register(
            navigation.Entry(section="explorer", label="Territoires", url_name="territories:index", order=10)
        )
