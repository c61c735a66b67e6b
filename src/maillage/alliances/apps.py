from django.apps import AppConfig


class AlliancesConfig(AppConfig):
    name = "maillage.alliances"
    verbose_name = "Alliances"

    def ready(self) -> None:
        """Declare what this app gives to the lower ones."""
        from maillage.alliances.selectors.tokens import tokens_of
        from maillage.core import audiences

        audiences.register_tokens(tokens_of)
