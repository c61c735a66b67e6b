from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "maillage.territories"
    verbose_name = "Territoires"

    def ready(self) -> None:
        from maillage.search import registry
        from maillage.territories.search import KIND, TerritorySource

        registry.register(KIND, TerritorySource())
