from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.releases.anchors import problems_in
from edition.releases.fidelity import check_fidelity
from edition.releases.sources import unreadable
from edition.releases.working_copy import load
from edition.texts.models import Edition


class Command(BaseCommand):
    help = (
        "Check a working copy: notes and references, anchors, keys, dates, and that the text "
        "equals its source, character for character. Exits with 1 if something is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG")

    def handle(self, *, slug: str, **options: Any) -> None:
        edition = Edition.objects.filter(slug=slug).first()
        if edition is None:
            raise CommandError(f"There is no edition “{slug}”.")
        problems = unreadable(edition)
        if not problems:
            document = load(edition)
            problems = [*problems_in(edition, document), *check_fidelity(edition, document)]
        for problem in problems:
            self.stdout.write(str(problem))
        if blocking := sum(problem.blocks for problem in problems):
            raise CommandError(f"{blocking} problems must be settled.")
        has_source = edition.witnesses.exists()
        told = f"{len(document.paragraphs)} paragraphs and {len(document.notes)} notes "
        told += "equal their source" if has_source else "hang together; there is no source"
        self.stdout.write(self.style.SUCCESS(f"“{slug}” is sound: {told}."))
