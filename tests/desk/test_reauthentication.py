"""A session that ends while an editor writes costs a log-in, and no work."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.desk.conftest import Desk, form_errors, form_in, messages, parsed

HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def ada(desk, django_user_model):
    ada = django_user_model.objects.get(username="ada")
    ada.set_password("right")
    ada.save()
    desk.client.force_login(ada)
    return ada


@pytest.fixture
def note(desk):
    return desk.edition.notes.get(label="7")


@pytest.fixture
def asked(edition, ada, note):
    """Return the response to a form whose session ended after it was opened."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    desk = Desk(edition, client)
    opened = desk.open(desk.page(note))
    client.cookies.pop("sessionid")
    desk.answer = client.post(desk.page(note), opened | {"source": note.source + "\nTyped."})
    return desk


def log_in(asked, note, **written):
    sent = form_in(asked.answer) | written
    return asked.client.post(asked.page(note), sent, follow=True)


def test_what_was_typed_is_saved_as_soon_as_the_password_is_given(asked, note):
    assert "Your session has ended" in asked.answer.content.decode()
    assert "Django administration" not in asked.answer.content.decode()
    response = log_in(asked, note, _log_in_name="ada", _log_in_password="right")
    assert "Published as version 2. See the page" in messages(response)
    note.refresh_from_db()
    assert note.source.endswith("\nTyped.")
    assert b"right" not in response.content


def test_a_wrong_password_keeps_what_was_typed_and_is_never_written_back(asked, note):
    response = log_in(asked, note, _log_in_name="ada", _log_in_password="wrong-one")
    assert "Please enter the correct" in response.content.decode()
    assert form_in(response)["source"].endswith("Typed.")
    assert b"wrong-one" not in response.content
    note.refresh_from_db()
    assert not note.source.endswith("Typed.")


def test_somebody_else_who_logs_in_has_their_own_rights(asked, note, django_user_model):
    bea = django_user_model.objects.create_user("bea", password="bea", is_staff=True)
    bea.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    asked.answer = log_in(asked, note, _log_in_name="bea", _log_in_password="bea")
    assert "bea may not do this" in asked.answer.content.decode()
    log_in(asked, note, _log_in_name="ada", _log_in_password="right")
    note.refresh_from_db()
    assert note.source.endswith("Typed.")


def test_who_saved_meanwhile_is_not_overwritten(asked, desk, note):
    desk.save(note, source=note.source + " First.")
    response = log_in(asked, note, _log_in_name="ada", _log_in_password="right")
    assert "Not saved, because ada changed it on" in form_errors(response)[0]
    assert form_in(response)["source"].endswith("Typed.")


def test_a_token_gone_stale_keeps_what_was_typed(ada, edition, note):
    desk = Desk(edition, Client(enforce_csrf_checks=True))
    desk.client.force_login(ada)
    typed = desk.open(desk.page(note)) | {"source": "Typed."}
    typed["csrfmiddlewaretoken"] = "x" * 64
    response = desk.client.post(desk.page(note), typed, headers=HERE)
    assert response.status_code == 403
    desk.client.post(desk.page(note), form_in(response))
    note.refresh_from_db()
    assert note.source == "Typed."


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}]
)
def test_a_form_of_another_site_is_only_refused(ada, edition, note, headers):
    desk = Desk(edition, Client(enforce_csrf_checks=True))
    desk.client.force_login(ada)
    response = desk.client.post(desk.page(note), {"source": "Typed."}, headers=headers)
    assert response.status_code == 403
    assert parsed(response).find(".//form") is None
    assert b"Typed." not in response.content


def test_a_refused_log_in_gives_no_password_back(client, db):
    client = Client(enforce_csrf_checks=True)
    sent = {"username": "ada", "password": "right"}
    response = client.post("/admin/login/", sent, headers=HERE)
    assert response.status_code == 403
    assert b"right" not in response.content


@pytest.mark.parametrize(
    ("address", "field"),
    [("/admin/password_change/", "old_password"), ("/admin/staff/appointment/add/", "password")],
)
def test_a_password_in_a_form_is_not_carried(db, address, field):
    sent = {field: "very secret", "role": "editor"}
    for strict in (False, True):  # the session has ended; the token has gone stale
        response = Client(enforce_csrf_checks=strict).post(address, sent, headers=HERE)
        assert b"very secret" not in response.content
        assert form_in(response)["role"] == "editor"
