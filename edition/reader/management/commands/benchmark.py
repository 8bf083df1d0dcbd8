"""Measure how fast pages, votes and streams are served."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from edition.releases.models import Revision


class Command(BaseCommand):
    help = "Measure speed, as ratios of what is measured beside it in the same run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            choices=["read", "votes", "stream"],
            help="read: the rate of the reading page; votes: of votes; stream: open pages",
        )
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
        parser.add_argument("--listeners", type=int, default=5000, help="to a stream")
        parser.add_argument("--ballots", type=int, default=100_000, help="that a tally is of")

    def handle(
        self,
        *,
        what: str,
        rounds: int,
        seconds: float,
        listeners: int,
        ballots: int,
        **options: Any,
    ) -> None:
        # Benchmarks are no part of the app, which needs them only here.
        from benchmarks.read import NotAnswered, benchmark_read
        from benchmarks.stream import benchmark_stream
        from benchmarks.votes import benchmark_votes

        if what == "votes":
            benchmark_votes(rounds, seconds, ballots, self.stdout.write)
        elif what == "stream":
            benchmark_stream(listeners, rounds, seconds, self.stdout.write)
        else:
            release = Revision.objects.for_readers().order_by("-released_at").first()
            if release is None:
                raise CommandError("There is no release to read; run manage.py prepare first.")
            path = reverse("reader:edition", args=[release.edition.slug])
            try:
                benchmark_read(path, rounds, seconds, self.stdout.write)
            except NotAnswered as error:
                raise CommandError(str(error)) from error
