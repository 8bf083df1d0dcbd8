"""Text that the dialect refuses can be found, read and corrected at the desk.

Forms and imports refuse it; a stricter release, SQL or a restored backup may leave some.
"""

import re
from dataclasses import replace

import pytest
from django.contrib import admin
from django.urls import reverse

from edition.apparatus.models import Annotation
from edition.desk.urls import PAGES
from edition.document.changes.anchoring import locate
from edition.document.inline import Text
from edition.document.values import (
    Choice,
    DateBasis,
    Emendation,
    Entity,
    EntityKind,
    Event,
    Poll,
)
from edition.polls import models as polls
from edition.releases.models import Revision
from edition.releases.publish import NotPublishable, publish, save_revision
from edition.texts.models import Contributor, Edition, Note, Paragraph, Section
from tests.desk.conftest import Desk, messages, parsed
from tests.releases.builders import make_document, store

REFUSED = "Arma virumque cano. a _b *c"
TEXT = "Arma virumque cano."
SOURCES = {
    "note on the text": (Edition, "note_on_the_text"),
    "heading": (Section, "heading"),
    "paragraph": (Paragraph, "source"),
    "note": (Note, "source"),
    "annotation": (Annotation, "source"),
}


@pytest.fixture
def desk(client, django_user_model):
    """A published edition with one of everything, and a user who may do everything."""
    on = locate("p1", TEXT, "virumque")
    document = make_document(
        note_on_the_text=((Text("As printed."),),),
        emendations=(Emendation("m1", on, "virosque", "Thus.", "vergil", "2026-11-23"),),
        entities=(Entity("aeneas", "Aeneas", EntityKind.PERSON, mentions=(on,)),),
        events=(Event("e1", "2012", "It began.", DateBasis.TEXT, passages=(on,)),),
        polls=(Poll("who", "Who?", (Choice("he", "He", 1),)),),
    )
    sections = (replace(document.sections[0], heading=(Text("One"),)),)
    edition = store(replace(document, sections=sections))
    publish(edition)
    ada = django_user_model.objects.create(username="ada", is_staff=True, is_superuser=True)
    client.force_login(ada)
    return Desk(edition, client)


@pytest.fixture(params=SOURCES)
def part(request, desk):
    """A part of the edition whose text the dialect refuses."""
    model, field = SOURCES[request.param]
    model.objects.update(**{field: REFUSED})
    desk.edition.refresh_from_db()
    return model.objects.get()


def pages(edition):
    """Return the address of every page of the desk that displays a part of the edition."""
    yield from ["/admin/", f"/admin/preview/notes/?edition={edition.pk}"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        for part in model.objects.all():
            for act in ("change", "history", "delete"):
                yield reverse(f"{name}_{act}", args=[part.pk])
    for address, _, name in PAGES:
        if re.fullmatch(r"texts/edition/<int:pk>/\w+/", address):
            yield reverse(f"admin:{name}", args=[edition.pk]) + "?from=n1&where=p1&exact=Arma"
    for revision in edition.revisions.all():
        yield reverse("admin:restore_revision", args=[revision.pk])
    for field in ("paragraph", "note"):
        asked = f"app_label=apparatus&model_name=annotation&field_name={field}"
        yield f"/admin/autocomplete/?{asked}"


def failing(desk):
    return {
        address: response.status_code
        for address in pages(desk.edition)
        if (response := desk.client.get(address)).status_code not in (200, 403)
    }


@pytest.mark.exhaustive
def test_every_page_of_the_desk_is_shown(desk, part):
    save_revision(desk.edition)
    assert failing(desk) == {}


@pytest.fixture(params=["e\u0301", "e" + "\u0316\u0301" * 16], ids=["not NFC", "33 marks"])
def plain(request, desk):
    """An edition with fields outside the text as an older version or SQL may have left them."""
    desk.client.raise_request_exception = False
    fields = {"title", "series", "affiliation", "date_printed", "rights"}
    Edition.objects.update(**dict.fromkeys(fields, request.param))
    Contributor.objects.update(name=request.param)
    polls.Poll.objects.update(question=request.param)
    polls.Choice.objects.update(label=request.param)
    desk.edition.refresh_from_db()
    return [*fields, "name", "question", "label"]


@pytest.mark.exhaustive
def test_what_is_wrong_outside_the_text_stops_no_page_and_no_save(desk, plain):
    for source in ("Once.", "Twice."):
        response = desk.save(desk.edition.notes.get(), source=source)
        assert any("not published" in line for line in messages(response))
        assert desk.edition.notes.get().source == source
    assert Revision.objects.latest_first()[0].document.notes[0].text == "Twice."
    assert failing(desk) == {}


def test_each_field_outside_the_text_that_is_wrong_prevents_publication(desk, plain):
    with pytest.raises(NotPublishable) as refused:
        publish(desk.edition)
    text = str(refused.value)
    assert [name for name in plain if f"Its {name}" not in text] == []


def test_its_form_holds_the_source_and_says_what_is_wrong_and_where(desk, part):
    page = desk.client.get(desk.page(part))
    assert REFUSED in desk.open(desk.page(part)).values()
    assert any("cannot be read: line 1, column" in line for line in messages(page))


@pytest.mark.parametrize("page", ["/admin/", "workspace", "order", "review", "change"])
def test_pages_of_the_edition_lead_to_its_form(desk, part, page):
    address = page if page == "/admin/" else f"/admin/texts/edition/{desk.edition.pk}/{page}/"
    shown = parsed(desk.client.get(address))
    found = [each for each in shown.iter("li") if "cannot be read" in "".join(each.itertext())]
    links = {link.get("href").partition("?")[0] for each in found for link in each.iter("a")}
    assert desk.page(part) in links


def test_it_is_not_published(desk, part):
    with pytest.raises(NotPublishable, match="cannot be read: line 1, column"):
        publish(desk.edition)


def test_what_else_is_saved_is_kept_and_the_editor_told_where_to_correct_it(desk, part):
    response = desk.save(desk.edition.events.get(), label="It went on.")
    (line,) = [line for line in messages(response) if "not published" in line]
    assert "cannot be read" in line
    assert desk.page(part) in response.content.decode()


def test_it_is_corrected_in_its_form_and_published(desk, part):
    field = next(name for model, name in SOURCES.values() if model is type(part))
    calls = "[^n1]" if isinstance(part, Paragraph) else ""
    response = desk.save(part, **{field: f"{TEXT} Corrected.{calls}"})
    assert desk.release.release_number == 2, messages(response)
