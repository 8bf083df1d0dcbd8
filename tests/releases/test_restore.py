"""Restore the working copy, or a part of it, from an earlier revision."""

from dataclasses import replace

import pytest

from edition.document.changes.anchoring import anchor_at
from edition.document.values import Choice, Poll, Witness
from edition.releases.anchors import lost_anchors, settle_anchors
from edition.releases.checks.fidelity import check_fidelity
from edition.releases.publish import publish, save_revision
from edition.releases.restore import NotRestorable, restore_edition, restore_part
from edition.releases.working_copy import load, store
from tests.releases.builders import article, make_edition

pytestmark = pytest.mark.django_db
POLL = Poll("who", "Who?", (Choice("he", "He"), Choice("she", "She")))


def change(edition, words="Changed."):
    edition.notes.update(source=words)


def test_the_whole_working_copy_comes_back_and_is_published(django_user_model):
    ada = django_user_model.objects.create(username="ada")
    edition = make_edition()
    first = publish(edition)
    change(edition)
    publish(edition)
    restored = restore_edition(first, ada, "Better as it was")
    assert (restored.release_number, restored.canonical) == (3, first.canonical)
    assert (restored.made_by, restored.note) == (ada, "Better as it was")
    assert load(edition) == first.document


def test_what_is_replaced_is_kept():
    edition = make_edition()
    first = publish(edition)
    change(edition)
    restore_edition(first)
    assert edition.revisions.get(number=2).document.notes[0].text == "Changed."


def test_nothing_is_published_of_an_edition_that_gathers_changes():
    edition = make_edition()
    first = publish(edition)
    type(edition).objects.update(gathers_changes=True)
    change(edition)
    assert restore_edition(first).release_number is None


def test_votes_stay_whatever_comes_back():
    edition = make_edition()
    without = save_revision(edition)
    store(load(make_edition(polls=(POLL,))), edition)
    poll = edition.polls.get()
    she = poll.choices.get(key="she")
    she.ballots.create(poll=poll, voter="x")
    poll.choices.filter(key="she").update(votes=1)
    restore_edition(without)
    assert [choice.votes for choice in edition.polls.get().choices.all()] == [0, 1]
    assert she.ballots.count() == 1


def test_a_choice_with_ballots_stays_in_a_restored_poll():
    edition = make_edition(polls=(POLL,))
    then = save_revision(edition)
    poll = edition.polls.get()
    both = poll.choices.create(key="both", label="Both", position=2)
    poll.choices.create(key="none", label="None", position=3)
    both.ballots.create(poll=poll, voter="x")
    restore_edition(then)
    assert [choice.key for choice in poll.choices.all()] == ["he", "she", "both"]


def test_one_part_comes_back():
    edition = make_edition()
    first = publish(edition)
    change(edition)
    edition.title = "Other"
    edition.save()
    restored = restore_part(first, "n1")
    assert restored.document.notes[0].text == "So he begins."
    assert restored.document.title == "Other"
    assert restored.note == "n1 restored from revision 1"


def test_anchors_move_with_the_words_of_a_text_that_comes_back():
    edition = make_edition()
    first = publish(edition)
    edition.paragraphs.update(source="I sing: Arma virumque cano.[^n1]")
    edition.annotations.update(start=8, end=12, prefix="I sing: ")
    assert restore_part(first, "p1") == first
    assert edition.annotations.get().start == 0


def test_anchors_that_find_no_words_are_listed_for_repair_and_nothing_is_published():
    edition = make_edition()
    first = publish(edition)
    edition.paragraphs.update(source="Tela virumque cano.[^n1]")
    edition.annotations.update(exact="Tela", suffix=" virumque cano.")
    assert restore_part(first, "p1").release_number is None
    assert [anchor.key for anchor in lost_anchors(edition)] == ["a1"]


LINE = "Arma virumque cano Troiae qui primus ab oris. "


@pytest.fixture
def in_doubt():
    """An edition whose annotation a1 was on the first of two like lines when one was cut."""
    edition = make_edition()
    paragraph, row = edition.paragraphs.get(), edition.annotations.get()
    correct(paragraph, f"{LINE}{LINE}Italiam.")
    row.move_to(paragraph, anchor_at("p1", paragraph.text, 5, 8))
    row.save()
    save_revision(edition)
    correct(paragraph, f"{LINE}Italiam.")
    assert [anchor.key for anchor in lost_anchors(edition)] == ["a1"]
    return edition


@pytest.mark.parametrize("later", [f"{LINE}{LINE}Italiam.", f"Then I sing: {LINE}Italiam."])
def test_an_anchor_lost_in_doubt_stays_lost_when_a_revision_made_meanwhile_is_restored(
    in_doubt, later
):
    then, anchor = save_revision(in_doubt), in_doubt.annotations.get().anchor
    correct(in_doubt.paragraphs.get(), later)
    assert in_doubt.annotations.get().anchor != anchor
    restore_edition(then)
    assert in_doubt.paragraphs.get().text == f"{LINE}Italiam."
    assert [anchor.key for anchor in lost_anchors(in_doubt)] == ["a1"]


def test_an_anchor_lost_in_doubt_has_its_place_when_a_revision_made_before_is_restored(in_doubt):
    then = in_doubt.revisions.latest_first()[0]
    correct(in_doubt.paragraphs.get(), f"{LINE}{LINE}Italiam.")
    assert [anchor.key for anchor in lost_anchors(in_doubt)] == ["a1"]
    restore_edition(then)
    assert lost_anchors(in_doubt) == []


def correct(paragraph, text):
    before, paragraph.source = paragraph.text, text
    paragraph.save()
    settle_anchors(paragraph, before)


def test_a_refused_restore_changes_nothing():
    edition = make_edition()
    first = publish(edition)
    edition.annotations.all().delete()
    edition.paragraphs.update(source="Other words.[^n1]")
    publish(edition)
    with pytest.raises(NotRestorable, match="“Arma” is no longer in p1"):
        restore_part(first, "a1")
    assert edition.revisions.count() == 2


def test_a_text_that_cannot_be_read_is_reported():
    edition = make_edition()
    first = publish(edition)
    change(edition, "Some `code`.")
    with pytest.raises(NotRestorable, match="n1: It cannot be read"):
        restore_part(first, "edition")
    restore_edition(first)
    assert load(edition) == first.document


def test_what_comes_back_is_signed_for():
    edition = store(article())
    note = edition.notes.get(key="n7")
    edition.notes.filter(pk=note.pk).update(source=note.source + " More.")
    departing = save_revision(edition)
    edition.notes.filter(pk=note.pk).update(source=note.source)
    publish(edition)
    assert restore_part(departing, "n7", None, "The author wants it so").release_number == 2
    assert edition.departures.get().reason == "The author wants it so"


def test_the_source_that_was_replaced_comes_back_with_its_bytes():
    edition = store(article())
    first = save_revision(edition)
    printed = bytes(edition.witnesses.get().data)
    store(replace(article(), witnesses=(Witness("b.txt", "b" * 64, 1, data=b"b"),)), edition)
    restore_edition(first)
    (witness,) = edition.witnesses.all()
    assert (bytes(witness.data), witness.is_intact) == (printed, True)
    assert not check_fidelity(edition, load(edition))
