import pytest

from edition.releases.checks.fidelity import check_fidelity
from edition.releases.working_copy import load, store
from tests.releases.builders import article, make_edition

pytestmark = pytest.mark.django_db


def test_the_article_equals_its_source():
    edition = store(article())
    assert check_fidelity(edition, load(edition)) == []


@pytest.mark.parametrize(
    ("key", "printed", "changed"),
    [
        ("p2", "tactics.”\u00a0 A decade", "tactics.” A decade"),  # a no-break space lost
        ("p10", "“Moscow's", "“Moscow’s"),  # a straight quote made curly
        ("p8", "will not takes", "will not take"),
    ],
)
def test_one_changed_character_is_found(key, printed, changed):
    edition = store(article())
    paragraph = edition.paragraphs.get(key=key)
    assert printed in paragraph.source
    paragraph.source = paragraph.source.replace(printed, changed)
    paragraph.save()
    (problem,) = check_fidelity(edition, load(edition))
    assert problem.where == key


def test_a_changed_note_is_found():
    edition = store(article())
    edition.notes.filter(key="n7").update(source="Something else.")
    (problem,) = check_fidelity(edition, load(edition))
    assert problem.where == "n7"


def test_a_marker_moved_is_found():
    edition = store(article())
    paragraph = edition.paragraphs.get(key="p4")
    paragraph.source = paragraph.source.replace("dispute.[^n3]", "dispute[^n3].")
    paragraph.save()
    assert [problem.where for problem in check_fidelity(edition, load(edition))] == ["p4"]


def test_a_damaged_witness_is_reported():
    edition = store(article())
    edition.witnesses.update(data=b"other")
    assert "damaged" in check_fidelity(edition, load(edition))[0].what


def test_an_edition_without_a_source_says_so():
    edition = make_edition()
    (problem,) = check_fidelity(edition, load(edition))
    assert not problem.blocks


def test_a_changed_printed_vote_is_found():
    edition = store(article())
    edition.polls.get().choices.filter(key="deter").update(printed_votes=1)
    assert [problem.where for problem in check_fidelity(edition, load(edition))] == ["poll 1"]


@pytest.mark.parametrize("field", ["affiliation", "date_printed", "series", "title"])
def test_what_stands_around_the_text_is_compared(field):
    edition = store(article())
    setattr(edition, field, "Other")
    edition.save()
    assert len(check_fidelity(edition, load(edition))) == 1
