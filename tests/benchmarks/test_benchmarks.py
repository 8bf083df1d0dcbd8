"""The benchmarks of votes and streams run, on a database beside the real one.

They measure time, so `make budgets` runs them.
"""

import pytest
from django.core.management import call_command

from edition.polls.models import Ballot


@pytest.mark.budget
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("votes", ["written together / one at a time, the faster:", "refreshed for a vote in"]),
        ("stream", ["20 listeners connected in"]),
    ],
)
def test_a_benchmark_tells_what_it_measured(what, told, capfd):
    call_command("benchmark", what, rounds=1, seconds=0.5, listeners=20, ballots=1000)
    printed = capfd.readouterr().out
    assert all(words in printed for words in told)
    assert not Ballot.objects.exists()
