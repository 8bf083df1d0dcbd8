import json
from datetime import date

import pytest

from edition.document.values import Contributor, Role
from edition.reader.citing.files import bibtex, csl_json, ris, tex
from edition.reader.citing.styles import Version, apa, mla, sentence
from tests.reader.builders import SITE, make_document

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


def by(*names):
    """A document by these authors: "Ada Byron" is a person, "Senate" a body."""
    split = [name.rpartition(" ") for name in names]
    return make_document(
        "Arms.",
        contributors=tuple(
            Contributor(f"c{number}", name, Role.AUTHOR, family if given else "", given)
            for number, (name, (given, _, family)) in enumerate(zip(names, split, strict=True))
        ),
    )


TWENTY = [f"{letter} Author" for letter in "ABCDEFGHIJKLMNOPQRST"]


@pytest.mark.parametrize(
    ("names", "cited"),
    [
        (["Ada Byron", "Bo Lee"], "Byron, A., & Lee, B. (2013"),
        (["Ada Byron", "Bo Lee", "Cy Ray"], "Byron, A., Lee, B., & Ray, C. (2013"),
        (["Senate"], "Senate. (2013"),
        (["Senate", "Ada Byron"], "Senate, & Byron, A. (2013"),
        (["Ada Byron", "Senate"], "Byron, A., & Senate. (2013"),
        (TWENTY, "Author, R., Author, S., & Author, T. (2013"),
        ([*TWENTY, "Zoe Last"], "Author, R., Author, S., . . . Last, Z. (2013"),
    ],
)
def test_apa_names_up_to_twenty_authors(names, cited):
    assert cited in apa(by(*names), VERSION)
    assert apa(by(*names), VERSION).startswith(cited.partition(",")[0])


@pytest.mark.parametrize(
    ("names", "cited"),
    [
        (["Ada Byron", "Bo Lee"], "Byron, Ada, and Bo Lee. “"),
        (["Ada Byron", "Bo Lee", "Cy Ray"], "Byron, Ada, et al. “"),
        (["Senate", "Bo Lee", "Cy Ray"], "Senate, et al. “"),
        (["Senate", "Bo Lee"], "Senate, and Bo Lee. “"),
        (["Martin King Jr."], "Jr., Martin King. “"),
    ],
)
def test_mla_names_two_authors_or_the_first(names, cited):
    assert mla(by(*names), VERSION).startswith(cited)


@pytest.mark.parametrize(
    ("names", "cited"),
    [
        (["Ada Byron", "Bo Lee"], "Ada Byron and Bo Lee, “"),
        (["Ada Byron", "Bo Lee", "Cy Ray"], "Ada Byron, Bo Lee, and Cy Ray, “"),
        (["Ada Byron", "Bo Lee", "Cy Ray", "Senate"], "Ada Byron et al., “"),
    ],
)
def test_chicago_names_three_authors_or_the_first(names, cited):
    assert sentence(by(*names), VERSION).startswith(cited)


@pytest.mark.parametrize("cite", [apa, mla, bibtex, ris])
def test_a_name_without_a_given_name_has_no_comma(cite):
    author = Contributor("lee", "Lee", Role.AUTHOR, family="Lee")
    assert "Lee," not in cite(make_document("Arms.", contributors=(author,)), VERSION)


def test_csl_json_leaves_the_day_of_access_to_whoever_cites():
    (item,) = json.loads(csl_json(make_document("Arms."), VERSION))
    assert "accessed" not in item
    assert item["note"] == "Version of 3 March 2026"
