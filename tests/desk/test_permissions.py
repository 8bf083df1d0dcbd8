"""Django's own permissions hold on every page of the desk."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from edition.apparatus.models import Annotation, Entity
from edition.polls.models import Poll
from edition.releases.models import Revision
from edition.texts.models import Edition, Note, Paragraph, Section, Witness
from edition.timeline.models import Event
from tests.desk.conftest import Desk, parsed

MODELS = [
    Edition, Section, Paragraph, Note, Annotation, Entity, Event, Poll, Revision, Witness
]  # fmt: skip


@pytest.fixture
def guest(edition, django_user_model):
    """A user who may view everything and change nothing."""
    user = django_user_model.objects.create_user("guest", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user)
    return Desk(edition, client)


@pytest.mark.parametrize("model", MODELS)
def test_who_may_only_look_sees_the_form_and_cannot_save_it(guest, model):
    part = model.objects.first()
    page = parsed(guest.client.get(guest.page(part)))
    assert page.find(".//input[@name='_save']") is None
    assert page.find(".//main//textarea") is None
    shown = page.findall(".//main//div[@class='readonly']")
    assert "None" not in ["".join(each.itertext()).strip() for each in shown]
    refused = guest.client.post(guest.page(part), {})
    assert refused.status_code == 403 and "Your account may not do this" in refused.content.decode()


def test_who_is_not_of_the_staff_is_asked_to_log_in(edition, client):
    assert client.get(f"/admin/texts/edition/{edition.pk}/change/").status_code == 302
