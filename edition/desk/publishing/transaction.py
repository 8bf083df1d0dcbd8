"""One request, one transaction and at most one release."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.http import HttpRequest

from edition.desk.publishing.publish import publish_saved
from edition.releases.checks.departures import sign_departures
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
def published_once(request: HttpRequest) -> Iterator[None]:
    """Everything one request saves, in one transaction and one release."""
    if request.method != "POST":
        yield
        return
    changes = request.changes = Changes()
    with transaction.atomic():
        # Everyone takes the editions first, so that nobody waits for somebody who waits for them.
        list(Edition.objects.select_for_update().order_by("pk").values_list("pk"))
        yield
        for edition in Edition.objects.filter(pk__in=changes.told):
            note, signed = changes.note(edition), changes.signed.get(edition.pk, ())
            sign_departures(edition, request.user, note, signed)
            publish_saved(request, edition, note)
