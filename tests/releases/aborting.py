"""Abort an import at each of its writes in turn, on any database."""

from dataclasses import replace

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection

from edition.document.inline import Text
from edition.document.values import Choice, Citation, Entity, EntityKind, Event, Note, Poll, Witness
from edition.releases.publish import save_revision
from edition.releases.reimport.importer import import_document
from edition.releases.working_copy import load, store
from tests.releases.builders import make_document

WRITES = ("INSERT", "UPDATE", "DELETE")


class Aborted(Exception):
    """What is let happen at one write."""


class Failing:
    """Lets the write of one number fail, after it was done; counts them all."""

    def __init__(self, number=None):
        self.number, self.count = number, 0

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith(WRITES):
            self.count += 1
            if self.count == self.number:
                raise Aborted
        return result


def document(number):
    """Two documents that have some parts of every kind in common and others not."""
    here = make_document().annotations[0].anchor
    word = "One." if number == 1 else "Other."
    shared, own = f"{word} Kept.", number + 1
    base = make_document()
    work = Citation("book", title=word)
    return replace(
        base,
        title=word,
        witnesses=(Witness(f"{number}.txt", str(number) * 64, 3, data=b"abc"),),
        notes=(
            Note("n1", "1", ((Text(shared),),), citations=(work,)),
            Note(f"n{own}", str(own), ((Text(word),),)),
        ),
        annotations=(base.annotations[0], replace(base.annotations[0], key=f"a{own}")),
        entities=(
            Entity("vergil", word, EntityKind.PERSON, mentions=(here,) * own),
            Entity(f"only-{number}", word, EntityKind.PLACE, mentions=(here,)),
        ),
        events=(
            Event("e1", "2013", word, passages=(here,) * own, notes=("n1",)),
            Event(f"e{own}", "2013", word, passages=(here,), notes=(f"n{own}",)),
        ),
        polls=(Poll("goals", word, (Choice("one", word), Choice(f"only-{number}", word))),),
    )


def everything():
    """Every row of every table, primary keys included."""
    return {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for model in apps.get_models()
    }


def abort_each_write(every=1):
    """Abort an import at each of its writes, or at every n-th; return their number."""
    ada = get_user_model().objects.create(username="ada")
    edition = store(document(1))
    save_revision(edition)
    edition.notes.filter(key="n1").update(source="Not kept as a revision yet")
    before = everything()
    for number in range(1, 1000, every):
        failing = Failing(number)
        try:
            with connection.execute_wrapper(failing):
                edition = import_document(document(2), ada, replace=True)
        except Aborted:
            assert everything() == before, f"Aborted at write {number}."
        else:
            break
    assert load(edition) == document(2)
    return failing.count
