"""Find the last release that has a part, so that what was cited has an address for ever."""

from edition.releases.models import RevisedPart, Revision

TRIES = 20  # releases that are searched; a part that comes and goes more often is not found


def last_release_with(key: str, latest: Revision) -> Revision | None:
    """The last release that has a part of this key; None if none had."""
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
    """Whether a release has a part, searched in the JSON: to read a document takes longer.

    A quotation mark inside a text is written with a backslash, so no text can look like a key.
    """
    return f'"key":"{key}"' in release.canonical
