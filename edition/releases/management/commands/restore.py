from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.releases.backups import BackupError, restore


class Command(BaseCommand):
    help = (
        "Put a database back that `backup` has copied. The file is checked first, and what is "
        "there now is kept beside it."
    )
    # What is there may be of another version, or nothing at all.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="put it in the place of the database there is"
        )

    def handle(self, *, path: Path, replace: bool, **options: Any) -> None:
        try:
            kept = restore(path, self.stdout.write, replace=replace)
        except BackupError as error:
            raise CommandError(f"Nothing was put back. {error}") from error
        self.stdout.write(self.style.SUCCESS(f"{path} is put back."))
        if kept:
            self.stdout.write(f"What was there is kept as {kept}.")
        self.stdout.write("Now: manage.py prepare, and restart every server.")
