"""Two acts on one poll, interleaved at a chosen call; run in a process on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.contrib.admin import options
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from edition.polls import opening, voting
from edition.polls.models import Ballot, Poll
from edition.polls.tally import recount
from edition.releases.models import Revision
from edition.releases.publish import save_revision
from edition.releases.restore import restore_edition
from edition.texts.models import Edition
from tests.desk.conftest import Desk, form_in
from tests.waiting import until


def interleave(first, owner, name, second):
    """Run `first`; when it has called `owner.name`, run `second` to its end or to a lock.

    Return what came of each: "done", or the exception.
    """
    call = getattr(owner, name)
    running, backends = [], []

    def act():
        try:
            connection.ensure_connection()
            backends.append(connection.connection.info.backend_pid)
            return outcome(second)
        finally:
            connection.close()

    def pausing(*args, **kwargs):
        result = call(*args, **kwargs)
        if not running:
            running.append(pool.submit(act))
            until(lambda: running[0].done() or is_blocked(backends), "the second act")
        return result

    with ThreadPoolExecutor(1) as pool, patch.object(owner, name, pausing):
        return [outcome(first), running[0].result()]


def outcome(act):
    try:
        act()
    except Exception as error:
        return repr(error)
    return "done"


def is_blocked(backends):
    """Whether a backend waits for a lock that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [(backends or [0])[0]])
        return cursor.fetchone()[0]


class Acts:
    """What editors and a reader do to the poll."""

    def __init__(self, key):
        """Add a poll with this key, and save a revision."""
        Edition.objects.update(gathers_changes=False)
        edition = Edition.objects.get()
        ada, _ = User.objects.get_or_create(username="ada", is_staff=True, is_superuser=True)
        self.poll = edition.polls.create(key=key, question="Why?")
        self.poll.choices.create(key="so", label="So")
        save_revision(edition)
        client = Client()
        client.force_login(ada)
        self.desk = Desk(edition, client)
        self.page = self.desk.page(self.poll)

    def post(self, address, form):
        return lambda: self.desk.client.post(address, form)

    def save(self):
        form = self.desk.open(self.page)
        label = next(name for name in form if name.endswith("-label") and form[name] == "So")
        return self.post(self.page, form | {label: "Just so", "question": "Why so?"})

    def delete(self):
        address = self.desk.page(self.poll, "delete")
        return self.post(address, self.desk.open(address))

    def delete_selected(self):
        return self.post(self.desk.list(Poll), form_in(self.desk.select([self.poll], DELETE)))

    def vote(self):
        vote = voting.Vote(self.desk.edition.slug, self.poll.key, "so", "late")
        return lambda: voting.cast_ballot(vote)

    def close(self):
        return lambda: opening.close_poll(self.poll)

    def restore(self):
        return lambda: restore_edition(Revision.objects.latest_first()[0])

    def state(self):
        """The poll afterwards."""
        poll = Poll.objects.get(key=self.poll.key)
        return {
            "label": poll.choices.get().label,
            "is_open": poll.is_open,
            "ballots": Ballot.objects.filter(poll=poll).count(),
            "version": poll.version,
            "miscounted": len(recount(poll)),
        }


DELETE = "delete_selected"
# After the call of which function of the first act the second begins.
PAUSES = {
    "save": (options, "all_valid"),  # what is saved is read, and not written yet
    "vote": (voting._PollBatch, "__init__"),
    "close": (opening, "lock_poll"),
}


def run_all(pairs):
    """Run pairs of acts, each on a poll of its own."""
    setup_test_environment()
    return [run(Acts(f"new-{number}"), *pair) for number, pair in enumerate(pairs)]


def run(acts, first, second):
    """What came of both acts, and the poll afterwards."""
    first_act, second_act = getattr(acts, first)(), getattr(acts, second)()
    return [*interleave(first_act, *PAUSES[first], second_act), acts.state()]
