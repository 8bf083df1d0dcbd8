from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.releases.anchors import problems_in
from edition.releases.fidelity import check_fidelity
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
        document = load(edition)
        problems = [*problems_in(edition, document), *check_fidelity(edition, document)]
        for problem in problems:
            self.stdout.write(str(problem))
        blocking = sum(problem.blocks for problem in problems)
        if blocking:
            raise CommandError(f"{blocking} problems must be settled.")
        self.stdout.write(
            self.style.SUCCESS(
                f"“{slug}” is sound: {len(document.paragraphs)} paragraphs and "
                f"{len(document.notes)} notes equal their source."
            )
        )
