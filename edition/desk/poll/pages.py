"""The pages of a poll beside its form: open and close it, settle bursts, download tallies."""

import csv
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from edition.desk.pages import get_viewable, log_change
from edition.desk.permissions import may
from edition.desk.poll.vote_chart import draw
from edition.polls.bursts import restore, set_apart
from edition.polls.models import Burst, Poll
from edition.polls.opening import close_poll, open_poll
from edition.polls.overview import bursts_of, choices_with_set_apart, votes_by_hour

SETTLING: dict[str, tuple[Callable[[Burst], int], str]] = {
    "restore": (restore, "count now"),
    "set-apart": (set_apart, "are set apart"),
}


def poll_overview(request: HttpRequest, poll: Poll) -> dict[str, Any]:
    """Return the context of the state above the form: tallies, votes per hour, bursts."""
    hours = votes_by_hour(poll)
    return {
        "poll": poll,
        "may_act": may_change(request, poll),
        "choices": choices_with_set_apart(poll),
        "hours": hours,
        "chart": draw(hours),
        "bursts": bursts_of(poll),
    }


def may_change(request: HttpRequest, poll: Poll) -> bool:
    return may(request.user, "polls.change_poll", poll.edition)


# Actions


def _poll_to_change(request: HttpRequest, pk: int) -> Poll:
    poll = get_viewable(request, Poll, pk)
    if not may_change(request, poll):
        raise PermissionDenied
    return poll


@require_POST
def open_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a poll by hand."""
    return _act(request, pk, open_poll, "opened", "It was open already.")


@require_POST
def close_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a poll by hand."""
    return _act(request, pk, close_poll, "closed", "It was closed already.")


def _act(
    request: HttpRequest, pk: int, do: Callable[[Poll], bool], done: str, not_done: str
) -> HttpResponse:
    poll = _poll_to_change(request, pk)
    if do(poll):
        log_change(request, poll, f"{capfirst(done)} by hand.")
        messages.success(request, f"The poll is {done}; readers who have it open see this now.")
    else:
        messages.info(request, not_done)
    return redirect("admin:polls_poll_change", pk)


@require_POST
def settle_burst(request: HttpRequest, pk: int, burst: int, act: str) -> HttpResponse:
    """Count a burst, or set it apart again."""
    poll = _poll_to_change(request, pk)
    found = get_object_or_404(poll.bursts, pk=burst)
    if act not in SETTLING:
        raise PermissionDenied
    do, done = SETTLING[act]
    if votes := do(found):
        what = capfirst(f"{votes} vote{'' if votes == 1 else 's'} of the {found} {done}.")
        log_change(request, poll, what)
        messages.success(request, what)
    else:
        messages.info(request, "Nothing to do: it was so already.")
    return redirect("admin:polls_poll_change", pk)


# Downloads


@require_safe
def download_votes(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the tally of each choice."""
    poll = get_viewable(request, Poll, pk)
    rows = (
        (each.key, each.label, each.printed_votes, each.votes, each.apart)
        for each in choices_with_set_apart(poll)
    )
    names = ("key", "choice", "printed", "cast", "set apart")
    return as_csv(f"{poll.key}-votes.csv", names, rows)


@require_safe
def download_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the votes of each hour."""
    poll = get_viewable(request, Poll, pk)
    rows = ((hour.start.isoformat(), hour.cast, hour.set_apart) for hour in votes_by_hour(poll))
    return as_csv(f"{poll.key}-hours.csv", ("hour", "cast", "set apart"), rows)


def as_csv(name: str, names: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Respond with a CSV file; text that a spreadsheet would read as a formula is quoted."""
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
