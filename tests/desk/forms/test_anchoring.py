"""Anchors: the editor quotes words, and the desk finds their place."""

import pytest

from edition.apparatus.models import Annotation, Emendation
from edition.texts.models import Contributor
from tests.desk.conftest import form_errors


@pytest.fixture
def annotate(desk):
    """Annotate words of paragraph 1, "… the nature of the Sino-Russian strategic partnership …"."""

    def annotate(words, number=1, **more):
        paragraph = desk.edition.paragraphs.get(key=f"p{number}")
        written = {"paragraph": paragraph.pk, "exact": words, "source": "Why.", "kind": "gloss"}
        return desk.add(Annotation, **written | more)

    return annotate


def newest(desk):
    return desk.edition.annotations.order_by("pk").last()


def test_the_quoted_words_are_found(desk, annotate):
    annotate("there is much speculation")
    anchor = newest(desk).anchor
    assert anchor.exact == "there is much speculation"
    assert anchor.prefix == "Although "


def test_who_signs_is_known_if_only_one_editor_is_named(desk, annotate):
    annotate("there is much speculation")
    assert newest(desk).by == Contributor.objects.get(role="editor")


def test_words_that_do_not_stand_there_are_refused_and_kept(desk, annotate):
    response = annotate("no such words", source="Kept.")
    assert "do not occur in paragraph 1" in form_errors(response)[0]
    assert b"no such words" in response.content and b"Kept." in response.content


def test_words_that_stand_there_twice_are_refused_with_their_places(desk, annotate):
    response = annotate("Russia")
    assert "These words occur" in form_errors(response)[0]
    assert "words before" in form_errors(response)[0]


def test_words_before_and_after_tell_which_are_meant(desk, annotate):
    paragraph = desk.edition.paragraphs.get(key="p1")
    second = paragraph.text.index("the", paragraph.text.index("the") + 1)
    before, after = paragraph.text[second - 10 : second], paragraph.text[second + 3 : second + 12]
    annotate("the", before=before.strip(), after=after.strip())
    assert newest(desk).start == second


@pytest.mark.parametrize(
    ("typed", "printed"), [("a b", "a\u00a0b"), ("“a”", '"a"'), ("2012-2013", "2012–2013")]
)
def test_words_are_found_as_people_type_them(desk, annotate, typed, printed):
    paragraph = desk.edition.paragraphs.get(key="p1")
    desk.save(paragraph, source=f"{paragraph.source} Xx {printed} xx.")
    annotate(f"Xx {typed} xx")
    assert newest(desk).exact == f"Xx {printed} xx"


def test_a_paragraph_or_a_note_must_be_chosen_and_not_both(desk, annotate):
    note = desk.edition.notes.first()
    response = annotate("there is much speculation", note=note.pk)
    assert "Choose a paragraph or a note, and not both." in form_errors(response)


def test_an_annotation_keeps_its_place_when_its_remark_changes(desk):
    annotation = desk.edition.annotations.get(key="a2")
    before = annotation.anchor
    desk.save(annotation, source="Another remark.")
    annotation.refresh_from_db()
    assert (annotation.anchor, annotation.source) == (before, "Another remark.")


def test_an_emendation_keeps_the_printed_words(desk):
    note = desk.edition.notes.get(label="7")
    written = {"note": note.pk, "exact": "Corridors", "emended": "Corridor", "reason": "One."}
    desk.add(Emendation, **written)
    emendation = desk.release.document.emendations[-1]
    assert (emendation.printed, emendation.emended) == ("Corridors", "Corridor")


def test_a_mention_is_added_by_its_words_and_the_key_of_its_text(desk):
    entity = desk.edition.entities.get(key="li-hui")
    desk.save(entity, **{"mentions-1-exact": "China’s Ambassador", "mentions-1-where": "p10"})
    assert [mention.exact for mention in entity.mentions.all()][-1].startswith("China")


def test_a_mention_in_a_text_that_does_not_exist_is_refused(desk):
    entity = desk.edition.entities.get(key="li-hui")
    response = desk.save(entity, **{"mentions-1-exact": "Li", "mentions-1-where": "p99"})
    assert form_errors(response) == ["There is no p99 in this edition."]
