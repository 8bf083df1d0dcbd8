from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.releases.backups import BackupError, back_up


class Command(BaseCommand):
    help = (
        "Copy the whole database to a file while it is in use. The copy is verified, and the file "
        "appears only when it is complete."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)

    def handle(self, *, path: Path, **options: Any) -> None:
        try:
            backup = back_up(path, self.stdout.write)
        except BackupError as error:
            raise CommandError(f"No backup was made. {error}") from error
        size = f"{backup.size / 2**20:.1f} MB"
        done = f"The database was copied to {backup.path} ({size}) and verified."
        self.stdout.write(self.style.SUCCESS(done))
