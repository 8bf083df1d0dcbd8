"""The index: groups of lists, and links between pages."""

from django.contrib import admin

from edition.polls.models import Ballot
from edition.texts.models import Note, Paragraph
from tests.desk.conftest import parsed


def test_the_desk_is_ordered_as_editors_think(desk):
    page = parsed(desk.client.get("/admin/"))
    names = [row.find("th/a").text for row in page.findall(".//main//tbody/tr")]
    assert names == [
        "Editions", "Sections", "Paragraphs", "Notes", "Annotations", "Emendations", "Entities",
        "Events", "Polls", "Revisions", "Witnesses", "Colleagues", "Users", "Groups",
    ]  # fmt: skip


def test_ballots_are_not_on_the_desk():
    assert not admin.site.is_registered(Ballot)


def test_a_number_finds_its_paragraph_first(desk):
    found = desk.client.get(desk.list(Paragraph), {"q": "20"}).context["cl"].result_list
    assert found[0].key == "p20"


def test_a_number_finds_its_note_first(desk):
    asked = {"app_label": "apparatus", "model_name": "annotation", "field_name": "note"}
    answer = desk.client.get("/admin/autocomplete/", asked | {"term": "7"}).json()
    assert answer["results"][0]["text"].startswith("Note 7 ")


def test_every_note_leads_to_its_place_on_the_page(desk):
    page = parsed(desk.client.get(desk.list(Note)))
    links = [cell.find("a").get("href") for cell in page.findall(".//td[@class='field-on_page']")]
    assert links[6] == "/editions/sino-russian-partnership/#fn7"


def test_notes_are_listed_with_the_words_that_call_them(desk):
    page = parsed(desk.client.get(desk.list(Note)))
    cell = page.findall(".//td[@class='field-called_by']")[6]
    assert "".join(cell.itertext()) == "Paragraph 7: … including Russia, would have to reckon."
