"""What others rest on cannot be deleted, and the desk says what to do first."""

from .conftest import parsed


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
    assert "Annotation a1 stands on “strategic partnership” in paragraph 1" in text_of(response)
    assert desk.edition.paragraphs.filter(pk=paragraph.pk).exists()


def test_a_section_with_paragraphs_is_refused(desk):
    response = desk.delete(desk.edition.sections.get(key="s2"))
    assert "Paragraph 2" in text_of(response)


def test_several_at_once_are_refused_likewise(desk):
    notes = desk.edition.notes.filter(label__in=["7", "8"])
    chosen = {"action": "delete_selected", "post": "yes"}
    chosen["_selected_action"] = [note.pk for note in notes]
    response = desk.client.post(desk.list(notes.model), chosen)
    assert "Paragraph 7 calls note 7" in text_of(response)
    assert notes.count() == 2


def test_a_poll_with_ballots_is_refused_with_their_number(desk):
    poll = desk.edition.polls.get()
    poll.ballots.create(choice=poll.choices.first(), voter="x")
    assert "1 ballot" in text_of(desk.delete(poll))


def test_an_edition_cannot_be_deleted(desk):
    assert desk.delete(desk.edition).status_code == 403
