from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.releases.backups import BackupError, restore


class Command(BaseCommand):
    help = (
        "Restore the database from a file that `backup` made. The file is verified first, and the "
        "previous data stay beside the database."
    )
    # The existing database may be of another version, or empty.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace the existing database")

    def handle(self, *, path: Path, replace: bool, **options: Any) -> None:
        try:
            archived = restore(path, self.stdout.write, replace=replace)
        except BackupError as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.stdout.write(self.style.SUCCESS(f"{path} was restored."))
        if archived:
            self.stdout.write(f"The previous data are kept as {archived}.")
        self.stdout.write("Now run manage.py prepare, and restart every server.")
