"""A role on one edition gives access to it, and not even a view of the others."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from edition.apparatus.models import Annotation, Entity, Mention
from edition.releases.anchors import settle_anchors
from edition.releases.models import Revision
from edition.releases.publish import publish, release_revision, save_revision
from edition.staff.appoint import appoint
from edition.staff.models import Appointment
from edition.staff.roles import Role
from edition.texts.models import Edition, Note, Paragraph, Section
from edition.timeline.models import Event
from tests.desk.conftest import Desk, form_errors, messages, parsed
from tests.releases.builders import make_edition


@pytest.fixture
def edition(db):
    """A small edition in place of the article, published as version 1."""
    edition = make_edition()
    entity = Entity.objects.create(edition=edition, key="man", name="The man", kind="person")
    words = {"paragraph": edition.paragraphs.get(), "start": 5, "end": 8, "exact": "vir"}
    Mention.objects.create(entity=entity, **words)
    event = Event.objects.create(edition=edition, key="e1", edtf="2013", label="He sings")
    event.passages.create(**words)
    publish(edition)
    return edition


@pytest.fixture
def other(db):
    """A small edition, published as version 1."""
    other = make_edition(slug="other", title="Another edition")
    paragraph = other.paragraphs.get()
    before = paragraph.text
    paragraph.source = paragraph.source.replace("cano", "cano Troiae")
    paragraph.save()
    settle_anchors(paragraph, before)
    publish(other)
    return other


def desk_of(edition, role, name=None):
    user = get_user_model().objects.create(username=name or f"{role}")
    appoint(user, edition, role)
    client = Client()
    client.force_login(user)
    return Desk(edition, client)


@pytest.fixture
def editor(edition, other):
    return desk_of(edition, Role.EDITOR)


@pytest.mark.parametrize("model", [Edition, Section, Paragraph, Note, Annotation, Revision])
def test_lists_show_what_is_in_ones_own_editions(editor, other, model):
    page = editor.client.get(editor.list(model)).content.decode()
    part = other if model is Edition else model.objects.filter(edition=other).first()
    own = editor.edition if model is Edition else model.objects.filter(edition=editor.edition)[0]
    assert editor.page(own) in page
    assert editor.page(part) not in page


def test_what_is_in_another_edition_cannot_be_opened(editor, other):
    address = editor.page(other.notes.get())
    assert editor.client.get(address).status_code == 302
    assert editor.client.post(address, {"source": "Mine."}).status_code == 410  # as if deleted
    assert other.notes.get().source == "So he begins."


def test_filters_do_not_offer_other_editions(editor, other):
    Section.objects.create(edition=other, key="s9", heading="Elsewhere")
    page = editor.client.get(editor.list(Paragraph)).content.decode()
    assert "Another edition" not in page
    assert "Elsewhere" not in page


def test_nothing_of_another_edition_is_found_while_typing(editor, other):
    asked = {"app_label": "apparatus", "model_name": "annotation", "field_name": "paragraph"}
    found = editor.client.get("/admin/autocomplete/", asked | {"term": "Troiae"}).json()
    assert found["results"] == []


def test_a_paragraph_cannot_be_moved_into_an_edition_where_one_may_not_write(editor, other):
    paragraph = editor.edition.paragraphs.first()
    response = editor.save(paragraph, section=other.sections.get().pk)
    assert any("valid choice" in line for line in form_errors(response))
    assert other.paragraphs.count() == 1


def test_a_part_stays_in_its_edition_even_where_one_may_write_in_both(editor, other):
    appoint(get_user_model().objects.get(), other, Role.EDITOR)
    paragraph = editor.edition.paragraphs.first()
    response = editor.save(paragraph, section=other.sections.get().pk)
    assert any("stays in its edition" in line for line in form_errors(response))
    note = editor.edition.annotations.first()
    response = editor.save(note, paragraph=other.paragraphs.get().pk, note="", exact="Arma")
    assert any("stays in its edition" in line for line in form_errors(response))


def test_an_annotation_cannot_be_put_into_an_edition_that_is_not_ones_own(editor, other):
    by = editor.edition.contributors.first().pk
    written = {"paragraph": other.paragraphs.get().pk, "exact": "cano", "source": "I.", "by": by}
    response = editor.add(Annotation, **written, kind="gloss")
    assert any("valid choice" in line for line in form_errors(response))
    assert other.annotations.count() == 1


def test_where_one_may_only_annotate_no_paragraph_is_added(editor, other):
    """A permission in one edition is none in another."""
    appoint(get_user_model().objects.get(), other, Role.ANNOTATOR)
    response = editor.add(Paragraph, section=other.sections.get().pk, source="Mine.")
    assert any("valid choice" in line for line in form_errors(response))
    assert other.paragraphs.count() == 1


def test_the_edition_of_a_new_part_is_checked_again_when_it_is_saved(editor, other, monkeypatch):
    monkeypatch.setattr(
        "edition.desk.forms.fields.DeskFields.editable_editions", lambda *_: Edition.objects.all()
    )
    section = other.sections.get()
    address = editor.list(Paragraph, "add")
    written = editor.open(address) | {"section": section.pk, "source": "Mine."}
    assert editor.client.post(address, written).status_code == 403
    assert other.paragraphs.count() == 1


def test_rows_of_another_edition_are_not_taken(editor, other):
    theirs = Entity.objects.create(edition=other, key="aeneas", name="Aeneas", kind="person")
    paragraph = other.paragraphs.get()
    place = Mention(entity=theirs, paragraph=paragraph, start=5, end=8, exact="vir")
    place.save()
    own = editor.edition.entities.get()
    form = editor.open(editor.page(own)) | {"mentions-0-id": place.pk, "mentions-0-exact": "cano"}
    editor.client.post(editor.page(own), form)
    place.refresh_from_db()
    assert (place.entity, place.exact) == (theirs, "vir")


def test_an_event_cannot_rest_on_a_note_of_another_edition(editor, other):
    event = editor.edition.events.first()
    editor.save(event, notes=[other.notes.get().pk])
    assert other.notes.get() not in event.notes.all()


def test_the_bytes_of_another_edition_are_not_for_everyone(editor, other):
    witness = other.witnesses.create(name="a.txt", sha256="0" * 64, size=1, data=b"a")
    assert editor.client.get(f"/admin/texts/witness/{witness.pk}/file/").status_code in (403, 404)


def test_an_action_leaves_other_editions_alone(editor, other):
    own, theirs = editor.edition.annotations.get(), other.annotations.get()
    shown = parsed(editor.client.get(editor.list(Annotation)))
    seen = {
        field.get("name").replace(str(own.pk), str(theirs.pk)): field.get("value")
        for field in shown.iter("input")
        if field.get("name", "").startswith("seen")
    }
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [theirs.pk]}
    editor.client.post(editor.list(Annotation), seen | chosen)
    assert other.annotations.count() == 1


def test_what_one_may_not_publish_one_may_still_review(edition, other):
    publisher = desk_of(edition, Role.PUBLISHER)
    appoint(get_user_model().objects.get(), other, Role.EDITOR)
    other.contributors.update(name="Somebody else")
    review = reverse("admin:review_edition", args=[other.pk])
    assert publisher.client.get(review).status_code == 200
    assert publisher.client.post(review, {"_publish": "on"}).status_code == 403
    assert Revision.objects.released().count() == 2


def test_a_list_asks_the_same_of_the_database_for_one_edition_and_for_many(
    edition, other, django_assert_num_queries, django_assert_max_num_queries
):
    client = desk_of(edition, Role.EDITOR).client
    user = get_user_model().objects.get()
    with django_assert_max_num_queries(20) as few:
        client.get("/admin/texts/note/")
    for number in range(5):
        appoint(user, make_edition(slug=f"more-{number}"), Role.EDITOR)
    with django_assert_num_queries(len(few)):
        client.get("/admin/texts/note/")


def test_djangos_own_permissions_hold_in_every_edition(edition, other):
    user = get_user_model().objects.create(username="grace", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_note"))
    client = Client()
    client.force_login(user)
    for each in (edition, other):
        Desk(each, client).save(each.notes.first(), label="I")
        assert each.notes.first().label == "I"


def test_what_an_annotator_saves_waits_for_a_publisher(edition):
    annotator = desk_of(edition, Role.ANNOTATOR)
    response = annotator.save(edition.annotations.first(), source="Anew.")
    assert any("a publisher of the edition reviews it first" in line for line in messages(response))
    assert annotator.release.release_number == 1
    assert edition.revisions.latest_first().first().made_by.username == "annotator"


def test_a_publishers_save_does_not_publish_what_others_left_waiting(edition):
    desk_of(edition, Role.ANNOTATOR, "bea").save(edition.annotations.first(), source="Anew.")
    publisher = desk_of(edition, Role.PUBLISHER)
    response = publisher.save(edition.notes.first(), source="Mine.")
    assert any("what bea saved before is not" in line for line in messages(response))
    assert publisher.release.release_number == 1


def test_work_that_was_taken_back_waits_no_longer(edition):
    annotation = edition.annotations.first()
    bea = desk_of(edition, Role.ANNOTATOR, "bea")
    before = annotation.source
    bea.save(annotation, source="Anew.")
    bea.save(annotation, source=before)
    publisher = desk_of(edition, Role.PUBLISHER)
    publisher.save(edition.notes.first(), label="I")
    assert publisher.release.document.notes[0].label == "I"


def test_work_after_what_was_planned_waits_when_the_plan_is_released(edition):
    publisher = desk_of(edition, Role.PUBLISHER)
    edition.notes.filter(key="n1").update(label="I")
    planned = save_revision(edition, get_user_model().objects.get())
    desk_of(edition, Role.ANNOTATOR, "bea").save(edition.annotations.first(), source="Anew.")
    release_revision(planned)
    publisher.save(edition.notes.last(), label="II")
    assert publisher.release.release_number == 2


def test_who_begins_an_edition_administers_it(edition):
    founder = desk_of(edition, Role.ADMINISTRATOR)
    founder.add(Edition, title="A new one", slug="a-new-one", language="en")
    given = Appointment.objects.get(edition__slug="a-new-one")
    assert (given.user.username, given.role) == ("administrator", Role.ADMINISTRATOR)


def test_who_has_a_role_sees_the_editions_but_no_accounts(editor):
    page = parsed(editor.client.get("/admin/"))
    named = {"".join(each.itertext()).strip() for each in page.iter("th")}
    assert "Paragraphs" in named
    assert "Users" not in named
    assert Event._meta.verbose_name_plural.capitalize() in named


def test_no_word_of_another_edition_is_put_into_a_form(editor, other):
    asked = f"?edition={other.pk}&where=p1&start=19&end=25"
    page = editor.client.get(editor.list(Annotation, "add") + asked)
    assert page.status_code == 200
    assert "Troiae" not in page.content.decode()
