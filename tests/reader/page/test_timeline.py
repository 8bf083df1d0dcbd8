import pytest

from edition.document.changes.anchoring import locate
from edition.document.values import Event
from edition.reader.page.timeline import machine_date
from tests.reader.builders import make_document, make_page


def make_event(document, key, edtf, *places):
    texts = document.texts()
    passages = tuple(locate(target, texts[target], words) for target, words in places)
    return Event(key, edtf, "Something happens", passages=passages)


def entries(page):
    return [entry for year in page.years for entry in year.entries]


def test_events_stand_under_the_years_they_begin_in():
    text = make_document("Once upon a time.")
    events = [make_event(text, "e1", "2012-10"), make_event(text, "e2", "2003~")]
    events += [make_event(text, "e3", "2012-02/2013-01")]
    page = make_page(make_document("Once upon a time.", events=tuple(events)))
    assert [(y.name, [e.key for e in y.entries]) for y in page.years] == [
        ("2003", ["e2"]),
        ("2012", ["e3", "e1"]),
    ]


def test_an_entry_leads_to_its_evidence_and_also_to_other_paragraphs():
    paragraphs = ["Once upon a time.", "In October he came.", "That October."]
    text = make_document(*paragraphs)
    event = make_event(text, "e1", "2012-10", ("p2", "In October"), ("p3", "October"))
    (entry,) = entries(make_page(make_document(*paragraphs, events=(event,))))
    assert entry.passage == "e1-p2"
    assert [(place.id, place.number) for place in entry.also] == [("e1-p3", "3")]


def test_an_event_without_passages_leads_nowhere():
    document = make_document("Once.", events=(Event("e1", "2012", "Something happens"),))
    (entry,) = entries(make_page(document))
    assert (entry.passage, entry.also) == ("", ())


@pytest.mark.parametrize(
    ("edtf", "machine"),
    [
        ("2012-10-05", "2012-10-05"),
        ("2012-10", "2012-10"),
        ("2003~", "2003"),
        ("2012-21", "2012"),
        ("2012-10/2013-01", "2012-10"),
        ("201X", ""),
        ("../2013", ""),
    ],
)
def test_a_machine_reads_no_more_than_is_known(edtf, machine):
    assert machine_date(edtf) == machine
