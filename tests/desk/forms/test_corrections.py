"""Correcting the text: anchors move with their words, or are reported as lost."""

from dataclasses import replace

import pytest

from tests.desk.conftest import form_errors, messages


@pytest.fixture
def paragraph(desk):
    return desk.edition.paragraphs.get(key="p1")


@pytest.fixture
def annotation(desk):
    return desk.edition.annotations.get(key="a1")  # on "strategic partnership" in paragraph 1


def test_a_correction_moves_what_stands_on_the_paragraph(desk, paragraph, annotation):
    start = annotation.start
    desk.save(paragraph, source="Well: " + paragraph.source)
    annotation.refresh_from_db()
    assert (annotation.start, annotation.is_lost) == (start + 6, False)
    assert desk.release.release_number == 2


def test_what_is_lost_is_told_and_not_published(desk, paragraph, annotation):
    source = paragraph.source.replace("strategic partnership", "friendship")
    response = desk.save(paragraph, source=source)
    annotation.refresh_from_db()
    assert annotation.is_lost
    assert any("Annotation a1 (“strategic partnership”)" in line for line in messages(response))
    assert any("not published, because a1" in line for line in messages(response))
    assert desk.release.release_number == 1


def test_what_was_lost_can_be_listed(desk, paragraph):
    desk.save(paragraph, source=paragraph.source.replace("strategic partnership", "friendship"))
    lost = desk.client.get(desk.list(desk.edition.annotations.model) + "?is_lost__exact=1")
    assert [each.key for each in lost.context["cl"].result_list] == ["a1"]


def test_words_that_are_chosen_anew_repair_it(desk, paragraph, annotation):
    desk.save(paragraph, source=paragraph.source.replace("strategic partnership", "amity"))
    desk.save(annotation, exact="amity", before="the nature of the Sino-Russian")
    annotation.refresh_from_db()
    assert (annotation.is_lost, annotation.exact) == (False, "amity")
    assert desk.release.release_number == 2


def test_what_is_lost_may_stay_so_while_its_remark_is_written(desk, paragraph, annotation):
    desk.save(paragraph, source=paragraph.source.replace("strategic partnership", "friendship"))
    desk.save(annotation, source="Better.")
    annotation.refresh_from_db()
    assert (annotation.is_lost, annotation.source) == (True, "Better.")


@pytest.fixture
def lost(desk, paragraph, annotation):
    """Annotation a1, which lost its place; its words occur once, but in another context."""
    desk.save(paragraph, source=f"Q {annotation.exact} z.")
    annotation.refresh_from_db()
    assert annotation.is_lost
    return annotation


def test_a_lost_annotation_stays_lost_when_only_its_remark_is_saved(desk, lost):
    before = lost.anchor
    desk.save(lost, source="Better.")
    lost.refresh_from_db()
    assert (lost.is_lost, lost.anchor, lost.source) == (True, before, "Better.")


def test_a_lost_annotation_on_words_and_a_space_stays_lost_too(desk, paragraph, lost):
    lost.move_to(paragraph, replace(lost.anchor, end=lost.end + 1, exact=lost.exact + " "))
    lost.is_lost = True
    lost.save()
    desk.save(lost, source="Better.")
    lost.refresh_from_db()
    assert (lost.is_lost, lost.exact[-1], lost.source) == (True, " ", "Better.")


def test_a_lost_annotation_is_settled_by_the_words_before_it(desk, lost):
    desk.save(lost, before="Q")
    lost.refresh_from_db()
    assert (lost.is_lost, lost.start) == (False, 2)


@pytest.fixture
def lost_mention(desk):
    """The only mention of an entity; it is lost, and its words occur once, elsewhere."""
    mentions = [entity.mentions.all() for entity in desk.edition.entities.all()]
    (mention,) = next(rows for rows in mentions if len(rows) == 1 and rows[0].paragraph)
    desk.save(mention.paragraph, source=f"Q {mention.exact} z.")
    mention.refresh_from_db()
    assert mention.is_lost
    return mention


def test_a_lost_mention_stays_lost_when_only_a_description_is_saved(desk, lost_mention):
    before = lost_mention.anchor
    desk.save(lost_mention.entity, description="Better described.")
    lost_mention.refresh_from_db()
    assert (lost_mention.is_lost, lost_mention.anchor) == (True, before)
    assert lost_mention.entity.description == "Better described."


def test_a_lost_mention_stays_lost_when_only_its_order_changes(desk, lost_mention):
    desk.save(lost_mention.entity, **{"mentions-0-order": "3"})
    lost_mention.refresh_from_db()
    assert lost_mention.is_lost


def test_a_lost_mention_is_settled_by_the_words_before_it(desk, lost_mention):
    desk.save(lost_mention.entity, **{"mentions-0-before": "Q"})
    lost_mention.refresh_from_db()
    assert (lost_mention.is_lost, lost_mention.start) == (False, 2)


def test_unknown_markup_is_refused_with_its_place_and_kept(desk, paragraph):
    response = desk.save(paragraph, source="One\n<b>two</b>")
    assert "2" in form_errors(response)[0]
    assert b"&lt;b&gt;two&lt;/b&gt;" in response.content
    assert desk.release.release_number == 1


def test_a_note_that_does_not_exist_is_refused_by_its_name(desk, paragraph):
    response = desk.save(paragraph, source=paragraph.source + "[^n99]")
    assert "[^n99]" in form_errors(response)[0]


def test_references_follow_the_text(desk, paragraph):
    desk.save(paragraph, source=paragraph.source + "[^n7]")
    assert [call.note.key for call in paragraph.references.all()] == ["n7"]


def test_a_paragraph_put_first_stands_first(desk):
    last = desk.edition.sections.get(key="s2").paragraphs.last()
    desk.save(last, order="1")
    assert desk.release.document.sections[1].paragraphs[0].key == last.key
