from dataclasses import replace

import pytest

from edition.document.layers import letter_at
from edition.document.values import Audience
from tests.reader.builders import annotate, emend, make_document, make_page


def test_letters_follow_the_text_and_not_the_keys():
    document = make_document("Arms and the man.", "I sing.", notes=["Of Troy."])
    document = replace(
        document,
        annotations=(
            annotate(document, "a1", "n1", "Troy"),
            annotate(document, "a2", "p2", "sing"),
            annotate(document, "a3", "p1", "Arms"),
        ),
    )
    page = make_page(document)
    assert [(a.letter, a.key) for a in page.annotations] == [("a", "a3"), ("b", "a2"), ("c", "a1")]


def test_an_annotation_is_signed_dated_and_led_back_to_its_words():
    document = make_document("Arms and the man.")
    document = replace(document, annotations=(annotate(document, "a1", "p1", "Arms"),))
    (shown,) = make_page(document).annotations
    assert (shown.words, shown.by, shown.made_on.isoformat()) == (
        "Arms",
        "The editors",
        "2026-03-03",
    )
    assert f'id="{shown.back}"' in make_page(document).sections[0].paragraphs[0].html


def test_an_audience_is_named_unless_it_is_everyone():
    document = make_document("Arms and the man.")
    for audience, named in [(Audience.EVERYONE, ""), (Audience.STUDENTS, "students")]:
        annotation = annotate(document, "a1", "p1", "Arms", audience)
        page = make_page(replace(document, annotations=(annotation,)))
        assert page.annotations[0].audience == named


def test_emendations_in_notes_name_the_note():
    document = make_document("Arms[^n1].", notes=["On teh shield."])
    document = replace(document, emendations=(emend(document, "m1", "n1", "teh", "the"),))
    (shown,) = make_page(document).emendations
    assert (shown.place, shown.printed, shown.emended, shown.back) == (
        "note 1",
        "teh",
        "the",
        "m1ref",
    )


@pytest.mark.parametrize(("position", "written"), [(0, "a"), (25, "z"), (26, "aa"), (701, "zz")])
def test_letters_go_on_after_z(position, written):
    assert letter_at(position) == written
