"""Text that no page could display is refused in the form."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from edition.desk.forms.quoting import locate_quoted
from edition.document.changes.anchoring import AnchorError
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


def test_letters_written_in_parts_are_put_together(desk, client):
    response = desk.save(desk.edition, title="Une e\u0301dition", rights="Libe\u0301re\u0301")
    assert response.status_code == 200
    desk.edition.refresh_from_db()
    assert (desk.edition.title, desk.edition.rights) == ("Une édition", "Libéré")
    assert "Une édition" in client.get(desk.edition.get_absolute_url()).content.decode()


@pytest.mark.parametrize("field", ["title", "rights"])
def test_too_many_marks_in_a_row_are_refused(desk, field):
    response = desk.save(desk.edition, **{field: "a" + "\u0301\u0316" * 16})
    assert "combining marks in a row" in response.content.decode()


def test_words_with_too_many_marks_stand_nowhere(edition):
    with pytest.raises(AnchorError, match="combining marks"):
        locate_quoted(edition.paragraphs.first(), "a" + "\u0301\u0316" * 16)


def test_a_space_before_the_words_stands_for_all_there_are(edition):
    paragraph = edition.paragraphs.get(key="p5")
    assert locate_quoted(paragraph, "\u00a0The Club").exact == "\u00a0 The Club"


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
