import pytest
from django.db import IntegrityError, transaction

from edition.document.inline import Text
from edition.document.json import digest
from edition.document.values import Paragraph, Section
from edition.reader.documents import read_document
from edition.releases import documents
from edition.releases.models import Revision
from edition.releases.publish import (
    NotPublishable,
    publish,
    publish_if_direct,
    release_revision,
    save_revision,
)
from edition.releases.restore import restore_edition
from edition.releases.working_copy import load, read_working_copy
from edition.releases.working_copy.store import DoesNotFit
from tests.releases.builders import make_edition

pytestmark = pytest.mark.django_db


def change(edition, words="Changed."):
    note = edition.notes.get()
    note.source = words
    note.save()


def test_a_release_is_the_working_copy_frozen():
    edition = make_edition()
    assert publish(edition).document == load(edition)


def test_a_frozen_document_is_not_decoded_again(monkeypatch):
    publish(make_edition())
    monkeypatch.setattr(documents, "loads", lambda text: 1 / 0)
    revision = Revision.objects.get()
    assert revision.document == read_document(revision.sha256)


def test_a_frozen_document_is_decoded_once_by_its_sha256(monkeypatch):
    publish(make_edition())
    documents.clear_cache()
    revision = Revision.objects.get()
    document = read_document(revision.sha256)
    assert document == load(revision.edition)
    assert revision.document is document


def test_releases_are_numbered_from_one():
    edition = make_edition()
    publish(edition)
    change(edition)
    assert publish(edition).release_number == 2


def test_publishing_without_a_change_makes_no_release():
    edition = make_edition()
    assert publish(edition) == publish(edition)
    assert Revision.objects.count() == 1


def test_a_later_change_leaves_the_release_as_it_was():
    edition = make_edition()
    release = publish(edition)
    change(edition)
    assert Revision.objects.get(pk=release.pk).document.notes[0].text == "So he begins."


def test_the_digest_names_the_document():
    release = publish(make_edition())
    assert release.sha256 == digest(release.canonical)


@pytest.mark.parametrize("field", ["canonical", "sha256", "number", "release_number"])
def test_the_database_refuses_to_change_what_is_frozen(field):
    publish(make_edition())
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Revision.objects.update(**{field: 7})


def test_the_database_refuses_to_delete_a_release_and_no_other_revision():
    edition = make_edition()
    save_revision(edition)
    change(edition)
    publish(edition)
    with pytest.raises(IntegrityError, match="kept for ever"), transaction.atomic():
        Revision.objects.all().delete()
    Revision.objects.filter(release_number=None).delete()
    assert Revision.objects.get().release_number == 1


def test_a_document_with_a_dangling_reference_is_not_released():
    edition = make_edition(notes=(), annotations=())
    with pytest.raises(NotPublishable, match="n1, which does not exist"):
        publish(edition)
    assert not Revision.objects.exists()


def test_an_edition_that_gathers_changes_is_not_released_by_a_save():
    edition = make_edition()
    edition.gathers_changes = True
    edition.save()
    assert publish_if_direct(read_working_copy(edition)) is None
    assert not Revision.objects.exists()


def test_a_saved_revision_is_not_a_release():
    edition = make_edition()
    revision = save_revision(edition, note="before")
    assert revision.release_number is None
    assert Revision.objects.latest_release("arma") is None


def test_an_unchanged_working_copy_is_not_saved_again():
    edition = make_edition()
    publish(edition)
    assert save_revision(edition) is None


def test_a_return_to_an_earlier_text_is_saved_as_a_revision_of_its_own():
    edition = make_edition()
    first = save_revision(edition)
    change(edition)
    save_revision(edition)
    change(edition, "So he begins.")
    again = save_revision(edition)
    assert (again.number, again.sha256) == (3, first.sha256)


def test_a_return_to_what_readers_see_is_saved_and_releases_nothing():
    edition = make_edition()
    first = publish(edition)
    change(edition)
    save_revision(edition)
    change(edition, "So he begins.")
    assert publish(edition, note="Back again") == first
    assert (edition.revisions.count(), edition.revisions.first().note) == (3, "Back again")


def test_the_parts_a_revision_changed_are_recorded():
    edition = make_edition()
    publish(edition)
    change(edition)
    edition.title = "Other"
    edition.save()
    revised = publish(edition).revised_parts.values_list("key", flat=True)
    assert list(revised) == ["edition", "n1"]


def test_a_first_revision_has_no_revised_part():
    assert not save_revision(make_edition()).revised_parts.exists()


def test_a_frozen_revision_is_released_as_it_was():
    edition = make_edition()
    kept = save_revision(edition)
    change(edition)
    publish(edition)
    release = release_revision(kept, note="Back to the first")
    assert (release.canonical, release.release_number) == (kept.canonical, 2)
    assert Revision.objects.latest_release("arma") == release
    assert load(edition).notes[0].text == "Changed."


def test_releasing_what_readers_see_makes_no_release():
    edition = make_edition()
    kept = save_revision(edition)
    release = publish(edition)
    assert release_revision(kept) == release


def test_a_frozen_revision_with_a_problem_is_not_released():
    edition = make_edition(notes=(), annotations=())
    with pytest.raises(NotPublishable, match="n1, which does not exist"):
        release_revision(save_revision(edition))
    assert not Revision.objects.released().exists()


def test_an_edition_without_text_is_not_released():
    empty = (Section("s1", ()),)
    with pytest.raises(NotPublishable, match="no text"):
        publish(make_edition(sections=empty, notes=(), annotations=()))


def test_an_empty_note_is_not_released():
    edition = make_edition()
    change(edition, "")
    with pytest.raises(NotPublishable, match="n1: It is empty"):
        publish(edition)


def test_a_paragraph_key_is_given_once_in_a_release():
    twice = (Section("s1", (Paragraph("p1", (Text("One."),)), Paragraph("p1", (Text("Two."),)))),)
    with pytest.raises(DoesNotFit, match="“p1” is given twice"):
        make_edition(sections=twice, notes=(), annotations=())


def test_markdown_that_came_in_beside_the_forms_is_not_released():
    edition = make_edition()
    change(edition, "Some `code`.")
    with pytest.raises(NotPublishable, match="n1: It cannot be read: line 1, column 6"):
        publish(edition)


def test_what_cannot_be_read_is_saved_and_restored_as_plain_text():
    edition = make_edition()
    change(edition, "Some `code`.\n\nAnd *more*.")
    kept = save_revision(edition)
    change(edition, "Lost.")
    restore_edition(kept)
    assert edition.notes.get().blocks == ((Text("Some `code`."),), (Text("And *more*."),))
