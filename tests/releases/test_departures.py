"""Only signed departures from the source may be released."""

from dataclasses import replace

import pytest

from edition.releases.departures import sign_departures
from edition.releases.publish import NotPublishable, publish
from edition.releases.working_copy import load, read_working_copy, store
from tests.releases.builders import article, make_document, make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return store(article())


def damage(edition, key="n7", more=" More."):
    """Change a text beside the desk."""
    note = edition.notes.get(key=key)
    edition.notes.filter(pk=note.pk).update(source=note.source + more)


def test_what_nobody_signed_for_is_not_released(edition):
    damage(edition)
    with pytest.raises(NotPublishable) as refused:
        publish(edition)
    (problem,) = refused.value.problems
    assert (problem.where, problem.blocks) == ("n7", True)
    assert "not “ More" in problem.what
    assert "save its form with a reason" in problem.advice


def test_what_somebody_signed_for_is_released(edition, django_user_model):
    ada = django_user_model.objects.create(username="ada")
    damage(edition)
    sign_departures(read_working_copy(edition), ada, "The author wants it so", ["n7"])
    assert publish(edition).document.notes[6].text.endswith(" More.")
    departure = edition.departures.get()
    assert (departure.key, departure.made_by) == ("n7", ada)
    assert departure.reason == "The author wants it so"


def test_a_later_change_must_be_signed_for_anew(edition):
    damage(edition)
    sign_departures(read_working_copy(edition), None)
    damage(edition, more=" And more.")
    with pytest.raises(NotPublishable, match="n7"):
        publish(edition)


def test_signing_for_one_text_does_not_sign_for_another(edition):
    damage(edition)
    damage(edition, "n8")
    sign_departures(read_working_copy(edition), None, "", ["n8"])
    with pytest.raises(NotPublishable, match="n7"):
        publish(edition)


def test_a_text_that_returns_to_its_source_loses_its_departure(edition):
    printed = edition.notes.get(key="n7").source
    damage(edition)
    sign_departures(read_working_copy(edition), None)
    edition.notes.filter(key="n7").update(source=printed)
    sign_departures(read_working_copy(edition), None, "", ["n8"])
    assert not edition.departures.exists()


def test_the_first_signature_is_kept(edition):
    damage(edition)
    sign_departures(read_working_copy(edition), None, "First")
    sign_departures(read_working_copy(edition), None, "Second")
    assert edition.departures.get().reason == "First"


def test_what_readers_have_already_only_needs_review(edition):
    damage(edition)
    sign_departures(read_working_copy(edition), None)
    publish(edition)
    edition.departures.all().delete()  # as it was before anybody signed
    edition.rights = "All reserved."
    edition.save()
    assert publish(edition).release_number == 2


def test_a_deleted_paragraph_is_reported_on_the_form_of_the_edition():
    bare = replace(article(), annotations=(), emendations=(), entities=(), events=())
    edition = store(bare)
    paragraph = edition.paragraphs.last()
    paragraph.delete()
    with pytest.raises(NotPublishable) as refused:
        publish(edition)
    reported = [problem for problem in refused.value.problems if paragraph.key in problem.what]
    assert [problem.where for problem in reported] == ["edition"]


def test_a_damaged_source_file_blocks_and_says_what_to_do(edition):
    edition.witnesses.update(data=b"other")
    with pytest.raises(NotPublishable, match=r"damaged\. Import it again"):
        publish(edition)


def test_a_source_file_that_is_not_kept_holds_nothing_up(edition):
    edition.witnesses.update(data=None)
    damage(edition)
    publish(edition)


def test_an_edition_without_a_source_is_never_held_up():
    edition = make_edition()
    edition.notes.update(source="Changed.")
    publish(edition)


def test_a_document_stored_over_another_is_compared_with_the_source_it_names(edition):
    store(make_document(slug=edition.slug, witnesses=load(edition).witnesses), edition)
    with pytest.raises(NotPublishable, match="Nobody has signed"):
        publish(edition)
