"""Administrators appoint colleagues, for their own editions and with nothing but a role."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from edition.releases.publish import publish
from edition.staff.appoint import appoint
from edition.staff.models import Appointment
from edition.staff.roles import Role
from tests.desk.conftest import Desk, form_errors
from tests.releases.builders import make_edition

PASSWORD = "vnhg-2831-arma"


@pytest.fixture
def edition(db):
    edition = make_edition()
    publish(edition)
    return edition


@pytest.fixture
def other(db):
    return make_edition(slug="other", title="Another edition")


def administrator_of(edition):
    user = get_user_model().objects.create(username="ada")
    appoint(user, edition, Role.ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    return Desk(edition, client)


@pytest.fixture
def desk(edition, other):
    return administrator_of(edition)


def test_a_colleague_gets_an_account_and_a_role_in_one_form(desk):
    desk.add(Appointment, username="bea", password=PASSWORD, role="annotator")
    bea = get_user_model().objects.get(username="bea")
    assert (bea.is_staff, bea.is_superuser) == (True, False)
    assert [(each.edition, each.role) for each in bea.appointments.all()] == [
        (desk.edition, "annotator")
    ]
    client = Client()
    assert client.login(username="bea", password=PASSWORD)
    assert client.get("/admin/texts/note/").status_code == 200


def test_who_has_an_account_is_let_in_and_keeps_the_password(desk):
    bea = get_user_model().objects.create_user("bea", password=PASSWORD)
    response = desk.add(Appointment, username="bea", password="another-7261", role="editor")
    assert form_errors(response) == ["This account exists, with a password of its own."]
    desk.add(Appointment, username="bea", role="editor")
    bea.refresh_from_db()
    assert bea.is_staff
    assert bea.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["", "1234", "password"])
def test_a_new_account_needs_a_good_password(desk, password):
    assert form_errors(desk.add(Appointment, username="bea", password=password, role="editor"))
    assert not get_user_model().objects.filter(username="bea").exists()


def test_the_name_of_an_account_is_checked(desk):
    assert form_errors(desk.add(Appointment, username="b e a", password=PASSWORD, role="editor"))


def test_a_colleague_has_one_role_on_an_edition(desk):
    response = desk.add(Appointment, username="ada", role="annotator")
    assert form_errors(response) == ["This colleague has a role there already; change that one."]


def test_the_role_alone_can_be_changed(desk, other):
    bea = get_user_model().objects.create(username="bea")
    given = appoint(bea, desk.edition, Role.EDITOR)
    desk.save(given, role="annotator", edition=other.pk, username="ada", user=1)
    given.refresh_from_db()
    assert (given.role, given.edition, given.user) == ("annotator", desk.edition, bea)


def test_a_role_can_be_taken_back(desk):
    bea = get_user_model().objects.create(username="bea")
    desk.delete(appoint(bea, desk.edition, Role.EDITOR))
    assert not bea.appointments.exists()


@pytest.mark.parametrize("where", ["another edition", "every edition"])
def test_nobody_is_appointed_where_one_does_not_administer(desk, other, where):
    edition = other.pk if where == "another edition" else ""
    assert form_errors(desk.add(Appointment, username="ada", role="administrator", edition=edition))
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("where", ["another edition", "every edition"])
def test_roles_elsewhere_are_not_seen_changed_or_taken(desk, other, where):
    bea = get_user_model().objects.create(username="bea")
    given = appoint(bea, other if where == "another edition" else None, Role.EDITOR)
    assert "bea" not in desk.client.get(desk.list(Appointment)).content.decode()
    assert desk.client.post(desk.page(given), {"role": "annotator"}).status_code == 410
    assert desk.client.post(desk.page(given, "delete"), {"post": "yes"}).status_code == 410
    given.refresh_from_db()
    assert given.role == "editor"


def test_who_administers_every_edition_appoints_to_every_edition(edition):
    desk = administrator_of(None)
    desk.add(Appointment, username="bea", password=PASSWORD, role="editor", edition="")
    assert Appointment.objects.get(user__username="bea").edition is None


def test_accounts_themselves_are_for_superusers(desk):
    user = get_user_model().objects.get(username="ada")
    assert desk.client.get(f"/admin/auth/user/{user.pk}/change/").status_code == 403
    assert desk.client.post(f"/admin/auth/user/{user.pk}/password/").status_code == 403


def test_the_browser_may_forget_the_draft_of_a_colleague_who_was_taken_on(desk):
    sent = {"username": "dora", "password": "a long first word", "role": "editor"}
    address = "/admin/staff/appointment/add/"
    sent |= {"edition": desk.edition.pk, "draft": "0123456789"}
    assert desk.client.post(address, sent).cookies["desk-saved"].value == "0123456789"


def test_a_name_in_wide_letters_is_that_of_the_account_there_is(desk):
    bea = get_user_model().objects.create_user("bea", password=PASSWORD)
    desk.add(Appointment, username="\uff42\uff45\uff41", role="editor")
    assert bea.appointments.get().role == "editor"
