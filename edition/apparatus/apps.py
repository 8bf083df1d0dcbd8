from django.apps import AppConfig


class ApparatusConfig(AppConfig):
    name = "edition.apparatus"
    verbose_name = "Apparatus"
