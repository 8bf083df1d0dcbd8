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
from edition.releases.reimport.importing import take_in
from edition.static_files import are_collected, collect
from edition.texts.models import Edition

FIRST_EDITION = Path(settings.BASE_DIR) / "fixtures" / "sino-russian-partnership"
EDITOR = "editor"


class Command(BaseCommand):
    help = (
        "Make ready to serve: bring the database up to date, collect the static files, import and "
        "release the first edition if there is none, and create the account “editor”. Run again it "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="do not import an edition")

    def handle(self, *, empty: bool, **options: Any) -> None:
        self.close_to_others()
        call_command("migrate", verbosity=0, interactive=False)
        if not are_collected():
            self.stdout.write("Collecting and compressing static files …")
            collect()
        if not empty and not Edition.objects.exists():
            self.stdout.write("Importing the first edition …")
            document = read(FIRST_EDITION).document
            with transaction.atomic():
                publish(take_in(document), note="First release")
        self.stdout.write(f"Read:  {settings.SITE_URL}/")
        self.stdout.write(f"Edit:  {settings.SITE_URL}/admin/")
        self.create_editor()

    def close_to_others(self) -> None:
        """Let nobody else read the data folder; earlier versions left it open."""
        folder = settings.DATA_DIR
        for path in (folder, *folder.glob("edition.sqlite3*"), *folder.glob("*.json")):
            try:
                path.chmod(0o700 if path == folder else 0o600)
            except PermissionError:
                self.stderr.write(f"{path} belongs to another account; who may read it stays so.")

    def create_editor(self) -> None:
        users = get_user_model()
        if users.objects.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.objects.create_superuser(EDITOR, password=password)
        self.stdout.write(f"       as “{EDITOR}” with the password {password}")
        self.stdout.write("       (shown this once; `make password` sets another)")
