"""What there is to read: the published editions, as the first page lists them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from edition.document.values import Role
from edition.releases.models import Revision


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the head of an edition's latest release."""

    slug: str
    title: str
    authors: tuple[str, ...]
    date_printed: str


# By the SHA-256 of a release, which never changes: to read a heading is to read a whole document.
_known: dict[str, Heading] = {}


def published() -> list[tuple[Heading, bool]]:
    """Every edition that has a release, by its title, and whether it is withdrawn.

    Two queries, however many there are, and one once their headings are known.
    """
    global _known
    latest = Revision.objects.latest_of_each_edition().order_by("edition__title", "edition__slug")
    rows = list(latest.values_list("pk", "sha256", "edition__withdrawal"))
    new = [pk for pk, sha256, _ in rows if sha256 not in _known]
    known = _known | dict(_read(new))
    _known = {sha256: known[sha256] for _, sha256, _ in rows}
    return [(known[sha256], withdrawal is not None) for _, sha256, withdrawal in rows]


def _read(releases: list[int]) -> Iterable[tuple[str, Heading]]:
    if not releases:
        return
    rows = Revision.objects.filter(pk__in=releases).values_list("sha256", "canonical")
    for sha256, canonical in rows.iterator():
        document = json.loads(canonical)
        people = document["contributors"]
        authors = tuple(each["name"] for each in people if each["role"] == Role.AUTHOR)
        yield (
            sha256,
            Heading(document["slug"], document["title"], authors, document["date_printed"]),
        )
