"""Departures: printed text that differs from its source, and the signatures that allow it.

An editor who changes a text at the desk signs for it by saving. A difference of any other origin –
an import, another tool, a damaged file – is unsigned, and blocks a release.
"""

from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.db.models import Model

from edition.document.problems import Problem
from edition.polls.models import Poll
from edition.releases.checks.fidelity import (
    ADVICE,
    FromSource,
    SourceUnknown,
    printed,
)
from edition.releases.models import Departure, Revision
from edition.releases.working_copy import WorkingCopy
from edition.texts.models import Edition, Note, Paragraph, Section

# What is printed around the text, by the field or the model of the rows in the edition's form.
AROUND = {
    "title": "title",
    "series": "series",
    "date_printed": "date",
    "affiliation": "affiliation",
    "contributor": "author",
}
TO_SIGN = "To keep the text as it is, save its form with a reason: that signs for it."


def unsigned_departures(copy: WorkingCopy) -> list[Problem]:
    """The differences from the source that nobody has signed for. They block a release.

    One that is in the latest release already does not block: it only needs review. Nor does a
    missing source, or one that can no longer be read.
    """
    try:
        found = copy.from_source
    except SourceUnknown as unknown:
        return [unknown.problem] if copy.rows["witnesses"] else []
    signed = signatures(copy.edition) if found else {}
    unsigned = [each for each in found if signed.get(each.key) != each.sha256]
    if not unsigned:
        return []
    latest = copy.latest
    released = latest.document_or_none if latest else None
    public = printed(released) if released else {}
    return [_problem(each, is_public=_is_public(each, latest, public)) for each in unsigned]


def signatures(edition: Edition) -> dict[str, str]:
    """The digest of each signed text, by its key."""
    return {each.key: each.sha256 for each in edition.departures.all()}


def _is_public(found: FromSource, latest: Revision | None, public: dict[str, str]) -> bool:
    return latest is not None and public.get(found.key, "") == found.text


def _problem(found: FromSource, *, is_public: bool) -> Problem:
    what = f"{found.what} Nobody has signed for it."
    return Problem(found.where, what, f"{ADVICE} {TO_SIGN}", blocks=not is_public)


def sign_departures(
    copy: WorkingCopy,
    by: User | None,
    reason: str = "",
    texts: Collection[str] | None = None,
) -> None:
    """Sign for what differs from the source: all of it, or only `texts`.

    A text is named by its key, or by the part in which it is corrected. A current signature is
    kept; that of a text which equals its source again is deleted.
    """
    if texts is not None and not texts:
        return
    found = drop_settled(copy)
    signed = signatures(copy.edition) if found else {}
    to_sign = [
        each
        for each in found
        if (texts is None or each.key in texts or each.where in texts)
        and signed.get(each.key) != each.sha256
    ]
    if not to_sign:
        return
    copy.edition.departures.filter(key__in=[each.key for each in to_sign]).delete()
    Departure.objects.bulk_create(
        Departure(
            edition=copy.edition,
            key=each.key,
            sha256=each.sha256,
            made_by=by,
            reason=reason[:500],
        )
        for each in to_sign
    )


def drop_settled(copy: WorkingCopy) -> Sequence[FromSource]:
    """Delete the signatures of texts that equal their source again; return the differences."""
    if copy.unreadable:
        return ()  # it cannot be released anyway
    try:
        found = copy.from_source
    except SourceUnknown:
        return ()  # there is nothing to compare with
    copy.edition.departures.exclude(key__in=[each.key for each in found]).delete()
    return found


def texts_of(part: Model, changed: Collection[str] | None = None) -> set[str]:
    """The printed texts in the form of `part`, as `sign_departures` expects them.

    `changed` names the fields, and the models of the rows, that were changed in the form; None
    stands for all of them.
    """

    def has_changed(*names: str) -> bool:
        return changed is None or not set(changed).isdisjoint(names)

    match part:
        case Edition():
            around = {text for name, text in AROUND.items() if has_changed(name)}
            return around | ({"edition"} if changed is None else set())
        case Poll() if has_changed("question", "choice"):
            return {f"poll {number}" for number in range(1, part.edition.polls.count() + 1)}
        case Note() if has_changed("label"):  # its number is printed where it is called
            return {part.key, *part.references.values_list("paragraph__key", flat=True)}
        case Note() | Paragraph() if has_changed("source"):
            return {part.key}
        case Section() if has_changed("heading"):
            return {part.key}
    return set()
