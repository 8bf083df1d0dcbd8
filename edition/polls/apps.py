from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "edition.polls"
    verbose_name = "Polls"
