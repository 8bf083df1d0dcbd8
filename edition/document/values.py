"""`Document`: a whole edition as one plain immutable value, and its parts.

Keys (`s2`, `p14`, `n7`, `a3`, `m1`, `e5`) are assigned once and never reused; entities,
contributors, polls and choices have short names ("slugs") instead. Dates in the text are EDTF
strings (ISO 8601-2), dates of editors' acts are ISO 8601 days. `""` means "not known" throughout.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from edition.document.direction import direction
from edition.document.inline import Blocks, Content, blocks_text, plain_text


class Role(StrEnum):
    AUTHOR = "author"
    EDITOR = "editor"
    TRANSLATOR = "translator"


class Keyed(Protocol):
    """Any part of a document that has a key."""

    @property
    def key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body named on the edition. `family` and `given` are empty for a body."""

    key: str
    name: str
    role: Role
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """A source file. Its bytes are stored apart and identified by their SHA-256."""

    name: str
    sha256: str
    size: int
    media_type: str = "text/plain"
    origin: str = ""
    data: bytes | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    key: str
    content: Content
    language: str = ""

    @property
    def text(self) -> str:
        return plain_text(self.content)


@dataclass(frozen=True, slots=True)
class Section:
    """A run of paragraphs; the heading is absent (`()`) where the source prints none."""

    key: str
    paragraphs: tuple[Paragraph, ...]
    heading: Content = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A work that a note cites, as far as the note itself says."""

    kind: str
    title: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    container: str = ""
    issued: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    language: str = ""
    url: str = ""
    accessed: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """An author's note. `label` is the number as printed; it is never recounted."""

    key: str
    label: str
    blocks: Blocks
    language: str = ""
    citations: tuple[Citation, ...] = ()

    @property
    def text(self) -> str:
        return blocks_text(self.blocks)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a paragraph or note, as code points of its plain text, `end` exclusive.

    `exact`, `prefix` and `suffix` are those of a Web Annotation text quote selector: the words,
    and what precedes and follows them, to find them again after a correction.
    """

    target: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


class AnnotationKind(StrEnum):
    GLOSS = "gloss"
    CONTEXT = "context"
    QUERY = "query"


class Audience(StrEnum):
    EVERYONE = "everyone"
    BUSINESS = "business"
    RESEARCHERS = "researchers"
    STUDENTS = "students"


@dataclass(frozen=True, slots=True)
class Annotation:
    """An editor's remark on words of the text; `by` is a contributor's key."""

    key: str
    anchor: Anchor
    kind: AnnotationKind
    blocks: Blocks
    by: str
    made_on: str
    audience: Audience = Audience.EVERYONE


@dataclass(frozen=True, slots=True)
class Emendation:
    """A correction displayed over printed words, with its reason and the person responsible."""

    key: str
    anchor: Anchor
    emended: str
    reason: str
    by: str
    made_on: str

    @property
    def printed(self) -> str:
        return self.anchor.exact


class EntityKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, place or other named thing, and where the text mentions it."""

    key: str
    name: str
    kind: EntityKind
    description: str = ""
    remark: str = ""
    mentions: tuple[Anchor, ...] = ()


class DateBasis(StrEnum):
    """The evidence for an event's date."""

    TEXT = "text"
    NOTE = "note"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event. `edtf` is its date; `wording` is how the source words a vague one.

    The first passage is the evidence for the date. `notes` are the keys of notes that support it,
    in the order of the notes.
    """

    key: str
    edtf: str
    label: str
    basis: DateBasis = DateBasis.TEXT
    wording: str = ""
    remark: str = ""
    passages: tuple[Anchor, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a poll, with the votes and the percentage printed in the source."""

    key: str
    label: str
    printed_votes: int = 0
    printed_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """A question to the readers. Votes cast on this site are not part of the document."""

    key: str
    question: str
    choices: tuple[Choice, ...]
    record: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole edition. Annotations and emendations are ordered by their keys."""

    slug: str
    title: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...] = ()
    language: str = "en"
    series: str = ""
    date: str = ""
    date_printed: str = ""
    affiliation: str = ""
    rights: str = ""
    contributors: tuple[Contributor, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    note_on_the_text: Blocks = ()
    annotations: tuple[Annotation, ...] = ()
    emendations: tuple[Emendation, ...] = ()
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    polls: tuple[Poll, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(paragraph for section in self.sections for paragraph in section.paragraphs)

    @property
    def authors(self) -> tuple[Contributor, ...]:
        return tuple(person for person in self.contributors if person.role == Role.AUTHOR)

    @property
    def signed_parts(self) -> tuple[Annotation | Emendation, ...]:
        """The parts that an editor signs: annotations, then emendations."""
        return (*self.annotations, *self.emendations)

    @property
    def direction(self) -> str:
        """The writing direction of its language: "ltr" or "rtl"."""
        return direction(self.language)

    def texts(self) -> dict[str, str]:
        """Return the plain text of every paragraph and note, by key."""
        paragraphs = {paragraph.key: paragraph.text for paragraph in self.paragraphs}
        return paragraphs | {note.key: note.text for note in self.notes}
