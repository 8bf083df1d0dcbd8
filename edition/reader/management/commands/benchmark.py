import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from benchmarks.load import Measured, fetch, measure, server
from benchmarks.stream import benchmark_stream
from benchmarks.votes import benchmark_votes
from edition.releases.models import Revision

SENT_BY_THE_SERVER = {b"date", b"server", b"content-length", b"connection"}


class Command(BaseCommand):
    help = "Measure speed, as ratios of what is measured beside it in the same run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            choices=["read", "votes", "stream"],
            help="read: the rate of the reading page; votes: of votes; stream: open pages told",
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
        if what == "votes":
            benchmark_votes(rounds, seconds, ballots, self.stdout.write)
        elif what == "stream":
            benchmark_stream(listeners, rounds, seconds, self.stdout.write)
        else:
            self.read(rounds, seconds)

    def read(self, rounds: int, seconds: float) -> None:
        release = Revision.objects.released().order_by("-released_at").first()
        if release is None:
            raise CommandError("There is no release to read; run manage.py prepare first.")
        path = reverse("reader:edition", args=[release.edition.slug])
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode()
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            edition = stack.enter_context(server("edition.asgi:application", {}))
            head, body = fetch(edition[0], request)
            if not head.startswith(b"HTTP/1.1 200"):
                raise CommandError(f"{path} answered {head.splitlines()[0].decode()}.")
            bare = stack.enter_context(
                server("benchmarks.bare:application", self.same_bytes(folder, head, body))
            )
            afresh = stack.enter_context(server("edition.asgi:django_alone", {}))
            self.stdout.write(f"{path}, {len(body):,} bytes as sent, {rounds} rounds")
            self.compare(
                {"from memory": edition, "bare ASGI": bare, "rendered afresh": afresh},
                request,
                rounds,
                seconds,
            )

    def same_bytes(self, folder: Path, head: bytes, body: bytes) -> dict[str, str]:
        (folder / "body").write_bytes(body)
        kept = [
            line
            for line in head.split(b"\r\n")[1:]
            if line.split(b":")[0].lower() not in SENT_BY_THE_SERVER
        ]
        kept.append(b"content-length: " + str(len(body)).encode())
        (folder / "headers").write_bytes(b"\n".join(kept))
        return {
            "BENCHMARK_BODY": str(folder / "body"),
            "BENCHMARK_HEADERS": str(folder / "headers"),
        }

    def compare(
        self,
        servers: dict[str, tuple[int, int]],
        request: bytes,
        rounds: int,
        seconds: float,
    ) -> None:
        """Measure all servers in turn, round by round, so that the machine treats them alike."""
        measured: dict[str, list[Measured]] = {name: [] for name in servers}
        for _ in range(rounds):
            for name, (port, pid) in servers.items():
                in_flight = 1 if name == "rendered afresh" else 8
                measured[name].append(measure(port, pid, request, seconds, in_flight))
        for name, rows in measured.items():
            rate = median(row.rate for row in rows)
            processor = median(row.processor for row in rows)
            self.stdout.write(f"{name:>16} {rate:>9,.0f} a second {processor * 1e6:>9,.0f} µs CPU")
        ratios = [
            ours.rate / bare.rate
            for ours, bare in zip(measured["from memory"], measured["bare ASGI"], strict=True)
        ]
        gains = [
            ours.rate / fresh.rate
            for ours, fresh in zip(
                measured["from memory"], measured["rendered afresh"], strict=True
            )
        ]
        self.stdout.write(
            f"from memory / bare ASGI: {median(ratios):.1%} "
            f"(rounds: {', '.join(f'{ratio:.1%}' for ratio in ratios)})"
        )
        self.stdout.write(f"from memory / rendered afresh: {median(gains):.0f} times")
