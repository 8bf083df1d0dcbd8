import json
from datetime import date

import pytest

from edition.document.values import Contributor, Role
from edition.reader.citing.files import bibtex, csl_json, ris, tex
from edition.reader.citing.styles import Version, apa, mla, sentence
from tests.reader.made import SITE, make_document

VERSION = Version(2, date(2026, 3, 3), f"{SITE}v/2/", SITE, 2)


def test_a_citation_names_the_version_and_its_address():
    assert sentence(make_document("Arms."), VERSION) == (
        "Publius Vergilius, “Arms & the Man,” September 19, 2013; annotated digital edition, "
        "version 2, 3 March 2026, https://edition.example/editions/arms/v/2/."
    )


def test_a_place_is_cited_by_an_address_of_its_own():
    cited = sentence(make_document("Arms."), VERSION, "paragraph 1", f"{SITE}p1/")
    assert cited.endswith("3 March 2026, paragraph 1, https://edition.example/editions/arms/p1/.")


def test_bibtex_keeps_capitals_and_escapes_what_tex_reads():
    entry = bibtex(make_document("Arms."), VERSION)
    assert entry.startswith("@misc{vergilius2013,\n")
    assert "  author = {Vergilius, Publius},\n" in entry
    assert r"  title = {{Arms \& the Man}}," in entry


def test_a_body_is_kept_together_as_author():
    body = Contributor("senate", "Senate and People", Role.AUTHOR)
    entry = bibtex(make_document("Arms.", contributors=(body,)), VERSION)
    assert "  author = {{Senate and People}},\n" in entry


def test_three_styles_name_the_version():
    text = make_document("Arms.")
    assert apa(text, VERSION) == (
        "Vergilius, P. (2013, September 19). Arms & the Man [Annotated digital edition, version 2, "
        "3 March 2026]. https://edition.example/editions/arms/v/2/"
    )
    assert mla(text, VERSION, "¶ 1") == (
        "Vergilius, Publius. “Arms & the Man.” September 19, 2013, version 2, 3 March 2026, ¶ 1, "
        "https://edition.example/editions/arms/v/2/."
    )


def test_ris_begins_with_its_type_and_ends_with_its_end():
    lines = ris(make_document("Arms."), VERSION).split("\n")
    assert (lines[0], lines[-1]) == ("TY  - ELEC", "ER  - ")
    assert "ET  - Annotated digital edition, version 2, 3 March 2026" in lines
    assert "AU  - Vergilius, Publius" in lines


def test_csl_json_is_a_list_of_one_item():
    (item,) = json.loads(csl_json(make_document("Arms."), VERSION, "¶ 1"))
    assert item["author"] == [{"family": "Vergilius", "given": "Publius"}]
    assert item["issued"] == {"date-parts": [[2013, 9, 19]]}
    assert (item["version"], item["section"]) == ("2", "¶ 1")


@pytest.mark.parametrize(("text", "escaped"), [("50 %", r"50 \%"), ("a\\b", r"a\textbackslash{}b")])
def test_tex(text, escaped):
    assert tex(text) == escaped
