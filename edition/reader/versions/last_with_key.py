"""Find the last release that has a part, so that cited addresses stay valid."""

from edition.releases.models import RevisedPart, Revision

TRIES = 20  # releases searched; a part deleted and restored more often is not found


def last_release_with(key: str, latest: Revision) -> Revision | None:
    """Return the last release that has a part with this key, or None."""
    if has_key(latest, key):
        return latest
    released = Revision.objects.released().filter(edition_id=latest.edition_id)
    revised = RevisedPart.objects.filter(revision__edition_id=latest.edition_id, key=key)
    for number in revised.order_by("-revision__number").values_list("revision__number", flat=True)[
        :TRIES
    ]:
        before = released.filter(number__lt=number).order_by("-number").first()
        if before and has_key(before, key):
            return before
    return None


def has_key(release: Revision, key: str) -> bool:
    """Whether a release has a part; searches the JSON, which is faster than parsing it.

    JSON escapes quotation marks inside texts, so no text can match.
    """
    return f'"key":"{key}"' in release.canonical
