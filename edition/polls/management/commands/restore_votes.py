"""List the bursts of a poll, or count one after all."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from edition.polls.bursts import restore
from edition.polls.models import Poll


class Command(BaseCommand):
    help = "List the bursts of votes that were set apart, or count one after all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the edition")
        parser.add_argument("poll", metavar="POLL")
        parser.add_argument("burst", metavar="BURST", type=int, nargs="?", help="its number")

    def handle(self, *, slug: str, poll: str, burst: int | None, **options: Any) -> None:
        found = Poll.objects.named(slug, poll).first()
        if found is None:
            raise CommandError(f"The edition “{slug}” has no poll “{poll}”.")
        bursts = found.bursts.annotate(size=Count("ballots"))
        if burst is None:
            for each in bursts:
                state = "restored" if each.restored_at else "set apart"
                self.stdout.write(f"{each.pk}: {each}, {each.size} votes, {state}")
            return
        chosen = bursts.filter(pk=burst).first()
        if chosen is None:
            raise CommandError(f"This poll has no burst {burst}.")
        self.stdout.write(self.style.SUCCESS(f"{restore(chosen)} votes count now."))
