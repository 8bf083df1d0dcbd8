"""Cast votes in the background while a test breaks something, and check that none is lost."""

import asyncio
import json
import threading

from benchmarks.vote_load import Answers, cast_votes, new_voters
from tests.waiting import until

POLL = "/editions/sino-russian-partnership/polls/us-goals/"
CHOICES = ["partnership", "deter", "dissolve", "alliance"]

COMPARE = """
import json
from django.core.management import call_command
from edition.polls.models import Ballot
from edition.polls.voter import voter_hash
stored = dict(Ballot.objects.values_list("voter", "choice__key"))
answered = json.load(open({path!r}))
lost = [voter for voter, choice in answered if stored.get(voter_hash(voter)) != choice]
print(json.dumps([len(lost), len(stored), Ballot.objects.count()]))
call_command("recount_poll", "sino-russian-partnership", "us-goals")
"""


class Load:
    """New readers who vote, each once, until stopped or `most` votes were recorded."""

    def __init__(self, served, most=10**9, connections=16):
        self.stopped = threading.Event()
        self.answers = Answers()
        self.thread = threading.Thread(target=self.run, args=(served.port, most, connections))

    def run(self, port, most, connections):
        def is_over(answers):
            self.answers = answers
            return self.stopped.is_set() or len(answers.recorded) >= most

        asyncio.run(cast_votes(port, POLL, new_voters(CHOICES), connections, is_over))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.stopped.set()
        self.thread.join()

    def goes_on(self, number=1):
        """Wait until `number` more votes were recorded, or the load is over."""
        enough = self.recorded + number
        until(lambda: self.recorded >= enough or not self.thread.is_alive(), "more votes")

    @property
    def recorded(self):
        return len(self.answers.recorded)


def assert_nothing_is_lost(served, answers, path):
    """Check that every acknowledged vote is stored once, and that every count is right."""
    path.write_text(json.dumps(answers.recorded))
    output = served.manage("shell", "--no-imports", "-c", COMPARE.format(path=str(path)))
    lost, voters, ballots = json.loads(output.splitlines()[0])
    assert lost == 0, f"{lost} of {len(answers.recorded)} acknowledged votes are lost"
    assert voters == ballots
    assert "every count is right" in output
