from django.apps import AppConfig


class TabularConfig(AppConfig):
    name = "maillage.tabular"
    verbose_name = "Tabular"
