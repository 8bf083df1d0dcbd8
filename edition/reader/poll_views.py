"""The poll: the one part of the public face that knows one reader from another."""

from dataclasses import asdict

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from edition.polls import voting
from edition.polls.models import Choice, Poll
from edition.polls.origin import is_from_this_site
from edition.polls.tally import read_tally
from edition.polls.voter import COOKIE, cookie_header, known_voter, new_voter, voter_hash
from edition.reader.ballot import show_poll
from edition.reader.booth import REFUSAL, recorded_json
from edition.reader.pages import latest_or_404

FROM_ELSEWHERE = (
    "Votes are taken from this page only, and your browser did not say that this one comes from "
    "it. Vote again here; if that does not help, let your browser tell this site the referrer."
)


@csrf_exempt  # the form is the same for everyone, so the vote's origin is checked instead
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """GET the poll as this browser sees it; POST a vote, answered by 303 back to it."""
    return vote(request, slug, key) if request.method == "POST" else show(request, slug, key)


def vote(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Answer a vote that the booth left to us, or record it where there is no booth.

    A refused vote keeps its choice, says why, and keeps its voter if it may be tried again.
    """
    refused = request.environ.get("asgi.scope", {}).get(REFUSAL)
    cookie = voter_of(request) or new_voter()
    if refused:
        outcome, cookie = refused
    elif not is_from_this_site(lower(request), request.get_host()):
        outcome = FromElsewhere(FROM_ELSEWHERE)
    else:
        vote = voting.Vote(slug, key, request.POST.get("choice", ""), voter_hash(cookie))
        try:
            outcome = voting.record([vote])[0]
        except Error:
            outcome = voting.NotCounted("Your vote was not counted. Please try again.")
    if isinstance(outcome, voting.VotingError):
        response = refuse(request, slug, key, outcome)
        if outcome.status != voting.NotCounted.status:
            return response
    elif wants_json(request):
        response = JsonResponse(recorded_json(outcome))
    else:
        response = HttpResponseRedirect(request.path + "#result")
        response.status_code = 303
    response.headers["Set-Cookie"] = cookie_header(cookie)
    return response


class FromElsewhere(voting.VotingError):
    status = 403


def lower(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def voter_of(request: HttpRequest) -> str | None:
    return known_voter(request.COOKIES.get(COOKIE, ""))


def refuse(request: HttpRequest, slug: str, key: str, refusal: voting.VotingError) -> HttpResponse:
    """Say why a vote was refused: beside the form, or alone if even that cannot be read."""
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
    found = get_object_or_404(Poll.objects.named(slug, key))
    own = own_choice(found, voter_of(request))
    context = {
        "document": latest_or_404(slug).document,
        "slug": slug,
        "poll": show_poll(found, read_tally(found)),
        "own": own,
        "chosen": chosen or (own.key if own else ""),
        "message": message,
    }
    return render(request, "reader/poll.html", context, status=status)


def own_choice(found: Poll, voter: str | None) -> Choice | None:
    """What this browser voted for."""
    if voter is None:
        return None
    ballot = found.ballots.filter(voter=voter_hash(voter)).select_related("choice").first()
    return ballot.choice if ballot else None


@require_safe
def poll_state(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The tally as JSON, the same for everyone."""
    tally = read_tally(get_object_or_404(Poll.objects.named(slug, key)))
    return JsonResponse(asdict(tally), headers={"Cache-Control": "public, max-age=1"})
