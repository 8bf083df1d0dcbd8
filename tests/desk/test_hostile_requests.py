"""Requests that no page of the desk sends: each is refused in an orderly way, and none fails."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from edition.apparatus.models import Annotation, Entity
from edition.staff.models import Appointment
from edition.timeline.models import Event
from tests.desk.conftest import form_errors

HUGE = "9" * 5000  # more figures than Python makes a number of
NO_NUMBERS = ["x", "-1", "²", "9" * 30, HUGE]


def beyond(text):
    yield -5, -1, text[-5:-1]
    yield 0, len(text) + 5, text
    yield 0, 10**30, text


@pytest.mark.parametrize("act", ["mention", "event"])
def test_words_selected_beyond_the_ends_of_a_text_are_looked_for(desk, act):
    paragraph = desk.edition.paragraphs.first()
    address = reverse(f"admin:edition_{act}", args=[desk.edition.pk])
    new = {"name": "Zed", "kind": "person", "label": "It happened", "edtf": "2012"}
    for start, end, exact in beyond(paragraph.text):
        sent = {"where": paragraph.key, "start": start, "end": end, "exact": exact} | new
        assert desk.client.post(address, sent).status_code in (200, 302)


@pytest.mark.parametrize(
    ("model", "field"), [(Annotation, "paragraph"), (Annotation, "note"), (Event, "notes")]
)
def test_what_is_no_number_of_a_text_is_not_chosen(desk, model, field):
    address = desk.list(model, "add")
    form = desk.open(address)
    for no_number in NO_NUMBERS:
        assert desk.client.get(address, {field: no_number}).status_code == 200
        assert form_errors(desk.client.post(address, form | {field: no_number}))


def test_a_selection_that_no_list_sends_is_refused(desk):
    for model in (Appointment, User, Entity):
        for no_number in NO_NUMBERS:
            sent = {"action": "delete_selected", "_selected_action": no_number}
            assert desk.client.post(desk.list(model), sent).status_code == 400


def test_a_row_with_an_id_that_there_cannot_be_is_not_there_any_more(desk):
    entity = desk.edition.entities.filter(mentions__isnull=False).first()
    form = desk.open(desk.page(entity))
    assert "mentions-0-id" in form
    for no_number in NO_NUMBERS:
        sent = form | {"mentions-0-id": no_number, "mentions-0-exact": "otherwise"}
        errors = form_errors(desk.client.post(desk.page(entity), sent))
        assert any("does not exist any more" in line for line in errors), errors


def test_a_place_beyond_all_texts_is_no_place_to_put_what_was_lost(desk):
    desk.edition.annotations.update(is_lost=True)
    annotation = desk.edition.annotations.first()
    sent = {"kind": "annotation", "pk": annotation.pk, "key": "p1", "start": HUGE}
    address = reverse("admin:edition_repair", args=[desk.edition.pk])
    assert desk.client.post(address, sent, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("setting", "most", "why"),
    [
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", 10_000, "It has 0.0 MB"),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 5, "more than 5 fields"),
    ],
)
def test_more_than_is_taken_at_once_is_refused_with_what_to_do(desk, settings, setting, most, why):
    note = desk.edition.notes.first()
    form = desk.open(desk.page(note))
    setattr(settings, setting, most)
    sent = form | {"source": "word " * 3000, "draft": "0123456789"}
    body, kind = urlencode(sent), "application/x-www-form-urlencoded"
    response = desk.client.post(desk.page(note), body, content_type=kind)
    assert response.status_code == 413
    assert why in response.content.decode()
    assert "go back, and what you wrote is still in the form" in response.content.decode()
    assert "desk-saved" not in response.cookies


def test_null_characters_at_which_a_database_fails_do_not_reach_it(desk):
    mention = reverse("admin:edition_mention", args=[desk.edition.pk])
    for address in (desk.list(Annotation, "add"), desk.list(Annotation), mention):
        assert desk.client.get(address, {"where": "\0", "exact": "a\0"}).status_code == 400


def test_a_form_for_what_only_can_be_read_is_none(desk):
    """As if its source belonged to an edition that the sender may not view."""
    response = desk.client.post("/admin/texts/witness/999/history/", {"name": "x"})
    assert response.status_code == 302


def test_no_address_tells_of_editions_by_their_numbers(desk, client):
    for part in (desk.edition, desk.edition.revisions.first()):
        kind = ContentType.objects.get_for_model(part).pk
        assert client.get(f"/admin/r/{kind}/{part.pk}/").status_code == 404
