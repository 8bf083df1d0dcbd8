from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "edition.texts"
    verbose_name = "Text"
