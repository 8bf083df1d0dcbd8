from tests.reader.builders import make_document, make_page


def test_a_note_called_once_leads_back_by_its_number():
    page = make_page(make_document("Arms[^n1] and the man.", notes=["A note."]))
    (link,) = page.notes[0].back
    assert (link.id, link.text, link.name) == ("fnref1", "↩ 1", "Back to reference 1")


def test_a_note_called_twice_has_two_lettered_ways_back():
    page = make_page(make_document("Arms[^n1] and[^n1] the man.", notes=["A note."]))
    assert [(link.id, link.text) for link in page.notes[0].back] == [
        ("fnref1", "↩ 1a"),
        ("fnref1-2", "1b"),
    ]


def test_a_note_called_by_a_later_note_leads_back_there():
    page = make_page(make_document("Arms[^n2].", notes=["First.", "See also[^n1]."]))
    assert [link.id for link in page.notes[0].back] == ["fnref1"]


def test_a_note_that_nothing_calls_has_no_way_back():
    page = make_page(make_document("Arms.", notes=["A note."]))
    assert page.notes[0].back == ()
