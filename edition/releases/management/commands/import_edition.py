from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from edition.exchange import ImportRefused, Reading, read
from edition.releases.anchors import lost_anchors
from edition.releases.checks.check import check
from edition.releases.publish import save_revision
from edition.releases.reimport.importer import AlreadyThere, ChangedMeanwhile, import_document
from edition.releases.working_copy import read_working_copy
from edition.texts.models import Edition


class Command(BaseCommand):
    help = (
        "Import an edition from a text file, or from a folder with an edition.toml, as a working "
        "copy. The report lists how every line was recognised, and every doubt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="FILE", type=Path)
        parser.add_argument("--slug", default="", help="the edition's short name in addresses")
        parser.add_argument("--dry-run", action="store_true", help="report only; change nothing")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace the edition of that name, which stays available as a revision",
        )
        parser.add_argument(
            "--keep-layers",
            action="store_true",
            help="with --replace: replace the text only, and keep the editors' layers",
        )
        parser.add_argument(
            "--seen",
            default="",
            metavar="STATE",
            help="with --replace: refuse if the edition changed since a dry run printed STATE",
        )

    def handle(
        self,
        *,
        path: Path,
        slug: str,
        dry_run: bool,
        replace: bool,
        keep_layers: bool,
        seen: str,
        **options: Any,
    ) -> None:
        try:
            reading = read(path, slug)
        except ImportRefused as refused:
            raise CommandError(f"{path} was not imported.\n{refused}") from refused
        self.report(reading)
        existing = Edition.objects.filter(slug=reading.document.slug).first()
        state = ""
        if existing and replace:
            state = f" It replaces --seen {read_working_copy(existing).sha256}."
        try:
            with transaction.atomic():
                edition = import_document(
                    reading.document, replace=replace, keep_layers=keep_layers, seen=seen
                )
                if existing:  # so that nobody publishes it by saving something else
                    save_revision(edition, note=f"Imported from {path.name}"[:500])
                lost = lost_anchors(edition)
                transaction.set_rollback(dry_run)
        except ChangedMeanwhile as changed:
            raise CommandError(f"{changed} Review it again with --dry-run.") from changed
        except AlreadyThere as error:
            raise CommandError(
                f"{error} Choose another name with --slug, or replace it with --replace."
            ) from error
        except (ValueError, IntegrityError) as error:
            raise CommandError(f"{path} was not imported: {error}") from error
        for anchor in lost:
            warning = f"{anchor} lost its place in {anchor.target.key}."
            self.stdout.write(self.style.WARNING(warning))
        slug = reading.document.slug
        if dry_run:
            done = f"Read {path} as “{slug}”; nothing was changed.{state}"
            self.stdout.write(self.style.SUCCESS(done))
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
