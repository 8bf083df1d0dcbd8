"""The desk of a poll beside its form: open and close it, tallies, bursts, what to take along."""

import csv
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from edition.desk.poll.vote_chart import draw
from edition.polls.bursts import restore, set_apart
from edition.polls.models import Burst, Poll
from edition.polls.opening import close_poll, open_poll
from edition.polls.overview import bursts_of, choices_with_set_apart, votes_by_hour

SETTLING: dict[str, tuple[Callable[[Burst], int], str]] = {
    "restore": (restore, "count now"),
    "set-apart": (set_apart, "are set apart"),
}


class PollDesk(admin.ModelAdmin):
    """For the admin class of polls."""

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "open": (require_POST, self.open_it),
            "close": (require_POST, self.close_it),
            "votes.csv": (require_safe, self.download_votes),
            "hours.csv": (require_safe, self.download_hours),
        }
        view = self.admin_site.admin_view
        return [
            *(
                path(f"<int:pk>/{end}", view(allowed(page)), name=f"poll_{end.partition('.')[0]}")
                for end, (allowed, page) in pages.items()
            ),
            path(
                "<int:pk>/bursts/<int:burst>/<slug:act>",
                view(require_POST(self.settle)),
                name="poll_burst",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        poll = self.get_object(request, object_id) if request.method == "GET" else None
        context = (extra_context or {}) | (self.desk(request, poll) if poll else {})
        return super().change_view(request, object_id, form_url, context)

    def desk(self, request: HttpRequest, poll: Poll) -> dict[str, Any]:
        hours = votes_by_hour(poll)
        return {
            "poll": poll,
            "may_act": self.has_change_permission(request, poll),
            "choices": choices_with_set_apart(poll),
            "hours": hours,
            "chart": draw(hours),
            "bursts": bursts_of(poll),
        }

    # What is done

    def poll_to_change(self, request: HttpRequest, pk: int) -> Poll:
        poll = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, poll):
            raise PermissionDenied
        return poll

    def open_it(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.act(request, pk, open_poll, "opened", "It was open already.")

    def close_it(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.act(request, pk, close_poll, "closed", "It was closed already.")

    def act(
        self, request: HttpRequest, pk: int, do: Callable[[Poll], bool], done: str, not_done: str
    ) -> HttpResponse:
        poll = self.poll_to_change(request, pk)
        if do(poll):
            self.log_change(request, poll, f"{capfirst(done)} by hand.")
            messages.success(request, f"The poll is {done}; readers who look at it see it now.")
        else:
            messages.info(request, not_done)
        return redirect("admin:polls_poll_change", pk)

    def settle(self, request: HttpRequest, pk: int, burst: int, act: str) -> HttpResponse:
        """Count a burst, or set it apart again."""
        poll = self.poll_to_change(request, pk)
        found = get_object_or_404(poll.bursts, pk=burst)
        if act not in SETTLING:
            raise PermissionDenied
        do, done = SETTLING[act]
        if votes := do(found):
            told = f"{votes} vote{'' if votes == 1 else 's'} of the {found} {done}."
            self.log_change(request, poll, capfirst(told))
            messages.success(request, capfirst(told))
        else:
            messages.info(request, "So it was already.")
        return redirect("admin:polls_poll_change", pk)

    # What is taken along

    def download_votes(self, request: HttpRequest, pk: int) -> HttpResponse:
        poll = self.poll_to_see(request, pk)
        rows = (
            (each.key, each.label, each.printed_votes, each.votes, each.apart)
            for each in choices_with_set_apart(poll)
        )
        names = ("key", "choice", "printed", "cast", "set apart")
        return as_csv(f"{poll.key}-votes.csv", names, rows)

    def download_hours(self, request: HttpRequest, pk: int) -> HttpResponse:
        poll = self.poll_to_see(request, pk)
        rows = ((hour.start.isoformat(), hour.cast, hour.set_apart) for hour in votes_by_hour(poll))
        return as_csv(f"{poll.key}-hours.csv", ("hour", "cast", "set apart"), rows)

    def poll_to_see(self, request: HttpRequest, pk: int) -> Poll:
        poll = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, poll):
            raise PermissionDenied
        return poll


def as_csv(name: str, names: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A file to take along; text that a spreadsheet would take for a formula is quoted."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_plain(value) for value in row])
    return response


def _plain(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@"))
    return f"'{value}" if is_formula else value
