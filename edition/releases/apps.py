from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "edition.releases"
    verbose_name = "Releases"
