"""The poll: the only public pages that differ from reader to reader."""

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from edition.polls import voting
from edition.polls.models import Ballot, Poll
from edition.polls.rate_limit import networks
from edition.polls.tally import read_tally
from edition.polls.voter import (
    AGAIN,
    cookie_header,
    known_voter,
    needs_a_cookie,
    new_voter,
    voter_hash,
)
from edition.reader.poll.origin import is_from_this_site
from edition.reader.poll.presenter import show_poll
from edition.reader.poll.released import ReleasedPoll, released_poll
from edition.reader.poll.vote_app import REFUSAL, SET_APART, recorded_json

JSON = "application/json"
FROM_ELSEWHERE = (
    "You can vote on this page only, and your browser did not say that this vote comes from it. "
    "Vote again here; if that does not help, let your browser send this site the referrer."
)


@csrf_exempt  # the form is the same for everyone, so the vote's origin is checked instead
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """GET the poll with this browser's vote; POST a vote, which redirects back (303)."""
    return vote(request, slug, key) if request.method == "POST" else show(request, slug, key)


def vote(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Respond to a vote that VoteApp refused, or record one that it did not handle.

    The form of a refused vote says why and has its choice; the cookie stays for a second try.
    """
    refused = request.META.get("asgi.scope", {}).get("state", {}).get(REFUSAL)
    known, chosen = voter_of(request), request.POST.get("choice", "")
    cookie = known or new_voter()
    if refused:
        outcome, cookie = refused
    elif not is_from_this_site(lower(request), request.get_host()):
        outcome = FromElsewhere(FROM_ELSEWHERE)
    elif chosen and needs_a_cookie(lower(request), request.META["QUERY_STRING"], known):
        response = HttpResponse(status=307, headers={"Location": f"{request.path}?{AGAIN}"})
        response.cookies.load(cookie_header(cookie))
        return response
    else:
        network = networks.name(request.META["REMOTE_ADDR"])
        outcome = record(voting.Vote(slug, key, chosen, voter_hash(cookie), network))
    if isinstance(outcome, voting.VotingError):
        response = refuse(request, slug, key, outcome)
        if outcome.status != voting.NotCounted.status:
            return response
    elif wants_json(request):
        choices = poll_or_404(slug, key).printed.choices
        response = HttpResponse(recorded_json(outcome, choices), content_type=JSON)
    else:
        response = HttpResponseRedirect(request.path + "#result")
        response.status_code = 303
    response.cookies.load(cookie_header(cookie))
    return response


def record(vote: voting.Vote) -> voting.Outcome:
    """Record a vote for a released choice; return the outcome."""
    try:
        choices = poll_or_404(vote.edition, vote.poll).printed.choices
        if vote.choice not in {choice.key for choice in choices}:
            raise voting.NotAChoice
        return voting.cast_ballot(vote)
    except Error:
        return voting.NotCounted("Your vote was not counted. Please try again.")
    except voting.VotingError as refusal:
        return refusal


class FromElsewhere(voting.VotingError):
    status = 403


def lower(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def voter_of(request: HttpRequest) -> str | None:
    return known_voter(request.COOKIES)


def refuse(request: HttpRequest, slug: str, key: str, refusal: voting.VotingError) -> HttpResponse:
    """Report why a vote was refused: beside the form, or alone if the database fails."""
    message = str(refusal)
    if wants_json(request):
        return JsonResponse({"message": message}, status=refusal.status)
    try:
        return show(request, slug, key, message, request.POST.get("choice", ""), refusal.status)
    except Error:
        return HttpResponse(f"{message}\n", status=refusal.status, content_type="text/plain")


def show(
    request: HttpRequest,
    slug: str,
    key: str,
    message: str = "",
    chosen: str = "",
    status: int = 200,
) -> HttpResponse:
    released = poll_or_404(slug, key)
    ballot = own_ballot(released.counted, voter_of(request))
    chosen_key = ballot.choice.key if ballot else ""
    own = next((each for each in released.printed.choices if each.key == chosen_key), None)
    context = {
        "document": released.document,
        "slug": slug,
        "poll": show_poll(released.printed, read_tally(released.counted)),
        "own": own,
        "aside": SET_APART if ballot and ballot.is_set_apart else "",
        "chosen": chosen or (own.key if own else ""),
        "message": message,
    }
    return render(request, "reader/poll/poll.html", context, status=status)


def poll_or_404(slug: str, key: str) -> ReleasedPoll:
    try:
        return released_poll(slug, key)
    except Poll.DoesNotExist as error:
        raise Http404("There is no such poll here.") from error


def own_ballot(found: Poll, voter: str | None) -> Ballot | None:
    """Return the ballot of this browser, if it voted."""
    if voter is None:
        return None
    ballots = found.ballots.select_related("choice", "burst")
    return ballots.filter(voter=voter_hash(voter)).first()


@require_safe
def poll_is_not_shown(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    raise Http404("The result of this poll is not available now.")


@require_safe
def poll_state(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Send the tally as JSON, the same for everyone."""
    result = poll_or_404(slug, key).tally.json
    return HttpResponse(result, content_type=JSON, headers={"Cache-Control": "public, max-age=1"})
