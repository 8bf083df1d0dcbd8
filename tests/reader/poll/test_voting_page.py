import pytest

from edition.polls.models import Poll

POLL = "polls/us-goals/"
HERE = {"headers": {"sec-fetch-site": "same-origin"}}


@pytest.fixture
def poll(url):
    return url + POLL


def state(client, poll):
    return {row["key"]: row["total"] for row in client.get(poll + "state").json()["choices"]}


def test_a_vote_is_answered_by_303_and_counted(client, poll):
    response = client.post(poll, {"choice": "partnership"}, **HERE)
    assert (response.status_code, response["Location"]) == (303, poll + "#result")
    assert state(client, poll)["partnership"] == 34


def test_a_browser_votes_once_and_may_change_its_mind(client, poll):
    for choice in ["partnership", "partnership", "deter"]:
        client.post(poll, {"choice": choice}, **HERE)
    assert state(client, poll) == {"partnership": 33, "deter": 31, "dissolve": 24, "alliance": 21}


def test_the_poll_says_how_this_browser_voted(client, poll):
    assert b"Your vote:" not in client.get(poll).content
    client.post(poll, {"choice": "dissolve"}, **HERE)
    page = client.get(poll).content.decode()
    assert "Your vote: U.S. wants to dissolve Russia" in page
    assert "Change vote" in page
    assert 'value="dissolve" required checked' in page


def test_the_state_is_kept_for_a_second_by_whoever_asks(client, poll):
    assert client.get(poll + "state")["Cache-Control"] == "public, max-age=1"


def test_the_poll_page_is_private(client, poll):
    assert "private" in client.get(poll)["Cache-Control"]


def test_the_voters_cookie_is_closed_to_scripts(client, poll):
    (cookie,) = client.post(poll, {"choice": "deter"}, **HERE).cookies.values()
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_browser_without_a_cookie_takes_one_first(client, poll):
    here = {"headers": HERE["headers"] | {"accept-language": "en"}}
    response = client.post(poll, {"choice": "deter"}, **here)
    assert (response.status_code, response["Location"]) == (307, poll + "?again")
    assert state(client, poll)["deter"] == 30
    assert client.post(response["Location"], {"choice": "deter"}, **here).status_code == 303
    assert client.post(poll, {"choice": "deter"}, **here).status_code == 303
    assert state(client, poll)["deter"] == 31


@pytest.mark.parametrize("sent", [{}, {"choice": "no-such"}])
def test_a_vote_without_a_choice_is_told_what_to_do(client, poll, sent):
    response = client.post(poll, sent, **HERE)
    assert response.status_code == 400
    assert b"Choose one of the answers" in response.content
    assert not response.cookies


def test_a_vote_from_another_site_is_refused(client, poll):
    response = client.post(poll, {"choice": "deter"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert state(client, poll)["deter"] == 30


def test_a_closed_poll_shows_its_result_and_takes_no_vote(client, poll):
    Poll.objects.update(closes_at="2020-01-01T00:00Z")
    response = client.post(poll, {"choice": "deter"}, **HERE)
    page = response.content.decode()
    assert response.status_code == 409
    assert "This poll is closed." in page
    assert 'type="radio"' not in page
