"""Save all changes of a request in one transaction, with at most one release of each edition."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpRequest

from edition.desk.permissions import colleague
from edition.desk.publishing.publish import publish_saved
from edition.releases.departures import sign_departures
from edition.releases.working_copy import read_working_copy
from edition.texts.locks import lock_editions
from edition.texts.models import Edition


@dataclass
class Changes:
    """The changes of one request, by the ids of editions: short texts for the release note."""

    by_edition: dict[int, list[str]] = field(default_factory=dict)
    reason: str = ""
    # The printed texts that were changed on purpose, by ids of editions.
    signed: dict[int, set[str]] = field(default_factory=dict)

    def add(self, edition: Edition, what: str, signed: Collection[str] = ()) -> None:
        self.by_edition.setdefault(edition.pk, []).append(what)
        self.signed.setdefault(edition.pk, set()).update(signed)

    def note(self, edition: Edition) -> str:
        note = self.reason or "; ".join(dict.fromkeys(self.by_edition.get(edition.pk, [])))
        return note if len(note) <= 500 else note[:499] + "…"


@contextmanager
def one_release(request: HttpRequest, *editions: int) -> Iterator[Changes]:
    """Save in one transaction, and publish each edition that changed once.

    Locks `editions`, given by their ids, first, so that no two requests deadlock; a caller that
    does not know them yet must lock them before writing (`lock_editions`). No edition is
    published unlocked.
    """
    changes = Changes()
    if request.method != "POST":
        yield changes
        return
    with transaction.atomic():
        lock_editions(editions)
        yield changes
        for edition in Edition.objects.locked().filter(pk__in=changes.by_edition):
            copy = read_working_copy(edition)
            note, signed = changes.note(edition), changes.signed.get(edition.pk, ())
            sign_departures(copy, colleague(request), note, signed)
            publish_saved(request, copy, note)
