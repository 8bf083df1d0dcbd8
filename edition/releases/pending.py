"""Unpublished revisions of other users, which a user's own save must not publish."""

from django.contrib.auth.models import User
from django.db.models import Max, Q

from edition.releases.models import Revision
from edition.texts.models import Edition


def others_with_unpublished_work(edition: Edition, by: User | None) -> list[str]:
    """The names of the users, except `by`, whose saved work readers do not see yet."""
    pending = edition.revisions.filter(release_number=None).exclude(made_by=by)
    releases = Revision.objects.of(edition.slug).released().order_by("-release_number")
    if released := releases.defer("canonical").first():
        # Count from the last revision with the text of the release: reverted work is no longer
        # pending, and work after a revision that was frozen for a later release still is.
        public = edition.revisions.filter(sha256=released.sha256)
        unreleased = Max("number", filter=Q(release_number=None))
        since = public.aggregate(unreleased=unreleased, last=Max("number"))
        pending = pending.filter(number__gt=since["unreleased"] or since["last"])
    names = pending.order_by("made_by__username").values_list("made_by__username", flat=True)
    return [name or "the operator" for name in dict.fromkeys(names)]  # commands have no account
