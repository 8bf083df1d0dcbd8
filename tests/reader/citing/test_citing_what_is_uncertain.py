"""An article without an author, or with a vague date, is displayed and cited all the same."""

import json

import pytest

from edition.document.values import Contributor, Role
from edition.reader.citing.files import bibtex, csl_json, ris
from edition.reader.citing.names import join_names
from edition.reader.citing.styles import apa, citable_date, mla, sentence
from tests.reader.builders import make_document, make_page

DATES = ["", "2012~", "2013-21", "2012-10~/2013-21", "../2013", "2013", "2013-09", "2013-09-19"]


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("cite", [sentence, apa, mla, bibtex, ris, csl_json])
def test_every_date_can_be_cited(cite, date):
    page = make_page(make_document("Some text.", date=date, contributors=()))
    assert cite(page.document, page.version)
    assert page.description and page.publication_date is not None


def test_only_what_is_certain_of_a_date_is_cited():
    assert [citable_date(date) for date in DATES] == [
        *("", "2012", "2013", "2012", "", "2013", "2013-09", "2013-09-19")
    ]


def test_without_an_author_the_title_comes_first():
    page = make_page(make_document("Some text.", contributors=()))
    assert sentence(page.document, page.version).startswith("“")
    assert mla(page.document, page.version).startswith("“")
    assert "by :" not in page.description


def test_several_authors_are_listed_as_in_a_sentence():
    assert join_names(["A", "B", "C"]) == "A, B and C"


def test_an_author_in_another_script_still_gives_a_key():
    author = Contributor("yan", "阎学通", Role.AUTHOR, family="阎", given="学通")
    page = make_page(make_document("Some text.", contributors=(author,), date="2012"))
    assert bibtex(page.document, page.version).startswith("@misc{arms2012,")
    assert json.loads(csl_json(page.document, page.version))[0]["id"] == "arms2012"
