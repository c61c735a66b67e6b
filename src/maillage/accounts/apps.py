from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "maillage.accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from maillage.accounts import checks, retention

        assert checks.refuse_demonstration_in_production
        retention.register_own()
