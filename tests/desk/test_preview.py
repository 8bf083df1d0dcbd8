"""The preview renders text as the reading page does, and stores nothing."""

import pytest
from django.test import Client

from edition.texts.models import Note, Paragraph

JSON = {"accept": "application/json"}


@pytest.fixture
def shown(desk):
    def shown(source, kind="note"):
        address = f"/admin/preview/?edition={desk.edition.pk}&source={kind}"
        return desk.client.post(address, {"source": source}, headers=JSON).json()["source"]

    return shown


def test_the_renderer_is_that_of_the_page(desk, shown):
    paragraph = desk.edition.paragraphs.get(key="p7")
    html = shown(paragraph.source, "paragraph")["html"]
    assert f'href="{desk.edition.get_absolute_url()}#fn7"' in html
    assert 'aria-label="Note 7" data-aside>7</a></sup>' in html
    assert Paragraph.objects.get(pk=paragraph.pk).source == paragraph.source


def test_a_marker_shows_the_number_as_printed(desk, shown):
    Note.objects.filter(key="n7").update(label="6a")
    assert "data-aside>6a</a>" in shown("See.[^n7]", "paragraph")["html"]
    assert ">note 6a</a>" in shown("See [^n7].", "remark")["html"]


@pytest.mark.parametrize(
    ("source", "line", "column"), [("One\n<b>two</b>", 2, 1), ("a\n\nbc[^n99]", 3, 3)]
)
def test_what_is_refused_is_told_with_its_place(shown, source, line, column):
    refusal = shown(source)["refusals"][0]
    assert (refusal["line"], refusal["column"]) == (line, column)


def test_a_text_of_many_paragraphs_asks_the_database_no_more_than_one(
    shown, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        answer = shown("".join(f"See [^n{number}].\n\n" for number in range(1, 200)))
    lines = [refusal["line"] for refusal in answer["refusals"]]
    assert lines[:2] == [59, 61]
    assert "70 more from here" in answer["refusals"][-1]["reason"]


def test_a_script_is_never_made_of_what_is_typed(shown):
    assert "<script" not in str(shown("[a](javascript:alert(1)) &lt;script&gt; <script>x</script>"))


def test_without_scripts_the_whole_form_is_shown_in_a_page(desk):
    page = desk.client.get(desk.page(desk.edition.notes.get(label="7"))).content.decode()
    address = f"/admin/preview/?edition={desk.edition.pk}&amp;source=note"
    assert f'formaction="{address}"' in page
    response = desk.client.post(address.replace("&amp;", "&"), {"source": "*Seen.*"})
    assert "<p><em>Seen.</em></p>" in response.content.decode()


def test_the_notes_that_can_be_called_are_listed(desk):
    listed = desk.client.get(f"/admin/preview/notes/?edition={desk.edition.pk}").json()["notes"]
    assert (len(listed), listed[6]["key"], listed[6]["label"]) == (29, "n7", "7")


def test_only_the_staff_may_ask(edition):
    assert Client().post("/admin/preview/?source=note", headers=JSON).status_code == 401
    assert Client().get(f"/admin/preview/notes/?edition={edition.pk}").status_code == 302


@pytest.mark.parametrize("pk", ["x", "9" * 30, "0"])
def test_an_edition_that_does_not_exist_is_not_found(desk, pk):
    assert desk.client.post(f"/admin/preview/?edition={pk}&source=note").status_code == 404


def test_a_section_that_no_database_can_number_is_none(desk):
    written = {"section": "9" * 5000, "source": "x"}
    response = desk.client.post("/admin/preview/?source=note", written)
    assert response.status_code == 200
