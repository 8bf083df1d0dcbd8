"""Recount a poll and correct its stored counts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from edition.polls.models import Poll
from edition.polls.tally import recount


class Command(BaseCommand):
    help = "Recount every ballot of a poll. Corrects wrong counts, and exits with 1 if any was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the edition")
        parser.add_argument("poll", metavar="POLL")

    def handle(self, *, slug: str, poll: str, **options: Any) -> None:
        found = Poll.objects.named(slug, poll).first()
        if found is None:
            raise CommandError(f"The edition “{slug}” has no poll “{poll}”.")
        wrong = recount(found)
        if wrong:
            counts = "; ".join(f"{each.key}: {each.stored} → {each.counted}" for each in wrong)
            raise CommandError(f"{len(wrong)} counts were wrong and are corrected: {counts}.")
        ballots = found.ballots.count()
        self.stdout.write(self.style.SUCCESS(f"{ballots} ballots; every count is right."))
