"""A withdrawn edition says so at every cited address, and is never "not found"."""

import pytest

from edition.document.values import Choice, Poll
from edition.polls.voting import NoSuchPoll, Vote, cast_ballots
from edition.reader.shared_pages import current_pages
from edition.releases.models import Withdrawal
from edition.releases.publish import publish
from edition.releases.working_copy import store
from tests.reader.builders import make_document

PATHS = [
    *("", "v/1/", "v/7/", "p1/", "p99/", "v/1/n1/", "versions/", "versions/1/1/"),
    *("download/edition.json", "v/1/download/edition.json", "polls/agree/"),
]


@pytest.fixture
def edition(db):
    poll = Poll("agree", "Agreed?", (Choice("yes", "Yes"), Choice("no", "No")))
    edition = store(make_document("Arms[^n1].", notes=["Of Vulcan."], polls=(poll,)))
    publish(edition)
    return edition


@pytest.fixture
def withdrawn(edition, django_user_model):
    ada = django_user_model.objects.create(username="ada", first_name="Ada", last_name="Byron")
    Withdrawal.objects.create(edition=edition, withdrawn_by=ada, reason="The wrong <text>.")
    return edition.get_absolute_url()


@pytest.mark.parametrize("path", PATHS)
def test_every_address_says_what_was_here_and_why_it_is_gone(client, withdrawn, path):
    response = client.get(withdrawn + path)
    page = response.content.decode()
    assert response.status_code == 410
    assert "Arms &amp; the Man" in page and "Publius Vergilius" in page
    assert "The wrong &lt;text&gt;." in page and "by Ada Byron" in page
    assert "annotated digital edition, version 1, " in page
    assert "immutable" not in response["Cache-Control"]


@pytest.mark.parametrize("end", ["state", "stream"])
def test_the_poll_says_so_to_scripts(client, withdrawn, end):
    response = client.get(f"{withdrawn}polls/agree/{end}")
    assert response.status_code == 410
    assert "withdrawn" in response.json()["message"]


def test_a_vote_is_refused(client, withdrawn, edition):
    address = f"{withdrawn}polls/agree/"
    vote = {"choice": edition.polls.get().choices.first().key}
    same = {"Sec-Fetch-Site": "same-origin"}
    assert b"Your vote was not counted" in client.post(address, vote, headers=same).content
    answer = client.post(address, vote, headers=same | {"Accept": "application/json"})
    assert (answer.status_code, "no votes" in answer.json()["message"]) == (410, True)
    assert edition.polls.get().ballots.count() == 0


def test_a_vote_that_comes_before_the_pages_are_looked_at_is_refused_too(withdrawn):
    (outcome,) = cast_ballots([Vote("arms", "agree", "yes", "a" * 64)])
    assert isinstance(outcome, NoSuchPoll)


def test_no_shared_page_of_it_stays_in_memory(withdrawn):
    assert [path for path in current_pages() if path.startswith(withdrawn)] == []


def test_the_list_of_editions_tells_it(client, withdrawn):
    publish(store(make_document("Another.", slug="another")))
    page = client.get("/").content.decode()
    assert page.count("(withdrawn)") == 1


def test_what_never_was_published_is_not_found(client, db):
    Withdrawal.objects.create(
        edition=store(make_document("Arms.", slug="trial")), reason="A trial."
    )
    assert client.get("/editions/trial/").status_code == 404


def test_it_can_be_restored(client, withdrawn):
    Withdrawal.objects.all().delete()
    assert client.get(withdrawn).status_code == 200
