"""The working copy of an edition at one moment, read once and handed to all that examines it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from edition.document.json import digest, dumps
from edition.document.problems import Problem
from edition.document.values import AnnotationKind, Document
from edition.releases.checks.fidelity import FromSource, differences_from_source
from edition.releases.models import Revision
from edition.releases.working_copy.load import Standing, load_document, lost_in, unreadable_in
from edition.releases.working_copy.stored import Rows, digest_of_rows, read_rows
from edition.texts.models import Edition


@dataclass(frozen=True, eq=False)
class WorkingCopy:
    """What is stored of an edition. Each thing that follows from it is computed once."""

    edition: Edition
    rows: Rows
    latest: Revision | None  # the release that readers have, its text still to be fetched

    @cached_property
    def stamp(self) -> str:
        """Names what is stored; cheaper than `sha256`, for it needs no document."""
        return digest_of_rows(self.rows)

    @cached_property
    def document(self) -> Document:
        """The working copy as one value; what the dialect refuses is in it by its letters."""
        return load_document(self.rows)

    @cached_property
    def canonical(self) -> str:
        return dumps(self.document)

    @cached_property
    def sha256(self) -> str:
        """The digest of the document, as revisions have it."""
        return digest(self.canonical)

    @cached_property
    def unreadable(self) -> tuple[Problem, ...]:
        """What the dialect refuses; it stands in the way of a release."""
        return tuple(unreadable_in(self.rows))

    @cached_property
    def lost(self) -> tuple[Standing, ...]:
        """What stands on words that were not found again: its kind, its key, its anchor."""
        return tuple(lost_in(self.rows))

    @cached_property
    def open_queries(self) -> int:
        """How many annotations ask something; counted without a document."""
        return sum(kind == AnnotationKind.QUERY for _, kind, *_ in self.rows["annotations"])

    @cached_property
    def from_source(self) -> tuple[FromSource, ...]:
        """What is printed otherwise than in the source. Raises SourceUnknown."""
        return tuple(differences_from_source(self.edition, self.document))


def read_working_copy(edition: Edition) -> WorkingCopy:
    """Read what is stored of an edition. The number of queries does not grow with it.

    Who means to write what follows from it holds the lock of the edition, see `lock_edition`.
    """
    (copy,) = read_working_copies([edition])
    return copy


def read_working_copies(editions: Iterable[Edition]) -> list[WorkingCopy]:
    """Read what is stored of each edition, in as many queries as for one."""
    by_id = {edition.pk: edition for edition in editions}
    rows = read_rows(by_id)
    releases = Revision.objects.filter(edition__in=by_id).latest_of_each_edition()
    latest = {
        each.edition_id: each for each in releases.defer("canonical").select_related("made_by")
    }
    for pk, release in latest.items():
        release.edition = by_id[pk]
    return [WorkingCopy(edition, rows[pk], latest.get(pk)) for pk, edition in by_id.items()]


def load(edition: Edition) -> Document:
    """The working copy of an edition as one value."""
    return read_working_copy(edition).document


def lock_edition(pk: int) -> Edition:
    """Take an edition for this transaction: who else means to change it waits for its end."""
    return Edition.objects.select_for_update().get(pk=pk)


def lock_editions(pks: Iterable[int]) -> None:
    """Take several, always in the same order, so that no two wait for each other."""
    list(Edition.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
