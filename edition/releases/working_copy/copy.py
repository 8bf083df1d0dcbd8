"""A snapshot of the working copy of an edition, read once and passed to whatever needs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from edition.document.json import digest, dumps
from edition.document.problems import Problem
from edition.document.values import AnnotationKind, Document
from edition.releases.checks.fidelity import FromSource, differences_from_source
from edition.releases.models import Revision
from edition.releases.working_copy.load import Standing, load_document, lost_in, unreadable_in
from edition.releases.working_copy.rows import Rows, digest_of_rows, read_rows
from edition.texts.models import Edition


@dataclass(frozen=True, eq=False)
class WorkingCopy:
    """The stored rows of an edition, and the values derived from them, each computed once."""

    edition: Edition
    rows: Rows
    latest: Revision | None  # the latest release, its text deferred

    @cached_property
    def stamp(self) -> str:
        """A digest of the stored rows; cheaper than `sha256`, since it needs no document."""
        return digest_of_rows(self.rows)

    @cached_property
    def document(self) -> Document:
        """The working copy as one value; Markdown that cannot be parsed is plain text in it."""
        return load_document(self.rows)

    @cached_property
    def canonical(self) -> str:
        return dumps(self.document)

    @cached_property
    def sha256(self) -> str:
        """The digest of the document, as in revisions."""
        return digest(self.canonical)

    @cached_property
    def unreadable(self) -> tuple[Problem, ...]:
        """Markdown that cannot be parsed; it blocks a release."""
        return tuple(unreadable_in(self.rows))

    @cached_property
    def lost(self) -> tuple[Standing, ...]:
        """The lost layers, whose words were not found again: (kind, key, anchor)."""
        return tuple(lost_in(self.rows))

    @cached_property
    def open_queries(self) -> int:
        """The number of annotations that are queries; counted without a document."""
        return sum(kind == AnnotationKind.QUERY for _, kind, *_ in self.rows["annotations"])

    @cached_property
    def from_source(self) -> tuple[FromSource, ...]:
        """The differences from the source. Raises SourceUnknown."""
        return tuple(differences_from_source(self.edition, self.document))


def read_working_copy(edition: Edition) -> WorkingCopy:
    """Read the working copy of an edition. The number of queries does not grow with its size.

    To write what follows from it, hold the lock of the edition: see `edition.texts.locks`.
    """
    (copy,) = read_working_copies([edition])
    return copy


def read_working_copies(editions: Iterable[Edition]) -> list[WorkingCopy]:
    """Read the working copy of each edition, in as many queries as for one."""
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
    """Load the working copy of an edition as one value."""
    return read_working_copy(edition).document
