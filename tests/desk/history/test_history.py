"""Every save is stored, with its author and reason; every part has a history."""

import hashlib

import pytest

from edition.apparatus.models import Annotation
from edition.releases.models import Revision
from edition.releases.publish import publish, save_revision
from tests.desk.conftest import form_in, messages, parsed, words
from tests.releases.builders import make_edition


@pytest.fixture
def edition(db):
    """A small edition in place of the article, published as version 1."""
    edition = make_edition()
    publish(edition, note="First release")
    return edition


@pytest.fixture
def note(edition):
    return edition.notes.get()


def page(desk, address):
    response = desk.client.get(address)
    assert response.status_code == 200
    return parsed(response)


def marked(part, fate):
    """The words that a page marks as added ("ins") or removed ("del")."""
    said = ("[added: ", "[removed: ", "]")
    return ["".join(t for t in each.itertext() if t not in said) for each in part.iter(fate)]


def test_the_history_of_an_edition_lists_every_save_with_who_and_why(desk, note):
    desk.save(note, source="So he starts.", why="A plainer word")
    rows = page(desk, f"/admin/texts/edition/{desk.edition.pk}/history/").findall(".//main//li")
    latest, first = [words(row) for row in rows]
    assert "ada" in latest and "A plainer word" in latest and "version 2" in latest
    assert "note n1" in latest
    assert "First release" in first and "version 1" in first


def test_a_revision_shows_the_words_that_differ(desk, note):
    desk.save(note, source="So he starts.")
    revision = desk.edition.revisions.get(number=2)
    shown = page(desk, desk.page(revision))
    assert (marked(shown, "del"), marked(shown, "ins")) == (["begins"], ["starts"])


def test_a_revision_can_be_compared_with_any_other(desk, note):
    desk.save(note, source="So he starts.")
    desk.save(note, source="So he ends.")
    revision = desk.edition.revisions.get(number=3)
    shown = page(desk, desk.page(revision) + "?against=1")
    assert (marked(shown, "del"), marked(shown, "ins")) == (["begins"], ["ends"])


@pytest.mark.parametrize("against", ["0", "99", "abc", "-1", "9" * 40])
def test_what_cannot_be_compared_with_is_compared_with_the_one_before(desk, note, against):
    desk.save(note, source="So he starts.")
    revision = desk.edition.revisions.get(number=2)
    assert marked(page(desk, f"{desk.page(revision)}?against={against}"), "ins") == ["starts"]


def test_the_first_revision_is_called_so(desk):
    shown = page(desk, desk.page(desk.edition.revisions.get()))
    assert "This is the first revision of the edition." in words(shown)


def test_a_part_has_a_past_of_its_own(desk, note):
    desk.save(note, source="So he starts.", why="A plainer word")
    desk.save(desk.edition.annotations.get(), source="Not this one.")
    desk.save(note, source="So he ends.")
    shown = page(desk, desk.page(note, "history"))
    assert len(shown.findall(".//main//ol/li")) == 3  # both saves, and the beginning
    assert marked(shown, "ins") == ["ends", "starts"]
    assert "A plainer word" in words(shown)


def test_the_edition_itself_has_a_past_too(desk):
    desk.save(desk.edition, title="Arma virumque")
    shown = page(desk, f"/admin/texts/edition/{desk.edition.pk}/history/?of=edition")
    assert marked(shown, "ins") == [" virumque"]


def test_the_past_of_a_part_asks_the_same_of_the_database_however_long(
    desk, note, django_assert_num_queries, django_assert_max_num_queries
):
    desk.save(note, source="So he starts.")
    with django_assert_max_num_queries(15) as few:
        desk.client.get(desk.page(note, "history"))
        count = len(few)
    for word in ("stops", "ends", "goes"):
        desk.save(note, source=f"So he {word}.")
    with django_assert_num_queries(count):
        desk.client.get(desk.page(note, "history"))


def test_the_history_asks_the_same_of_the_database_however_long(
    desk, note, django_assert_num_queries, django_assert_max_num_queries
):
    address = f"/admin/texts/edition/{desk.edition.pk}/history/"
    desk.save(note, source="So he starts.")
    with django_assert_max_num_queries(15) as few:
        desk.client.get(address)
        count = len(few)
    for word in ("stops", "ends", "goes"):
        desk.save(note, source=f"So he {word}.")
    with django_assert_num_queries(count):
        desk.client.get(address)


def test_a_long_history_has_pages(desk, note, monkeypatch):
    monkeypatch.setattr("edition.desk.history.pages.REVISIONS_PER_PAGE", 2)
    for word in ("stops", "ends"):
        desk.save(note, source=f"So he {word}.")
    address = f"/admin/texts/edition/{desk.edition.pk}/history/"
    assert len(page(desk, address).findall(".//main//ol/li")) == 2
    assert "First release" in words(page(desk, address + "?page=2"))


def test_what_was_deleted_is_listed(desk):
    desk.delete(desk.edition.annotations.get())
    shown = words(page(desk, f"/admin/texts/edition/{desk.edition.pk}/deleted/").find(".//main"))
    assert "Annotation a1" in shown and "ada" in shown
    assert not Annotation.objects.exists()


def test_nothing_that_is_there_is_listed_as_deleted(desk, note):
    desk.save(note, source="So he starts.")
    shown = page(desk, f"/admin/texts/edition/{desk.edition.pk}/deleted/")
    assert "Nothing was deleted." in words(shown)


def test_the_json_of_a_revision_has_its_sha256(desk):
    revision = Revision.objects.get()
    response = desk.client.get(f"/admin/releases/revision/{revision.pk}/json/")
    assert hashlib.sha256(response.content).hexdigest() == revision.sha256


# Restoring


def restoring(desk, number, part=""):
    """Return the address of the page that restores from revision `number`."""
    revision = desk.edition.revisions.get(number=number)
    return f"/admin/releases/revision/{revision.pk}/restore/" + (f"?part={part}" if part else "")


def restore(desk, address, **written):
    return desk.client.post(address, desk.open(address) | written, follow=True)


def test_the_past_of_a_part_leads_to_restoring_it(desk, note):
    desk.save(note, source="So he starts.")
    links = [each.get("href") for each in page(desk, desk.page(note, "history")).iter("a")]
    assert restoring(desk, 1, "n1") in links
    assert restoring(desk, 2, "n1") not in links  # it is as it was there


def test_one_part_is_restored_and_readers_see_it(desk, note):
    desk.save(note, source="So he starts.")
    desk.save(desk.edition.annotations.get(), source="Stays.")
    shown = page(desk, restoring(desk, 1, "n1"))
    assert (marked(shown, "del"), marked(shown, "ins")) == (["starts"], ["begins"])
    response = restore(desk, restoring(desk, 1, "n1"), reason="It was right")
    assert "Note n1 restored from revision 1." in messages(response)
    released = desk.release
    assert (released.note, released.made_by.username) == ("It was right", "ada")
    assert released.document.notes[0].text == "So he begins."
    assert desk.edition.annotations.get().source == "Stays."


def test_what_readers_have_not_seen_is_taken_back_without_a_release(desk, note, django_user_model):
    desk.edition.notes.update(source="Not public.")
    save_revision(desk.edition, django_user_model.objects.get(username="ada"))
    response = restore(desk, restoring(desk, 1, "n1"))
    assert "Readers see no difference: version 1 stays." in messages(response)
    assert desk.release.release_number == 1


def test_the_whole_edition_is_restored(desk, note):
    desk.save(note, source="So he starts.")
    desk.delete(desk.edition.annotations.get())
    restore(desk, restoring(desk, 1))
    assert desk.release.document == desk.edition.revisions.get(number=1).document
    assert desk.release.note == "The edition restored from revision 1"


def test_what_was_deleted_is_brought_back(desk):
    desk.delete(desk.edition.annotations.get())
    shown = page(desk, f"/admin/texts/edition/{desk.edition.pk}/deleted/")
    assert restoring(desk, 1, "a1") in [each.get("href") for each in shown.iter("a")]
    restore(desk, restoring(desk, 1, "a1"))
    assert desk.edition.annotations.get().source == "Weapons."
    assert "Nothing was deleted." in words(
        page(desk, f"/admin/texts/edition/{desk.edition.pk}/deleted/")
    )


def test_nothing_is_restored_over_what_was_saved_meanwhile(desk, note):
    desk.save(note, source="So he starts.")
    address = restoring(desk, 1, "n1")
    opened = desk.open(address)
    desk.save(note, source="So he ends.")
    response = desk.client.post(address, opened)
    assert response.status_code == 409
    assert marked(parsed(response), "del") == ["ends"]
    note.refresh_from_db()
    assert note.source == "So he ends."
    desk.client.post(address, form_in(response))
    note.refresh_from_db()
    assert note.source == "So he begins."


def test_what_has_lost_its_ground_is_not_restored_and_it_is_said_why(desk, note):
    desk.delete(desk.edition.annotations.get())
    paragraph = desk.edition.paragraphs.get()
    desk.save(paragraph, source="He sings of a man.[^n1]")
    response = restore(desk, restoring(desk, 1, "a1"))
    assert any(line.startswith("Nothing was restored.") for line in messages(response))
    assert not desk.edition.annotations.exists()


def test_where_nothing_differs_there_is_nothing_to_restore(desk):
    shown = page(desk, restoring(desk, 1))
    assert "there is nothing to restore" in words(shown)
    assert shown.find(".//main//form") is None


def test_a_part_that_never_was_is_not_restored(desk, note):
    desk.save(note, source="So he starts.")
    assert "there is nothing to restore" in words(page(desk, restoring(desk, 1, "n99")))
    shown = {"shown": desk.open(restoring(desk, 1))["shown"]}
    assert desk.client.post(restoring(desk, 1, "n99"), shown).status_code == 409


def test_what_waits_of_others_is_not_published_by_restoring(desk, note, django_user_model):
    desk.save(note, source="So he starts.")
    bea = django_user_model.objects.create(username="bea")
    desk.edition.annotations.update(source="A draft.")
    save_revision(desk.edition, bea)
    response = restore(desk, restoring(desk, 1, "n1"))
    assert any("what bea saved before is not" in line for line in messages(response))
    assert desk.release.release_number == 2
    note.refresh_from_db()
    assert note.source == "So he begins."


def test_pages_of_history_are_read_and_nothing_is_sent_to_them(desk, note):
    edition, revision = desk.edition, desk.edition.revisions.first()
    addresses = [
        desk.page(note, "history"),
        f"/admin/texts/edition/{edition.pk}/history/",
        f"/admin/texts/edition/{edition.pk}/deleted/",
        f"/admin/releases/revision/{revision.pk}/json/",
    ]
    assert [desk.client.get(each).status_code for each in addresses] == [200] * 4
    assert [desk.client.post(each).status_code for each in addresses] == [405] * 4
