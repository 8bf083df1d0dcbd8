"""What changed between two documents is told part by part."""

from dataclasses import replace

import pytest

from edition.document.changes.parts import What, compare
from edition.document.markdown.parse import parse, parse_blocks
from tests.releases.builders import article


@pytest.fixture(scope="module")
def document():
    return article()


def told(before, after):
    return [(change.key, change.what) for change in compare(before, after)]


def with_section(document, number, **changed):
    sections = list(document.sections)
    sections[number] = replace(sections[number], **changed)
    return replace(document, sections=tuple(sections))


def test_a_document_does_not_differ_from_itself(document):
    assert compare(document, document) == ()


def test_a_changed_paragraph_is_told_with_its_words(document):
    first, *others = document.sections[0].paragraphs
    changed = replace(first, content=parse("Other words."))
    after = with_section(document, 0, paragraphs=(changed, *others))
    (change,) = compare(document, after)
    assert (change.key, change.what) == ("p1", What.CHANGED)
    assert change.differences[0].name == "text"
    assert change.differences[0].after == "Other words."


def test_a_moved_paragraph_is_told_and_its_neighbours_are_not(document):
    paragraphs = document.sections[1].paragraphs
    after = with_section(document, 1, paragraphs=(*paragraphs[1:], paragraphs[0]))
    assert told(document, after) == [(paragraphs[0].key, What.MOVED)]


def test_an_added_and_a_removed_note_are_told(document):
    new = replace(document.notes[0], key="n99", label="99", blocks=parse_blocks("New."))
    after = replace(document, notes=(*document.notes[1:], new))
    assert told(document, after) == [("n99", What.ADDED), ("n1", What.REMOVED)]


def test_every_part_of_a_document_has_its_own_key(document):
    after = replace(document, sections=(), notes=(), annotations=(), emendations=(), events=())
    after = replace(after, entities=(), polls=(), contributors=(), title="")
    kinds = [change.kind for change in compare(document, after)]
    assert kinds.count("paragraph") == len(document.paragraphs)
    assert kinds.count("entity") == len(document.entities)
    assert kinds.count("poll") == len(document.polls)
