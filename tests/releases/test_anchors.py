import pytest

from edition.document.changes.anchoring import anchor_at
from edition.releases.anchors import lost_anchors, settle_anchors
from edition.releases.problems import problems_in
from edition.releases.publish import NotPublishable, publish
from edition.releases.working_copy import read_working_copy
from tests.releases.builders import make_edition

pytestmark = pytest.mark.django_db


def correct(edition, text):
    paragraph = edition.paragraphs.get()
    before, paragraph.source = paragraph.text, text
    paragraph.save()
    return settle_anchors(paragraph, before)


def test_anchors_move_with_their_words():
    edition = make_edition()
    assert correct(edition, "I sing: Arma virumque cano.") == []
    assert edition.annotations.get().start == 8


def test_an_anchor_whose_words_are_gone_is_listed_for_repair():
    edition = make_edition()
    assert [anchor.key for anchor in correct(edition, "Virumque cano.")] == ["a1"]
    assert [anchor.key for anchor in lost_anchors(edition)] == ["a1"]


def test_a_lost_anchor_keeps_its_words():
    edition = make_edition()
    correct(edition, "Virumque cano.")
    assert edition.annotations.get().exact == "Arma"


def test_an_anchor_is_found_again_when_its_words_come_back():
    edition = make_edition()
    correct(edition, "Virumque cano.")
    assert correct(edition, "Arma virumque cano.") == []
    assert lost_anchors(edition) == []


def test_an_anchor_lost_in_doubt_stays_lost_when_a_later_edit_is_undone():
    edition, line = make_edition(), "Arma virumque cano Troiae qui primus ab oris. "
    correct(edition, line + line + "Italiam.")
    row, paragraph = edition.annotations.get(), edition.paragraphs.get()
    row.move_to(paragraph, anchor_at(paragraph.key, paragraph.text, 5, 8))
    row.save()
    for text in (line + "Italiam.", line.replace("virumque", "vrumque") + "Italiam."):
        assert [anchor.key for anchor in correct(edition, text)] == ["a1"]
    assert [anchor.key for anchor in correct(edition, line + "Italiam.")] == ["a1"]


def test_a_lost_anchor_blocks_a_release_though_its_old_place_holds_the_words():
    edition = make_edition()
    edition.annotations.update(is_lost=True)
    with pytest.raises(NotPublishable, match="a1: It has lost its place"):
        publish(edition)


def test_a_lost_anchor_is_reported_once():
    edition = make_edition()
    correct(edition, "Virumque cano.[^n1]")
    assert [problem.where for problem in problems_in(read_working_copy(edition))] == ["a1"]
