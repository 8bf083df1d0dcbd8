"""One request, one transaction and at most one release."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpRequest

from edition.desk.permissions import colleague
from edition.desk.publishing.publish import publish_saved
from edition.releases.departures import sign_departures
from edition.releases.working_copy import lock_editions, read_working_copy
from edition.texts.models import Edition


@dataclass
class Changes:
    """What one request changed in each edition, told in a few words."""

    told: dict[int, list[str]] = field(default_factory=dict)
    reason: str = ""
    # The printed texts that were changed on purpose.
    signed: dict[int, set[str]] = field(default_factory=dict)

    def add(self, edition: Edition, what: str, signed: Collection[str] = ()) -> None:
        self.told.setdefault(edition.pk, []).append(what)
        self.signed.setdefault(edition.pk, set()).update(signed)

    def note(self, edition: Edition) -> str:
        told = self.reason or "; ".join(dict.fromkeys(self.told.get(edition.pk, [])))
        return told if len(told) <= 500 else told[:499] + "…"


@contextmanager
def published_once(request: HttpRequest, *editions: int) -> Iterator[Changes]:
    """Everything one request saves, in one transaction and one release for each edition.

    Takes the `editions` first, given by their ids, so that nobody waits for somebody who waits
    for them; who cannot name them yet takes them before writing (`lock_editions`).
    """
    changes = Changes()
    if request.method != "POST":
        yield changes
        return
    with transaction.atomic():
        lock_editions(editions)
        yield changes
        for edition in Edition.objects.filter(pk__in=changes.told).order_by("pk"):
            copy = read_working_copy(edition)
            note, signed = changes.note(edition), changes.signed.get(edition.pk, ())
            sign_departures(copy, colleague(request), note, signed)
            publish_saved(request, copy, note)
