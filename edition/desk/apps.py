from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "edition.desk"
    verbose_name = "Desk"
