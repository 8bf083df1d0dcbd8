"""What no page could show is refused in the form, and never gets into a release."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from edition.desk.forms.quoting import locate_quoted
from edition.texts.fields import validate_characters, validate_language, validate_short_name

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["bell\x07", "no\uffff character", "half \ufdd0"])
def test_characters_that_no_page_can_hold_are_refused(text):
    with pytest.raises(ValidationError, match="U\\+"):
        validate_characters(text)


def test_lines_and_letters_of_any_script_are_taken():
    validate_characters("阎学通\r\n\tعربي 🙂")


@pytest.mark.parametrize("tag", ['"><x', "not a tag", "z"])
def test_a_language_is_given_by_its_tag(tag):
    with pytest.raises(ValidationError):
        validate_language(tag)
    validate_language("zh-Hant")


@pytest.mark.parametrize("name", ["p5", "q", "n12"])
def test_a_short_name_cannot_look_like_a_key(name):
    with pytest.raises(ValidationError):
        validate_short_name(name)
    validate_short_name("us-goals")


def test_one_space_stands_for_the_doubled_ones_of_the_source(edition):
    paragraph = edition.paragraphs.get(key="p5")
    found = locate_quoted(paragraph, "of Russia. The Club")
    assert found.exact == "of Russia.\u00a0 The Club"


def test_who_may_not_publish_cannot_let_every_save_publish(client, edition, django_user_model):
    user = django_user_model.objects.create_user("reader", password="x", is_staff=True)
    for name in ("view_edition", "change_edition"):
        user.user_permissions.add(permission(name))
    client.force_login(user)
    page = client.get(reverse("admin:texts_edition_change", args=[edition.pk])).content.decode()
    assert 'name="gathers_changes"' not in page
    assert 'name="title"' in page


def permission(name):
    from django.contrib.auth.models import Permission

    return Permission.objects.get(codename=name)
