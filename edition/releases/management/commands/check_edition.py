from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.document.values import Document
from edition.releases.checks.fidelity import check_fidelity
from edition.releases.problems import problems_in
from edition.releases.working_copy import read_working_copy
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
        copy = read_working_copy(edition)
        problems, document = problems_in(copy), copy.document
        for problem in problems:
            self.stdout.write(str(problem))
        if blocking := sum(problem.blocks for problem in problems):
            raise CommandError(f"{blocking} problems must be corrected.")
        summary = f"{len(document.paragraphs)} paragraphs and {len(document.notes)} notes "
        summary += compare_with_source(edition, document)
        self.stdout.write(self.style.SUCCESS(f"“{slug}” is sound: {summary}."))


def compare_with_source(edition: Edition, document: Document) -> str:
    """Describe how an edition that may be released compares with its source."""
    if not edition.witnesses.exists():
        return "are consistent; there is no source"
    if not check_fidelity(edition, document):
        return "equal their source"
    signed = [f"{each.key} ({each.reason})" for each in edition.departures.all()]
    departures = f"; signed for: {', '.join(signed)}" if signed else ""
    return f"are consistent, but do not all equal their source{departures}"
