from django.apps import AppConfig, apps


class DeskConfig(AppConfig):
    name = "edition.desk"
    verbose_name = "Desk"

    def ready(self) -> None:
        # This app comes before django.contrib.admin in INSTALLED_APPS, so the admin has not
        # created its site yet and creates this one.
        apps.get_app_config("admin").default_site = "edition.desk.site.Desk"
