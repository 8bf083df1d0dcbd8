"""The lines above the text: rubric, author and title, date."""

import pytest

from tests.exchange.articles import document_of, doubts_of, problems_of

TEXT = "\n\nHe wrote it.\n"


def test_a_rubric_is_not_asked_for():
    document = document_of(f"Ada Lovelace: Engines\n\nMay 5, 1843{TEXT}")
    assert (document.series, document.title) == ("", "Engines")


def test_a_title_may_hold_a_colon():
    assert document_of(f"Ada Lovelace: Engines: A View{TEXT}").title == "Engines: A View"


def test_a_title_without_an_author_is_doubted():
    text = f"On Engines\n\n1843{TEXT}"
    assert document_of(text).contributors == ()
    assert "No author" in doubts_of(text)[1]


def test_one_word_before_a_colon_is_no_author():
    document = document_of(f"Russia: A History\n\n1843{TEXT}")
    assert (document.title, document.authors) == ("Russia: A History", ())


def test_a_rubric_above_a_title_without_an_author_shows_by_the_date():
    document = document_of(f"Engines and Mills\n\nA Survey\n\nMay 1843{TEXT}")
    assert (document.series, document.title) == ("Engines and Mills", "A Survey")


def test_several_authors():
    document = document_of(f"Seima Oki and Kyoko Yamaguchi: Claims{TEXT}")
    assert [author.family for author in document.authors] == ["Oki", "Yamaguchi"]


def test_a_name_of_three_words_is_doubted():
    assert "“Douglas H. Paal”" in doubts_of(f"Douglas H. Paal: Why{TEXT}")[1]


def test_two_authors_of_one_name_have_two_keys():
    document = document_of(f"Wang Wei and Wang Wei: Rivers{TEXT}")
    assert [author.key for author in document.authors] == ["wang-wei", "author-2"]


def test_a_chinese_author_and_title():
    document = document_of("阎学通:俄罗斯可靠吗\n\n俄罗斯是可靠的。\n")
    assert (document.authors[0].name, document.title) == ("阎学通", "俄罗斯可靠吗")
    assert (document.language, document.slug) == ("zh", "article")


def test_a_missing_date_is_doubted():
    assert "No date" in doubts_of(f"Ada Lovelace: Engines{TEXT}")[1]


@pytest.mark.parametrize(
    "first", ["He wrote it, and it was good.", "May 5, 1843", "x" * 251, "[1] A"]
)
def test_what_cannot_be_a_title_is_refused(first):
    problems = problems_of(f"{first}{TEXT}")
    assert any(problem.startswith("line 1: There is no title.") for problem in problems)


def test_a_marker_in_the_title_is_refused():
    problems = problems_of(f"Ada Lovelace: Engines[1]{TEXT}\n[1] Thanks.")
    assert problems[0].startswith("line 1, column 22: The marker [1] is above the text")


def test_a_given_slug_must_be_one():
    assert "small letters" in problems_of(f"Ada Lovelace: Engines{TEXT}", slug="Über uns")[0]


def test_a_long_slug_is_cut_between_words():
    document = document_of(f"Ada Lovelace: {'engine ' * 20}{TEXT}")
    assert document.slug == "engine-engine-engine-engine-engine-engine-engine"
