import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from edition.exchange import read
from edition.releases.publish import publish
from edition.releases.reimport.importer import import_document
from edition.static_files import are_collected, collect
from edition.texts.models import Edition

FIRST_EDITION = Path(settings.BASE_DIR) / "fixtures" / "sino-russian-partnership"
EDITOR = "editor"


class Command(BaseCommand):
    help = (
        "Prepare to serve: migrate the database, collect the static files, import and release the "
        "first edition if there is none, and create the account “editor”. A second run changes "
        "nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="do not import an edition")

    def handle(self, *, empty: bool, **options: Any) -> None:
        self.restrict_access()
        call_command("migrate", verbosity=0, interactive=False)
        if not are_collected():
            self.stdout.write("Collecting and compressing static files …")
            collect()
        if not empty and not Edition.objects.exists():
            self.stdout.write("Importing the first edition …")
            document = read(FIRST_EDITION).document
            with transaction.atomic():
                publish(import_document(document), note="First release")
        self.stdout.write(f"Read:  {settings.SITE_URL}/")
        self.stdout.write(f"Edit:  {settings.SITE_URL}/admin/")
        self.create_editor()

    def restrict_access(self) -> None:
        """Let nobody else read our files; and the folder, if an earlier version left them open.

        This version restricts what it creates. A folder that was there before may be one that
        other accounts use too, such as /srv: its mode is not changed.
        """
        folder = settings.DATA_DIR
        paths = [*folder.glob("edition.sqlite3*"), *folder.glob("last_backup.json")]
        if any(path.stat().st_mode & 0o077 for path in paths):
            paths.append(folder)
        for path in paths:
            try:
                path.chmod(0o700 if path == folder else 0o600)
            except PermissionError:
                self.stderr.write(f"{path} belongs to another account; its mode was not changed.")

    def create_editor(self) -> None:
        users = get_user_model()
        if users.objects.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.objects.create_superuser(EDITOR, password=password)
        self.stdout.write(f"       as “{EDITOR}” with the password {password}")
        self.stdout.write("       (shown this once; `make password` sets another)")
