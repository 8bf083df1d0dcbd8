"""The reading page as a plain value: everything but its polls, in the order of the page.

It is built from a release alone, so it never changes and the same bytes serve every reader.
"""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from edition.document.html import Places, blocks_html
from edition.document.layers import annotation_letters, layers_by_target
from edition.document.values import Document
from edition.reader.citing.names import join_names
from edition.reader.citing.offer import Citing, ways_to_cite
from edition.reader.citing.styles import Version, citable_date
from edition.reader.page.apparatus import (
    IndexGroup,
    ShownAnnotation,
    ShownEmendation,
    index,
    list_annotations,
    list_emendations,
)
from edition.reader.page.text import (
    ShownNote,
    ShownSection,
    weave_notes,
    weave_sections,
)
from edition.reader.page.timeline import Year, list_years
from edition.reader.page.timeline_strip import Strip, draw_strip


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A reading page. Compared by identity: comparing or hashing its contents would be slow."""

    document: Document
    version: Version
    sections: tuple[ShownSection, ...]
    notes: tuple[ShownNote, ...]
    annotations: tuple[ShownAnnotation, ...]
    emendations: tuple[ShownEmendation, ...]
    index: tuple[IndexGroup, ...]
    years: tuple[Year, ...]
    strip: Strip | None
    note_on_the_text: tuple[SafeString, ...]
    citing: Citing

    @property
    def byline(self) -> str:
        return join_names(person.name for person in self.document.authors)

    @property
    def event_count(self) -> int:
        return len(self.document.events)

    @property
    def has_about(self) -> bool:
        """Whether there is anything under "Note on the text"."""
        return bool(self.note_on_the_text or self.document.witnesses or self.document.rights)

    @property
    def day(self) -> str:
        """The date of print as far as a citation can express it: 2013-09-19."""
        return citable_date(self.document.date)

    @property
    def publication_date(self) -> str:
        """The date of print in the format of `citation_publication_date`: 2013/09/19."""
        return self.day.replace("-", "/")

    @property
    def description(self) -> str:
        """One sentence for search engines and previews of a shared link."""
        counts = f"{len(self.notes)} notes, {len(self.annotations)} annotations, a timeline"
        by = f", by {self.byline}" if self.byline else ""
        return f"{self.document.title}{by}: an annotated edition with {counts}."


def build_page(document: Document, version: Version) -> Page:
    """Build the page of one release."""
    labels = {note.key: note.label for note in document.notes} | annotation_letters(document)
    places = Places(labels)
    layers = layers_by_target(document)
    # Ids are assigned in reading order, so the text is woven before anything links into it.
    sections = weave_sections(document, layers, places)
    notes = weave_notes(document, layers, places)
    return Page(
        document=document,
        version=version,
        sections=sections,
        notes=notes,
        annotations=list_annotations(document, places),
        emendations=list_emendations(document, places),
        index=index(document, places),
        years=list_years(document, places),
        strip=draw_strip(document.events),
        note_on_the_text=tuple(
            mark_safe(html) for html in blocks_html(document.note_on_the_text, labels)
        ),
        citing=ways_to_cite(document, version),
    )
