"""What a role allows, in its edition and nowhere else."""

from itertools import pairwise

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction

from edition.staff.models import Appointment
from edition.staff.roles import Role, permissions_of
from edition.texts.models import Edition


@pytest.fixture
def here(db):
    return Edition.objects.create(slug="here", title="Here")


@pytest.fixture
def there(db):
    return Edition.objects.create(slug="there", title="There")


def appointed(edition, role):
    user = get_user_model().objects.create(username=f"{role} of {edition}")
    Appointment.objects.create(user=user, edition=edition, role=role)
    return get_user_model().objects.get(pk=user.pk)


def test_each_role_may_all_that_the_one_before_it_may():
    roles = list(Role)
    for lower, higher in pairwise(roles):
        assert permissions_of(lower) < permissions_of(higher)


def test_every_permission_of_a_role_is_one_that_django_knows(db):
    known = Permission.objects.values_list("content_type__app_label", "codename")
    assert permissions_of(Role.ADMINISTRATOR) <= {f"{app}.{name}" for app, name in known}


def test_a_role_holds_in_its_edition(here, there):
    editor = appointed(here, Role.EDITOR)
    assert editor.has_perm("texts.change_paragraph", here)
    assert not editor.has_perm("texts.change_paragraph", there)


def test_without_an_edition_the_question_is_whether_in_any(here, there):
    assert appointed(here, Role.EDITOR).has_perm("texts.change_paragraph")
    assert not appointed(there, Role.ANNOTATOR).has_perm("texts.change_paragraph")


def test_a_role_on_no_edition_is_one_on_every(here, there):
    editor = appointed(None, Role.EDITOR)
    assert editor.has_perm("texts.change_paragraph", here)
    assert editor.has_perm("texts.change_paragraph", there)
    assert not editor.has_perm("releases.add_revision", here)


def test_of_two_roles_both_hold(here, there):
    user = appointed(None, Role.ANNOTATOR)
    Appointment.objects.create(user=user, edition=here, role=Role.PUBLISHER)
    assert user.has_perm("releases.add_revision", here)
    assert not user.has_perm("releases.add_revision", there)
    assert user.has_perm("apparatus.add_annotation", there)


def test_what_django_itself_allows_is_allowed_in_every_edition(here):
    user = get_user_model().objects.create(username="grace")
    user.user_permissions.add(Permission.objects.get(codename="change_note"))
    assert user.has_perm("texts.change_note", here)
    assert not user.has_perm("texts.delete_note", here)


def test_who_is_not_active_may_nothing(here):
    user = appointed(here, Role.ADMINISTRATOR)
    user.is_active = False
    assert not user.has_perm("texts.view_note", here)


def test_the_database_is_asked_once(here, there, django_assert_num_queries):
    user = appointed(here, Role.EDITOR)
    user.has_perm("texts.add_note")
    with django_assert_num_queries(0):
        for edition in (here, there, None):
            user.has_perm("texts.change_note", edition)


@pytest.mark.parametrize("everywhere", [False, True])
def test_a_role_is_given_once(here, everywhere):
    edition = None if everywhere else here
    user = appointed(edition, Role.EDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=user, edition=edition, role=Role.ANNOTATOR)


def test_there_are_no_other_roles(here):
    with pytest.raises(IntegrityError), transaction.atomic():
        appointed(here, "emperor")
