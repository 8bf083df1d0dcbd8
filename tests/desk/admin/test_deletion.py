"""Parts that others depend on cannot be deleted, and the desk says what to do first."""

from tests.desk.conftest import form_in, messages, parsed


def text_of(response):
    return " ".join("".join(parsed(response).find(".//main").itertext()).split())


def test_a_called_note_is_refused_with_the_places_that_call_it(desk):
    note = desk.edition.notes.get(label="7")
    response = desk.delete(note)
    assert response.status_code == 200
    assert "Paragraph 7 calls note 7: … including Russia, would have to" in text_of(response)
    assert desk.edition.notes.filter(pk=note.pk).exists()


def test_a_paragraph_with_an_annotation_is_refused_and_names_it(desk):
    paragraph = desk.edition.paragraphs.get(key="p1")
    response = desk.delete(paragraph)
    assert "Annotation a1 is on “strategic partnership” in paragraph 1" in text_of(response)
    assert desk.edition.paragraphs.filter(pk=paragraph.pk).exists()


def test_a_section_with_paragraphs_is_refused(desk):
    response = desk.delete(desk.edition.sections.get(key="s2"))
    assert "Paragraph 2" in text_of(response)


def test_several_at_once_are_refused_likewise(desk):
    notes = desk.edition.notes.filter(label__in=["7", "8"])
    response = desk.select(notes, "delete_selected")
    assert "Paragraph 7 calls note 7" in text_of(response)
    assert notes.count() == 2


def test_a_poll_with_ballots_is_refused_with_their_number(desk):
    poll = desk.edition.polls.get()
    poll.ballots.create(choice=poll.choices.first(), voter="x")
    assert "1 ballot" in text_of(desk.delete(poll))


def test_an_edition_cannot_be_deleted(desk):
    assert desk.delete(desk.edition).status_code == 403


def test_what_changed_since_it_was_shown_is_not_deleted_until_it_is_confirmed_anew(desk):
    annotation = desk.edition.annotations.get(key="a3")
    asked = form_in(desk.client.get(desk.page(annotation, "delete")))
    desk.save(annotation, source="Better.")
    response = desk.client.post(desk.page(annotation, "delete"), asked, follow=True)
    assert "Not deleted, because ada changed it on" in messages(response)[0]
    desk.client.post(desk.page(annotation, "delete"), form_in(response))
    assert not desk.edition.annotations.filter(key="a3").exists()


def test_a_confirmation_that_does_not_say_what_it_showed_deletes_nothing(desk):
    annotation = desk.edition.annotations.get(key="a3")
    for seen in ({}, {"seen": "0123456789abcdef"}):
        desk.client.post(desk.page(annotation, "delete"), {"post": "yes"} | seen)
    assert desk.edition.annotations.filter(key="a3").exists()


def test_an_action_leaves_alone_what_changed_since_its_list_was_shown(desk):
    shown = desk.edition.annotations.filter(key__in=["a3", "a4"])
    asked = desk.select(shown, "delete_selected")
    desk.save(shown[1], source="Better.")
    response = desk.client.post(desk.list(shown.model), form_in(asked), follow=True)
    assert "Nothing was done, because Annotation a" in messages(response)[0]
    assert shown.count() == 2


def test_an_edition_is_not_published_over_what_was_changed_since_its_list_was_shown(desk):
    desk.edition.gathers_changes = True
    desk.edition.save()
    page = parsed(desk.client.get(desk.list(type(desk.edition))))
    name = f"seen-{desk.edition.pk}"
    seen = next(x.get("value") for x in page.iter("input") if x.get("name") == name)
    desk.save(desk.edition.annotations.get(key="a3"), source="Better.")
    chosen = {"action": "review_and_publish", "_selected_action": desk.edition.pk, name: seen}
    response = desk.client.post(desk.list(type(desk.edition)), chosen, follow=True)
    assert "Nothing was done, because The edition is not as it was" in messages(response)[0]
    assert desk.release.release_number == 1
