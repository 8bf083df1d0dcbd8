"""A new part gets its key from the edition, and is the last among its siblings."""

import pytest
from django.db.models import Count

from edition.apparatus.models import Entity
from edition.polls.models import Poll
from edition.texts.models import Edition, Paragraph, Section
from edition.timeline.models import Event
from tests.desk.conftest import form_errors


def test_an_event_with_a_passage(desk):
    passage = {"passages-0-exact": "A decade ago", "passages-0-where": "p2"}
    desk.add(Event, edtf="2003~", label="Something else", **passage)
    event = desk.release.document.events[-1]
    assert (event.key, event.passages[0].exact) == ("e19", "A decade ago")


def test_a_row_can_be_added_between_others_and_an_empty_one_is_none(desk):
    event = desk.edition.events.annotate(places=Count("passages")).filter(places=2).first()
    before = [passage.pk for passage in event.passages.all()]
    form = desk.open(desk.page(event))
    row = {name.split("-")[2]: value for name, value in form.items() if "passages-1-" in name}
    new = {"id": "", "seen": "", "exact": "speculation", "where": "p1", "order": "2"}
    moved = {f"passages-1-{name}": value for name, value in new.items()}
    moved |= {f"passages-2-{name}": value for name, value in (row | {"order": "3"}).items()}
    moved |= {"passages-3-order": "4", "passages-TOTAL_FORMS": "4"}
    desk.client.post(desk.page(event), form | moved)
    after = list(event.passages.all())
    assert [passage.pk for passage in after][::2] == before
    assert (len(after), after[1].exact) == (3, "speculation")


@pytest.mark.parametrize("date", ["last year", "2013-13-01", "[2012"])
def test_a_date_that_is_none_is_refused_and_kept(desk, date):
    response = desk.save(desk.edition.events.first(), edtf=date)
    assert "is not a date in EDTF" in form_errors(response)[0]
    assert date.encode() in response.content


def test_an_entity_is_named_once(desk):
    written = {"name": "Another", "key": "russia", "kind": "place"}
    assert "given already" in form_errors(desk.add(Entity, **written))[0]


def test_an_entity_without_mentions(desk):
    desk.add(Entity, name="Ada Lovelace", key="ada-lovelace", kind="person")
    assert desk.release.document.entities[-1].key == "ada-lovelace"


def test_a_section_with_a_paragraph(desk):
    desk.add(Section, heading="Coda")
    section = desk.edition.sections.last()
    desk.add(Paragraph, section=section.pk, source="The end.[^n7]")
    added = desk.release.document.sections[-1]
    assert (added.key, added.paragraphs[0].key) == ("s7", "p29")
    assert desk.edition.notes.get(label="7").references.count() == 2


def test_a_poll_with_its_printed_votes(desk):
    choice = {"choices-0-label": "Yes", "choices-0-key": "yes", "choices-0-printed_votes": "7"}
    desk.add(Poll, question="Really?", key="really", **choice)
    assert desk.release.document.polls[-1].choices[0].printed_votes == 7


def test_an_edition_without_text_is_saved_and_not_published(desk):
    desk.add(Edition, title="Next", slug="next")
    assert Edition.objects.get(slug="next").revisions.released().count() == 0
