"""Annotations and emendations without scripts, and from words selected in the text."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from edition.apparatus.models import Annotation, Emendation
from edition.texts.models import Section
from tests.desk.conftest import form_errors, form_in, parsed, words


def annotated(desk, **written):
    desk.add(Annotation, source="Why.", kind="gloss", **written)
    return desk.edition.annotations.order_by("pk").last()


def test_the_text_is_given_by_its_key(desk):
    annotation = annotated(desk, where="n7", exact="Corridors")
    assert (annotation.note.key, annotation.paragraph) == ("n7", None)
    desk.save(annotation, where="p1", exact="Although")
    annotation.refresh_from_db()
    assert (annotation.note, annotation.paragraph.key) == (None, "p1")


@pytest.mark.parametrize(
    ("where", "message"),
    [("p99", "There is no p99"), ("x", "Write p14"), ("", "Choose a paragraph or a note")],
)
def test_a_text_that_is_none_is_refused(desk, where, message):
    response = desk.add(Annotation, where=where, exact="Although", source="Why.", kind="gloss")
    assert [line[: len(message)] for line in form_errors(response)] == [message]


@pytest.mark.parametrize("offsets", ["start=0&end=8", "exact=Although"])
def test_selected_words_are_in_the_form_already(desk, offsets):
    address = f"{desk.list(Annotation, 'add')}?edition={desk.edition.pk}&where=p1&{offsets}"
    form = desk.open(address)
    assert (form["where"], form["exact"]) == ("p1", "Although")


def test_of_words_that_stand_there_twice_those_selected_are_meant(desk):
    text = desk.edition.paragraphs.get(key="p1").text
    second = text.index("Russia", text.index("Russia") + 1)
    here = "/admin/texts/edition/"
    query = f"?where=p1&start={second}&end={second + 6}&next={here}"
    address = desk.list(Annotation, "add") + query
    written = desk.open(address) | {"source": "Why.", "kind": "gloss"}
    response = desk.client.post(address, written)
    assert desk.edition.annotations.order_by("pk").last().start == second
    assert response.url == here


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/admin/", "/editions/", "/admin/../x/"]
)
def test_nobody_is_led_away_after_saving(desk, address):
    annotation = desk.edition.annotations.first()
    form = f"{desk.page(annotation)}?next={address}"
    assert desk.client.post(form, desk.open(form)).url == desk.list(Annotation)


def test_nobody_signs_on_a_day_to_come(desk):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = desk.save(desk.edition.annotations.first(), made_on=tomorrow)
    assert form_errors(response) == ["This day is still to come."]


def test_emendations_do_not_overlap(desk):
    emendation = desk.edition.emendations.first()
    target = emendation.target.key
    written = {"emended": "x", "reason": "y", "where": target, "exact": emendation.exact}
    before, after = emendation.prefix, emendation.suffix
    response = desk.add(Emendation, **written, before=before, after=after)
    assert "Emendation m1" in form_errors(response)[0]


def test_a_heading_calls_no_note(desk):
    section = Section.objects.exclude(heading="").first()
    assert "A heading cannot call" in form_errors(desk.save(section, heading="One[^n7]"))[0]


def test_a_character_that_was_lost_is_refused(desk):
    annotation = desk.edition.annotations.first()
    assert "a character that was lost" in form_errors(desk.save(annotation, source="na\ufffdve"))[0]


def test_why_an_emendation_is_made_is_not_why_it_was_saved(desk):
    emendation = desk.edition.emendations.first()
    desk.save(emendation, reason="The verb needs its object.", why="Said more clearly")
    emendation.refresh_from_db()
    assert emendation.reason == "The verb needs its object."
    assert desk.edition.revisions.latest("number").note == "Said more clearly"
    assert form_errors(desk.save(emendation, reason="")) == ["This field is required."]


def test_what_is_still_to_be_written_has_the_focus(desk):
    def focused(query):
        page = parsed(desk.client.get(desk.list(Annotation, "add") + query))
        return [each.get("name") for each in page.iter() if "autofocus" in each.attrib]

    assert focused("?where=p1") == ["exact"]
    assert focused("?where=p1&start=0&end=8") == ["source"]
    assert focused("") == []


def hidden(page):
    return {each.get("name") for each in page.iter("input") if each.get("type") == "hidden"}


def test_what_a_selection_answers_is_told_and_asked_again_only_if_it_is_refused(desk):
    text = desk.edition.paragraphs.get(key="p3")
    start = text.text.index("joint")
    query = f"edition={desk.edition.pk}&where=p3&start={start}&end={start + 5}&exact=joint"
    address = f"{desk.list(Emendation, 'add')}?{query}"
    page = parsed(desk.client.get(address))
    asked = {"where", "paragraph", "note", "exact", "before", "after"}
    assert asked <= hidden(page)
    fieldset = next(page.iter("fieldset"))
    assert "In Paragraph 3: …" in words(fieldset)
    links = [each.get("href") for each in fieldset.iter("a")]
    other = desk.client.get(desk.list(Emendation, "add") + links[-1])
    assert not asked & hidden(parsed(other))
    assert form_in(other)["exact"] == "joint"

    form = desk.open(address)
    refusal = desk.client.post(address, form | {"where": "p99", "emended": "united"})
    assert not asked & hidden(parsed(refusal)) and "There is no p99" in form_errors(refusal)[0]
    desk.client.post(address, form | {"emended": "united", "reason": "Why."})
    emendation = desk.edition.emendations.order_by("pk").last()
    assert (emendation.start, emendation.target) == (start, text)


def test_the_signer_is_who_has_the_name_of_the_account_or_signed_last(desk):
    def suggested():
        return desk.open(desk.list(Annotation, "add"))["by"]

    bea, ada = (
        desk.edition.contributors.create(key=key, name=name, role=role, position=9)
        for key, name, role in (("bea", "Bea B.", "editor"), ("al", "Ada L.", "editor"))
    )
    assert suggested() == ""
    annotated(desk, where="n7", exact="Corridors", by=bea.pk)
    assert suggested() == str(bea.pk)
    User.objects.update(first_name="Ada", last_name="L.")
    assert suggested() == str(ada.pk)
