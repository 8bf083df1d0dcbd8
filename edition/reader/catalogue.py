"""Catalogue of the published editions, as listed on the first page."""

from collections.abc import Iterable
from dataclasses import dataclass

from edition.document.json import loads
from edition.releases.models import Revision


@dataclass(frozen=True, slots=True)
class Heading:
    """Title, authors and printed date of an edition's latest release."""

    slug: str
    title: str
    authors: tuple[str, ...]
    date_printed: str

    @property
    def byline(self) -> str:
        """Authors and date, if there are any: "Ada Byron, 3 March 1843"."""
        return ", ".join(filter(None, (*self.authors, self.date_printed)))


# By the SHA-256 of a release, which never changes: reading a heading means parsing the document.
_known: dict[str, Heading] = {}


def published() -> list[tuple[Heading, bool]]:
    """List every edition that has a release, by title, and whether it is withdrawn.

    Takes two queries, however many editions there are, and one when all headings are cached.
    """
    global _known
    latest = Revision.objects.latest_of_each_edition().order_by()
    rows = list(latest.values_list("pk", "sha256", "edition__withdrawal"))
    new = [pk for pk, sha256, _ in rows if sha256 not in _known]
    known = _known | dict(_read(new))
    _known = {sha256: known[sha256] for _, sha256, _ in rows}
    editions = [(known[sha256], withdrawal is not None) for _, sha256, withdrawal in rows]
    return sorted(editions, key=lambda edition: (edition[0].title.casefold(), edition[0].slug))


def _read(releases: list[int]) -> Iterable[tuple[str, Heading]]:
    if not releases:
        return
    rows = Revision.objects.filter(pk__in=releases).values_list("sha256", "canonical")
    for sha256, canonical in rows.iterator():
        document = loads(canonical)
        authors = tuple(person.name for person in document.authors)
        yield sha256, Heading(document.slug, document.title, authors, document.date_printed)
