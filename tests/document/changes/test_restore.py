"""One part as it was, everything else as it is."""

from dataclasses import replace

import pytest

from edition.document.changes.anchoring import locate
from edition.document.changes.parts import compare, parts
from edition.document.changes.restore import NotRestorable, with_part
from edition.document.inline import Reference, Text
from edition.document.values import (
    Contributor,
    Entity,
    EntityKind,
    Event,
    Note,
    Paragraph,
    Poll,
    Role,
    Section,
)
from tests.releases.builders import article, make_document


def paragraph(key, text):
    return Paragraph(key, (Text(text),))


def with_paragraphs(document, *paragraphs):
    return replace(document, sections=(replace(document.sections[0], paragraphs=paragraphs),))


@pytest.fixture
def then():
    """Four paragraphs, two notes, and everything that stands on words."""
    document = make_document(notes=(), annotations=())
    texts = ("Arma virumque cano.", "Troiae qui primus.", "Ab oris.", "Italiam.")
    document = with_paragraphs(
        document, *(paragraph(f"p{number}", text) for number, text in enumerate(texts, start=1))
    )
    here = locate("p1", texts[0], "virumque")
    return replace(
        document,
        notes=tuple(Note(f"n{n}", str(n), ((Text("So."),),)) for n in (1, 2)),
        annotations=(replace(make_document().annotations[0], anchor=here),),
        entities=(Entity("aeneas", "Aeneas", EntityKind.PERSON, mentions=(here,)),),
        events=(Event("e1", "-1183", "Troy falls", passages=(here,), notes=("n2",)),),
        polls=(Poll("who", "Who?", ()),),
    )


def keys(document):
    return [each.key for each in document.paragraphs]


def test_only_the_part_comes_back(then):
    now = with_paragraphs(
        then, paragraph("p1", "Arma."), paragraph("p2", "Changed."), *then.paragraphs[2:]
    )
    restored = with_part(now, then, "p2")
    assert [change.key for change in compare(now, restored)] == ["p2"]
    assert restored.paragraphs[1] == then.paragraphs[1]


def test_a_deleted_paragraph_comes_back_between_its_neighbours(then):
    now = with_paragraphs(then, *then.paragraphs[:1], *then.paragraphs[2:])
    assert with_part(now, then, "p2") == then


def test_it_comes_back_after_the_nearest_that_is_left(then):
    now = with_paragraphs(then, then.paragraphs[0], then.paragraphs[3])
    assert keys(with_part(now, then, "p3")) == ["p1", "p3", "p4"]


def test_what_came_between_does_not_move_it(then):
    one, *others = then.paragraphs
    now = with_paragraphs(then, one, paragraph("p9", "New."), *others)
    assert keys(with_part(now, then, "p2")) == ["p1", "p9", "p2", "p3", "p4"]


def test_one_that_was_moved_goes_back(then):
    one, two, three, four = then.paragraphs
    assert with_part(with_paragraphs(then, two, three, four, one), then, "p1") == then


def test_a_paragraph_whose_section_is_gone_is_refused(then):
    now = replace(then, sections=(Section("s2", (paragraph("p8", "Other."),)),))
    with pytest.raises(NotRestorable, match="Its section s1 has been deleted"):
        with_part(now, then, "p2")


def test_a_deleted_section_comes_back_with_its_heading_and_no_paragraph(then):
    then = replace(then, sections=(*then.sections, Section("s2", (), (Text("On Troy"),))))
    now = replace(then, sections=then.sections[:1])
    assert with_part(now, then, "s2") == then


def test_a_paragraph_that_calls_a_note_that_is_gone_is_refused(then):
    calling = replace(then.paragraphs[0], content=(Text("Arma."), Reference("n2")))
    old = with_paragraphs(then, calling, *then.paragraphs[1:])
    with pytest.raises(NotRestorable, match="It calls n2"):
        with_part(replace(then, notes=then.notes[:1]), old, "p1")


def test_a_note_comes_back_in_its_place(then):
    assert with_part(replace(then, notes=then.notes[1:]), then, "n1") == then


def test_a_note_whose_number_is_taken_is_refused(then):
    now = replace(then, notes=(then.notes[0], Note("n3", "2", ((Text("Other."),),))))
    with pytest.raises(NotRestorable, match="number 2 now belongs to n3"):
        with_part(now, then, "n2")


@pytest.mark.parametrize(
    ("key", "name"), [("a1", "annotations"), ("entity aeneas", "entities"), ("e1", "events")]
)
def test_what_stands_on_words_is_put_where_they_stand_now(then, key, name):
    longer = "I sing: Arma virumque cano."
    now = with_paragraphs(then, paragraph("p1", longer), *then.paragraphs[1:])
    restored = with_part(replace(now, **{name: ()}), then, key)
    (part,) = getattr(restored, name)
    anchor = (
        getattr(part, "anchor", None)
        or [
            *getattr(part, "mentions", ()),
            *getattr(part, "passages", ()),
        ][0]
    )
    assert longer[anchor.start : anchor.end] == "virumque"


@pytest.mark.parametrize("key", ["a1", "entity aeneas", "e1"])
def test_what_stands_on_words_that_are_gone_is_refused(then, key):
    now = with_paragraphs(then, paragraph("p1", "Other words."), *then.paragraphs[1:])
    with pytest.raises(NotRestorable, match="“virumque” is no longer in p1"):
        with_part(now, then, key)


def test_what_is_signed_by_somebody_who_is_not_named_any_more_is_refused(then):
    now = replace(then, contributors=(), annotations=())
    with pytest.raises(NotRestorable, match="“vergil”"):
        with_part(now, then, "a1")


def test_an_event_that_rests_on_a_note_that_is_gone_is_refused(then):
    with pytest.raises(NotRestorable, match="n2, which supports it"):
        with_part(replace(then, notes=then.notes[:1]), then, "e1")


def test_whoever_signed_stays_named_when_the_edition_comes_back(then):
    ovid = Contributor("ovid", "Ovid", Role.EDITOR)
    signed = (replace(then.annotations[0], by="ovid"),)
    now = replace(then, title="Other", contributors=(ovid,), annotations=signed)
    restored = with_part(now, then, "edition")
    assert restored.title == then.title
    assert [person.key for person in restored.contributors] == ["vergil", "ovid"]


@pytest.mark.parametrize("key", ["p9", "entity nobody", "x1", "ship argo", ""])
def test_what_never_was_is_refused(then, key):
    with pytest.raises(NotRestorable):
        with_part(then, then, key)


def test_every_part_of_the_article_comes_back_as_it_is():
    document = article()
    for key in parts(document):
        assert with_part(document, document, key) == document
