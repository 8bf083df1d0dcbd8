"""Shared pages are the same for everyone, and the same bytes however they are rendered."""

import pytest
from django.core.wsgi import get_wsgi_application

from edition.polls.voting import Vote, cast_ballot
from edition.reader.shared_pages import Renderer, current_pages
from edition.releases.publish import publish
from edition.releases.withdraw import withdraw


@pytest.mark.parametrize("path", ["", "v/1/", "p1/", "versions/", "polls/us-goals/state"])
def test_shared_pages_carry_nothing_of_one_reader(client, url, path):
    client.cookies["voter"] = "0" * 32
    client.cookies["sessionid"] = "somebody"
    response = client.get(url + path)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"].startswith("public")
    assert b"csrfmiddlewaretoken" not in response.content


def test_a_page_is_rendered_with_few_queries(client, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(url)


@pytest.fixture
def render(edition):
    """Render the shared pages as the server does; return their bytes by path."""
    renderer = Renderer(get_wsgi_application())

    def render():
        return {path: renderer(path, shown).plain_bytes for path, shown in current_pages().items()}

    return render


def test_after_a_vote_pages_are_what_django_would_answer(client, render, edition):
    before = render()
    cast_ballot(Vote(edition.slug, "us-goals", "deter", "a"))
    after = render()
    assert len(after) == 2 and not set(before.values()) & set(after.values())
    assert after == {path: client.get(path).content for path in after}


def test_a_vote_asks_nothing_of_django(render, edition, monkeypatch):
    render()
    monkeypatch.setattr(Renderer, "ask_django", None)
    cast_ballot(Vote(edition.slug, "us-goals", "deter", "a"))
    assert render()


def test_a_release_is_asked_of_django_anew(client, render, edition):
    render()
    edition.contributors.filter(role="editor").update(name="Somebody Else")
    publish(edition)
    assert render()[edition.get_absolute_url()] == client.get(edition.get_absolute_url()).content
    assert b"Somebody Else" in render()[edition.get_absolute_url()]


def test_nothing_is_remembered_of_a_withdrawn_edition(edition):
    renderer = Renderer(get_wsgi_application())
    for path, shown in renderer.current_pages().items():
        renderer(path, shown)
    assert renderer.rendered
    withdraw(edition, None, "A mistake.")
    assert not renderer.current_pages() and not renderer.rendered
