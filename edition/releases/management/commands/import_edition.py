from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from edition.exchange import ImportRefused, Reading, read
from edition.releases.check import check
from edition.releases.importing import AlreadyThere, take_in


class Command(BaseCommand):
    help = (
        "Read an edition from a text file, or from a folder with an edition.toml, and make it a "
        "working copy. The report says line by line what was recognised, and every doubt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)
        parser.add_argument("--slug", default="", help="its short name in addresses")
        parser.add_argument("--dry-run", action="store_true", help="report, and change nothing")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="put it in the place of the edition of that name, which is kept as a revision",
        )

    def handle(
        self, *, path: Path, slug: str, dry_run: bool, replace: bool, **options: Any
    ) -> None:
        try:
            reading = read(path, slug)
        except ImportRefused as refused:
            raise CommandError(f"{path} was not imported.\n{refused}") from refused
        self.report(reading)
        try:
            with transaction.atomic():
                take_in(reading.document, replace=replace)
                transaction.set_rollback(dry_run)
        except AlreadyThere as error:
            raise CommandError(
                f"{error} Choose another name with --slug, or put this in its place with --replace."
            ) from error
        except (ValueError, IntegrityError) as error:
            raise CommandError(f"{path} was not imported: {error}") from error
        slug = reading.document.slug
        if dry_run:
            self.stdout.write(self.style.SUCCESS(f"Read {path} as “{slug}”; nothing was changed."))
        else:
            self.stdout.write(
                self.style.SUCCESS(f"Imported {path} as “{slug}”.")
                + f" To release it: manage.py publish {slug}"
            )

    def report(self, reading: Reading) -> None:
        for line in reading.lines():
            self.stdout.write(line)
        document = reading.document
        self.stdout.write(
            f"{len(document.sections)} sections, {len(document.paragraphs)} paragraphs, "
            f"{len(document.notes)} notes, {len(document.annotations)} annotations, "
            f"{len(document.emendations)} emendations, {len(document.entities)} entities, "
            f"{len(document.events)} events, {len(document.polls)} polls; "
            f"{len(reading.doubts)} doubts"
        )
        for problem in check(document):
            self.stdout.write(self.style.WARNING(str(problem)))
