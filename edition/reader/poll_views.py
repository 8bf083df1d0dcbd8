"""The poll: the one part of the public face that knows one reader from another."""

from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from edition.polls import voting
from edition.polls.models import Poll
from edition.polls.tally import read_tally
from edition.reader.ballot import show_poll
from edition.reader.pages import latest_or_404


@csrf_exempt  # the form is the same for everyone, so the vote's origin is checked instead
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """GET the poll as this browser sees it; POST a vote, answered by 303 back to it."""
    found = get_object_or_404(Poll.objects.named(slug, key))
    return vote(request, slug, found) if request.method == "POST" else show(request, slug, found)


def vote(request: HttpRequest, slug: str, found: Poll) -> HttpResponse:
    """Record the vote that was posted; a refused one keeps its choice and says why."""
    if not voting.is_from_this_site(request):
        return show(request, slug, found, "Votes are taken from this page only.", status=403)
    chosen = request.POST.get("choice", "")
    choice = found.choices.filter(key=chosen).first()
    if choice is None:
        return show(request, slug, found, "Choose one of the answers, then vote.", status=400)
    cookie = voting.voter_of(request) or voting.new_voter()
    try:
        voting.cast_ballot(choice, cookie)
    except voting.VotingError as error:
        return show(request, slug, found, str(error), chosen, status=409)
    response = HttpResponseRedirect(request.path + "#result")
    response.status_code = 303
    response.set_cookie(
        voting.COOKIE,
        cookie,
        max_age=voting.COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.IS_HTTPS,
    )
    return response


def show(
    request: HttpRequest,
    slug: str,
    found: Poll,
    message: str = "",
    chosen: str = "",
    status: int = 200,
) -> HttpResponse:
    ballot = voting.ballot_of(found, voting.voter_of(request))
    context = {
        "document": latest_or_404(slug).document,
        "slug": slug,
        "poll": show_poll(found, read_tally(found)),
        "own": ballot.choice if ballot else None,
        "chosen": chosen or (ballot.choice.key if ballot else ""),
        "message": message,
    }
    return render(request, "reader/poll.html", context, status=status)


@require_safe
def poll_state(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The tally as JSON, the same for everyone."""
    tally = read_tally(get_object_or_404(Poll.objects.named(slug, key)))
    return JsonResponse(asdict(tally), headers={"Cache-Control": "public, max-age=1"})
