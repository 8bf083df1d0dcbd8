from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.releases.backups import BackupError, back_up


class Command(BaseCommand):
    help = (
        "Copy the whole database to a file, while everybody works on. The file is checked, and "
        "appears only when it is whole."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)

    def handle(self, *, path: Path, **options: Any) -> None:
        try:
            made = back_up(path, self.stdout.write)
        except BackupError as error:
            raise CommandError(f"No backup was made. {error}") from error
        size = f"{made.size / 2**20:.1f} MB"
        self.stdout.write(self.style.SUCCESS(f"The database is in {made.path}, {size}, checked."))
