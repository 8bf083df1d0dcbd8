import pytest

from edition.polls.models import Poll
from edition.texts.models import Edition


@pytest.fixture
def poll(db):
    """A poll of two choices with 33 and 30 printed votes."""
    edition = Edition.objects.create(slug="arma", title="Arma")
    poll = Poll.objects.create(edition=edition, key="goals", question="Which?")
    poll.choices.create(key="one", label="One", printed_votes=33)
    poll.choices.create(key="two", label="Two", printed_votes=30)
    return poll


@pytest.fixture
def votes(request):
    """How many votes a test with a load casts."""
    return int(request.config.getoption("--votes"))
