from edition.document.inline import Text
from edition.document.values import Paragraph, Section
from tests.reader.builders import make_document, make_page


def make_sections(*headings):
    return tuple(
        Section(f"s{number}", (Paragraph(f"p{number}", (Text("Words."),)),), heading)
        for number, heading in enumerate(headings, 1)
    )


def test_sections_without_heading_are_named_in_brackets():
    sections = make_sections((), (Text("Troy"),), (), (Text("Rome"),), ())
    page = make_page(make_document(sections=sections))
    assert [section.name for section in page.sections] == [
        "[Introduction]",
        "Troy",
        "[Section 3]",
        "Rome",
        "[Conclusion]",
    ]


def test_no_heading_is_made_where_none_was_printed():
    page = make_page(make_document(sections=make_sections((), (Text("Troy"),))))
    assert [section.heading for section in page.sections] == ["", "Troy"]


def test_a_note_on_the_text_stands_only_where_there_is_one():
    assert not make_page(make_document("Words.")).has_about
    assert make_page(make_document("Words.", rights="Public domain.")).has_about
