from django.apps import AppConfig


class ReaderConfig(AppConfig):
    name = "edition.reader"
    verbose_name = "Reader"
