import pytest
from django.db import connection

from edition.apparatus.models import Mention
from edition.document.changes.anchoring import locate
from edition.document.inline import Text
from edition.document.values import Entity, EntityKind, Event, Note, Poll, Witness
from edition.releases.working_copy import load, store
from edition.releases.working_copy.store import DoesNotFit
from edition.texts.models import Edition, Reference
from tests.releases.builders import article, make_document, make_edition

pytestmark = pytest.mark.django_db


def test_the_article_stored_and_loaded_is_the_same_document():
    assert load(store(article())) == article()


def test_storing_twice_leaves_one_edition():
    store(article())
    store(article())
    assert Edition.objects.count() == 1
    assert load(Edition.objects.get()) == article()


def test_loading_takes_the_same_number_of_queries_whatever_the_size(
    django_assert_max_num_queries,
):
    edition = store(article())
    with django_assert_max_num_queries(18):
        load(edition)


@pytest.mark.parametrize("table", ["texts_paragraph", "apparatus_annotation", "texts_note"])
def test_a_save_between_two_queries_leaves_no_reference_to_what_was_not_read(table):
    edition = make_edition(entities=(Entity("arms", "Arms", EntityKind.OTHER),))
    text, saves = "Troiae qui primus ab oris.", []

    def save_before(execute, sql, *args):
        if f'FROM "{table}"' in sql and not saves:
            saves.append(sql)
            section = edition.sections.create(key="s2", position=1)
            paragraph = edition.paragraphs.create(section=section, key="p2", source=text)
            mention = Mention(entity=edition.entities.get())
            mention.move_to(paragraph, locate("p2", text, "Troiae"))
            mention.save()
        return execute(sql, *args)

    with connection.execute_wrapper(save_before):
        document = load(edition)
    assert saves
    targets = {mention.target for each in document.entities for mention in each.mentions}
    assert targets <= document.texts().keys()


def test_the_bytes_of_a_witness_are_kept_when_it_is_stored_without_them():
    edition = make_edition(witnesses=(Witness("a.txt", "0" * 64, 3, data=b"abc"),))
    store(make_document(witnesses=(Witness("a.txt", "0" * 64, 3),)))
    assert bytes(edition.witnesses.get().data) == b"abc"


def test_references_are_indexed():
    make_edition()
    reference = Reference.objects.get()
    assert (reference.paragraph.key, reference.note.key, reference.offset) == ("p1", "n1", 19)


def test_keys_are_not_given_again_after_a_deletion():
    edition = make_edition()
    edition.annotations.all().delete()
    assert edition.allocate_key("a") == "a2"


def test_a_document_that_does_not_fit_changes_nothing():
    make_edition()
    annotation = make_document().annotations[0]
    broken = make_document(title="Other", contributors=(), annotations=(annotation,))
    with pytest.raises(DoesNotFit, match="vergil"):
        store(broken)
    assert load(Edition.objects.get()) == make_document()


def test_a_poll_with_ballots_cannot_be_left_out():
    edition = make_edition(polls=(Poll("goals", "Which?", ()),))
    poll = edition.polls.get()
    choice = poll.choices.create(key="one", label="One")
    choice.ballots.create(poll=poll, voter="x")
    with pytest.raises(DoesNotFit, match="ballots"):
        store(make_document())


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"title": "x" * 501}, "The edition cannot be saved. title"),
        ({"events": (Event("e1", "2013", "x" * 201),)}, "e1 cannot be saved. label"),
        ({"events": (Event("e1", "soon", "Something"),)}, "e1 cannot be saved. edtf"),
        ({"events": (Event("e1", "2013", "Something", notes=("n9",)),)}, "n9"),
        ({"entities": (Entity("x", "y" * 201, EntityKind.OTHER),)}, "x cannot be saved. name"),
        ({"notes": (Note("n1", "1", ((Text(" one"),),)),)}, "n1 cannot be saved. A line"),
    ],
)
def test_what_a_row_cannot_hold_is_refused_by_its_key(parts, says):
    with pytest.raises(DoesNotFit) as refused:
        make_edition(**parts)
    assert says in str(refused.value)
    assert not Edition.objects.exists()


def test_a_poll_that_is_stored_again_has_a_new_version():
    poll = make_edition(polls=(Poll("goals", "Which?", ()),)).polls.get()
    store(make_document(polls=(Poll("goals", "Which of these?", ()),)))
    assert type(poll).objects.get().version > poll.version
