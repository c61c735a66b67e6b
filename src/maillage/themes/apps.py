from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "maillage.themes"
    verbose_name = "Thèmes et référentiels"
