"""Unpublished revisions of other users, which a save of one's own must not publish."""

from django.contrib.auth.models import User
from django.db.models import Max, Q

from edition.releases.models import Revision
from edition.texts.models import Edition


def waiting_of_others(edition: Edition, by: User | None) -> list[str]:
    """The names of those, `by` aside, whose saved work readers do not see yet."""
    waiting = edition.revisions.filter(release_number=None).exclude(made_by=by)
    releases = Revision.objects.of(edition.slug).released().order_by("-release_number")
    if released := releases.defer("canonical").first():
        # The last revision with the text of the release: reverted work waits no longer, and work
        # after a revision that was frozen to be released later still does.
        public = edition.revisions.filter(sha256=released.sha256)
        kept = Max("number", filter=Q(release_number=None))
        since = public.aggregate(kept=kept, last=Max("number"))
        waiting = waiting.filter(number__gt=since["kept"] or since["last"])
    names = waiting.order_by("made_by__username").values_list("made_by__username", flat=True)
    return [name or "somebody" for name in dict.fromkeys(names)]
