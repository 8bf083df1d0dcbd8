"""Whether everything the working copy keeps as Markdown can still be read."""

from collections.abc import Callable, Iterator

from edition.document.markdown.parse import DialectError, parse, parse_blocks
from edition.document.problems import Problem
from edition.texts.models import Edition


def unreadable(edition: Edition) -> list[Problem]:
    """What the dialect refuses, each with its key, line and column.

    Forms and imports refuse it before; this finds what came in beside them.
    """
    problems = []
    for key, source, read in _sources(edition):
        try:
            read(source)
        except DialectError as error:
            problems += [
                Problem(key, f"It cannot be read: {refusal}", "Correct it at the desk.")
                for refusal in error.refusals
            ]
    return problems


def _sources(edition: Edition) -> Iterator[tuple[str, str, Callable[[str], object]]]:
    yield "note on the text", edition.note_on_the_text, parse_blocks
    for section in edition.sections.all():
        yield section.key, section.heading, parse
    for paragraph in edition.paragraphs.all():
        yield paragraph.key, paragraph.source, parse
    for part in (*edition.notes.all(), *edition.annotations.all()):
        yield part.key, part.source, parse_blocks
