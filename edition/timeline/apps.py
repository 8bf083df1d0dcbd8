from django.apps import AppConfig


class TimelineConfig(AppConfig):
    name = "edition.timeline"
    verbose_name = "Timeline"
