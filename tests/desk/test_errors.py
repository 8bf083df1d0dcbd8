"""Error pages of the desk, with advice."""

import errno

import pytest
from django.db import OperationalError
from django.db.models import Model

from edition.desk.errors import is_disk_full

FULL = [
    OperationalError("database or disk is full"),
    OSError(errno.ENOSPC, "No space left on device"),
]


@pytest.fixture(params=FULL, ids=["SQLite", "file"])
def _disk_is_full(request, desk, monkeypatch, client):
    def fail(*args, **options):
        raise request.param

    client.raise_request_exception = False
    monkeypatch.setattr(Model, "save", fail)


def told_that_the_disk_is_full(response):
    assert response.status_code == 503
    return "disk of this server is full" in response.content.decode()


@pytest.mark.usefixtures("_disk_is_full")
def test_a_form_says_that_the_disk_is_full(desk):
    assert told_that_the_disk_is_full(desk.save(desk.edition, title="Another"))


@pytest.mark.usefixtures("_disk_is_full")
def test_so_does_a_log_in(client, django_user_model):
    django_user_model.objects.bulk_create([django_user_model(username="bea", is_staff=True)])
    bea = django_user_model.objects.get(username="bea")
    bea.set_password("vnhg-2831-arma")
    django_user_model.objects.bulk_update([bea], ["password"])
    sent = {"username": "bea", "password": "vnhg-2831-arma"}
    assert told_that_the_disk_is_full(client.post("/admin/login/", sent))


def test_postgresql_says_it_by_a_number():
    cause = Exception("could not extend file")
    cause.sqlstate = "53100"
    error = OperationalError("could not extend file")
    error.__cause__ = cause
    assert is_disk_full(error)
    assert not is_disk_full(OperationalError("database is locked"))
