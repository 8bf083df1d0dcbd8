"""The repair list: anchors lost when a text was corrected, and where each may belong."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from edition.desk.forms.anchored import whole_words_around
from edition.desk.links import form_link, form_url, name_of, owner
from edition.desk.pages import desk_page, get_viewable, log_change
from edition.desk.permissions import may
from edition.desk.publishing.transaction import Changes, one_release
from edition.document.changes.anchoring import anchor_at, occurrences
from edition.releases.anchors import lost_anchors
from edition.texts.models import Anchor, Edition, Note, Paragraph
from edition.texts.numbers import number_or_none

MAX_CANDIDATES = 5  # with more places it is better to choose other words
CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the lost words occur now."""

    name: str
    key: str
    start: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class LostAnchor:
    """A lost anchor: its words, the text as it is now, and the places where it may belong."""

    id: str
    kind: str
    pk: int
    name: str
    url: str
    text_name: str
    text_url: str
    words: str
    before: str
    after: str
    text: str
    candidates: tuple[Candidate, ...]
    may_put: bool


def repair_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """List the lost anchors, and put one back at a place that an editor chooses."""
    edition = get_viewable(request, Edition, pk)
    here = reverse("admin:edition_repair", args=[pk])
    if request.method == "POST":
        with one_release(request, edition.pk) as changes:
            _put_back(request, edition, changes)
        return HttpResponseRedirect(here)
    return desk_page(
        request,
        "admin/desk/workspace/repair.html",
        "What lost its place",
        edition,
        lost=_list(request, edition),
    )


def _list(request: HttpRequest, edition: Edition) -> list[LostAnchor]:
    anchors = lost_anchors(edition)
    texts = _texts(edition) if anchors else {}
    return [_show(request, anchor, edition, texts) for anchor in anchors]


def _texts(edition: Edition) -> dict[str, tuple[Paragraph | Note, str]]:
    rows = (*edition.paragraphs.all(), *edition.notes.all())
    return {row.key: (row, row.text) for row in rows}


def _show(request: HttpRequest, anchor: Anchor, edition: Edition, texts: Mapping) -> LostAnchor:
    part = owner(anchor)
    before, after = whole_words_around(anchor)
    return LostAnchor(
        id=part.key,
        kind=anchor._meta.model_name,
        pk=anchor.pk,
        name=name_of(part),
        url=form_url(part),
        text_name=name_of(anchor.target),
        text_url=form_url(anchor.target),
        words=anchor.exact,
        before=before,
        after=after,
        text=texts[anchor.target.key][1],
        candidates=_candidates(anchor, texts),
        may_put=may(request.user, _permission(anchor), edition),
    )


def _permission(anchor: Anchor) -> str:
    return f"{anchor._meta.app_label}.change_{anchor._meta.model_name}"


def _candidates(anchor: Anchor, texts: Mapping) -> tuple[Candidate, ...]:
    """Find the words of an anchor in its own text or, failing that, in any other."""
    own = {anchor.target.key: texts[anchor.target.key]}
    for within in (own, texts):
        found = [
            _candidate(row, text, start, anchor.exact)
            for row, text in within.values()
            for start in occurrences(text, anchor.exact)
        ]
        if found:
            return tuple(found) if len(found) <= MAX_CANDIDATES else ()
    return ()


def _candidate(row: Paragraph | Note, text: str, start: int, words: str) -> Candidate:
    end = start + len(words)
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    # Whole words, as far as they reach.
    before = before.partition(" ")[2] if start > CONTEXT else before
    after = after.rpartition(" ")[0] if end + CONTEXT < len(text) else after
    return Candidate(name_of(row), row.key, start, before, words, after)


def _put_back(request: HttpRequest, edition: Edition, changes: Changes) -> None:
    """Put a lost anchor at the chosen place, if its words are still there."""
    data = request.POST
    lost = {(each._meta.model_name, str(each.pk)): each for each in lost_anchors(edition)}
    anchor = lost.get((data.get("kind"), data.get("pk")))
    if anchor is None:
        messages.info(request, "This already has its place again.")
        return
    if not may(request.user, _permission(anchor), edition):
        raise PermissionDenied
    row, text = _texts(edition).get(data.get("key"), (None, ""))
    start = number_or_none(data.get("start", ""))
    if row is None or start not in occurrences(text, anchor.exact):
        messages.error(request, "Not put there: the text has changed meanwhile. Choose again.")
        return
    anchor.move_to(row, anchor_at(row.key, text, start, start + len(anchor.exact)))
    anchor.save()
    what = f"{name_of(owner(anchor))} put back on “{anchor.exact}” in {name_of(row).lower()}"
    changes.add(edition, what)
    log_change(request, owner(anchor), what)
    message = format_html("{} is on “{}” again.", form_link(anchor), anchor.exact)
    messages.success(request, message)
