"""Several processes that perform random acts on one edition at the same time."""

import multiprocessing
import random
import traceback
from dataclasses import replace
from datetime import timedelta

from django.db import connections, transaction
from django.utils import timezone

from edition.document.inline import Text
from edition.document.json import digest
from edition.document.values import Choice, Poll
from edition.polls.tally import recount
from edition.polls.voting import Vote, cast_ballots
from edition.releases.models import PlannedRelease, Revision, Withdrawal
from edition.releases.publish import NotPublishable, publish, publish_if_direct, save_copy
from edition.releases.reimport.importer import import_document
from edition.releases.restore import NotRestorable, restore_edition
from edition.releases.schedule import cancel_plan, plan_release, publish_due
from edition.releases.withdraw import restore_to_readers, withdraw
from edition.releases.working_copy import read_working_copy, store
from edition.texts.locks import lock_edition
from edition.texts.models import Edition
from tests.releases.builders import make_document

WITH, WITHOUT = (
    (Poll("who", "Who?", tuple(Choice(key, key.title()) for key in keys)),)
    for keys in (("he", "she", "they"), ("he", "she"))
)
# Acceptable when another process was first; any other exception is a fault.
REFUSALS = (NotPublishable, NotRestorable, ValueError)
SOON = timedelta(seconds=0.05)


def changed(word):
    note = replace(make_document().notes[0], blocks=((Text(word),),))
    return make_document(notes=(note,), polls=random.choice([WITH, WITHOUT]))


class Acts:
    def __init__(self, number):
        self.number = number
        self.edition = Edition.objects.get()

    def save(self, word):
        self.edition.notes.update(source=word)
        with transaction.atomic():
            copy = read_working_copy(lock_edition(self.edition.pk))
            publish_if_direct(copy) or save_copy(copy)

    def publish(self, word):
        publish(self.edition)

    def plan(self, word):
        plan_release(self.edition, timezone.now() + SOON, note=word)

    def cancel(self, word):
        if plan := PlannedRelease.objects.first():
            cancel_plan(self.edition, plan.planned_at)

    def clock(self, word):
        publish_due()

    def withdraw(self, word):
        withdraw(self.edition, None, word)

    def restore_to_readers(self, word):
        restore_to_readers(self.edition)

    def import_document(self, word):
        import_document(changed(word), replace=True)

    def restore(self, word):
        restore_edition(random.choice(Revision.objects.all()))

    def vote(self, word):
        for choice in ("he", "they"):
            cast_ballots([Vote("arma", "who", choice, word)])


NAMES = [name for name in vars(Acts) if not name.startswith("_")]


def act_often(number, times, faults):
    connections.close_all()
    random.seed(number)
    acts = Acts(number)
    for each in range(times):
        name = random.choice([*NAMES, "vote", "restore_to_readers", "clock"])
        try:
            getattr(acts, name)(f"{number}-{each}")
        except REFUSALS:
            pass
        except Exception:
            faults.put(f"{name}: {traceback.format_exc()}")
    faults.put(None)


def race(times, processes=3):
    """Run processes of so many acts each; return a description of each fault."""
    publish(store(changed("So he begins.")))
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    faults = fork.Queue()
    running = [
        fork.Process(target=act_often, args=(number, times, faults)) for number in range(processes)
    ]
    for process in running:
        process.start()
    reports = [faults.get(timeout=100) for _ in range(processes)]
    while reports.count(None) < processes:
        reports.append(faults.get(timeout=100))
    for process in running:
        process.join()
    return [*filter(None, reports), *contradictions()]


def contradictions():
    """Yield every violated invariant of the edition."""
    publish_due(timezone.now() + timedelta(seconds=1))
    revisions = list(Revision.objects.order_by("number"))
    numbers = [each.release_number for each in revisions if each.release_number]
    times = [each.released_at for each in revisions if each.release_number]
    if [each.number for each in revisions] != list(range(1, len(revisions) + 1)):
        yield "Revisions are not numbered one by one."
    if numbers != list(range(1, len(numbers) + 1)) or times != sorted(times):
        yield f"Releases are not numbered in their order: {numbers}."
    if any(digest(each.canonical) != each.sha256 for each in revisions):
        yield "A revision does not match its SHA-256."
    if PlannedRelease.objects.filter(refusal="").exists():
        yield "A plan that was due is neither carried out nor refused."
    if (withdrawal := Withdrawal.objects.first()) and times[-1] > withdrawal.withdrawn_at:
        yield "Something was released after it was withdrawn."
    if wrong := recount(Edition.objects.get().polls.get()):
        yield f"Votes are counted wrong: {wrong}."
