"""With two editions, lists and choices name the edition of each part."""

import pytest

from edition.apparatus.models import Annotation, Emendation, Entity
from edition.polls.models import Poll
from edition.releases.models import Revision
from edition.texts.models import Note, Paragraph, Section, Witness
from edition.timeline.models import Event
from tests.desk.conftest import parsed
from tests.releases.builders import make_edition

LISTED = [
    Section, Paragraph, Note, Annotation, Emendation, Entity, Event, Poll, Revision, Witness
]  # fmt: skip


@pytest.fixture
def other(desk):
    """A small edition that comes before the article in the order of titles."""
    return make_edition()


@pytest.mark.parametrize("model", LISTED)
def test_a_list_of_one_edition_has_no_column_for_it(desk, model):
    shown = desk.client.get(desk.list(model)).context["cl"].list_display
    assert "edition" not in shown


@pytest.mark.parametrize("model", LISTED)
def test_a_list_of_two_says_which_and_goes_from_one_to_the_other(desk, other, model):
    response = desk.client.get(desk.list(model))
    shown = response.context["cl"]
    assert "edition" in shown.list_display
    assert "edition" in [spec.field_path for spec in shown.filter_specs]
    titles = [part.edition.title for part in shown.result_list]
    assert titles == sorted(titles)


def test_what_is_looked_for_is_told_with_its_edition(desk, other):
    asked = {"app_label": "apparatus", "model_name": "annotation", "field_name": "paragraph"}
    answer = desk.client.get("/admin/autocomplete/", asked | {"term": "1"}).json()
    assert [each["text"] for each in answer["results"][:2]] == [
        "¶ 1 Arma virumque cano. (Arma)",
        f"¶ 1 Although there is much speculation on the nature of the … ({desk.edition.title})",
    ]


def test_what_can_be_chosen_is_told_with_its_edition(desk, other):
    page = parsed(desk.client.get(desk.page(desk.edition.paragraphs.get(key="p2"))))
    chosen = page.find(".//select[@name='section']/option[@selected]")
    assert chosen.text.endswith(f"({desk.edition.title})")


def test_a_form_leads_back_to_its_edition(desk, other):
    page = parsed(desk.client.get(desk.page(other.notes.get())))
    links = page.findall(".//div[@class='breadcrumbs']/a")
    assert (links[1].text, links[1].get("href")) == (
        "Arma",
        f"/admin/texts/edition/{other.pk}/workspace/",
    )
