"""A page is rendered once for each release; a vote renders its polls alone."""

from datetime import timedelta

import pytest
from django.template import Template
from django.template.loader import render_to_string
from django.utils import timezone

from edition.document.values import Choice, Poll
from edition.polls import models
from edition.polls.voting import Vote, cast_ballot
from edition.reader import releases
from edition.reader.releases import latest_or_404, page_of, render_edition, show_polls
from edition.releases.publish import publish
from edition.releases.working_copy import store
from edition.texts.models import Edition
from tests.reader.builders import make_document

CHOICES = (Choice("yes", "Yes", 3), Choice("no", "<No> & {{ never }}"))


def rendered_whole(latest):
    """Render the reading page without the cache, by the template alone."""
    page = page_of(latest, latest)
    polls = show_polls(page.document, latest.edition.polls.all())
    context = {"page": page, "polls": polls, "slug": latest.edition.slug}
    rendered = render_to_string("reader/poll/_polls.html", context)
    return render_to_string("reader/page/edition.html", context | {"rendered_polls": rendered})


def render(latest):
    return render_edition(latest, latest, latest.edition.polls.all())


@pytest.fixture
def release(request, db):
    """A released edition with polls of these keys."""
    polls = tuple(Poll(key, f"{key}?", CHOICES) for key in request.param)
    publish(store(make_document("Arms.", polls=polls, rights="Public domain.")))
    return latest_or_404("arms")


@pytest.mark.parametrize("release", [(), ("war",), ("war", "peace", "truce")], indirect=True)
def test_the_page_is_what_rendering_it_whole_gives(release):
    assert render(release) == rendered_whole(release)
    for number, poll in enumerate(models.Poll.objects.all()):
        cast_ballot(Vote("arms", poll.key, "no", f"{number}"))
        assert render(release) == rendered_whole(release)
        assert "4 votes in all" in render(release)
    models.Poll.objects.update(closes_at=timezone.now() - timedelta(days=1))
    assert render(release) == rendered_whole(release)
    assert "This poll closed on" in rendered_whole(release) or not release.edition.polls.exists()


@pytest.mark.parametrize("release", [("war", "peace")], indirect=True)
def test_a_poll_that_is_gone_from_the_desk_is_gone_from_the_contents_too(release):
    assert 'href="#poll-peace"' in render(release)
    models.Poll.objects.filter(key="peace").delete()
    assert "poll-peace" not in render(release)
    assert render(release) == rendered_whole(release)


@pytest.mark.parametrize("release", [("war",)], indirect=True)
def test_a_vote_renders_nothing_but_the_poll(release, monkeypatch):
    render(release)
    rendered, as_usual = [], Template.render

    def note(template, context):
        rendered.append(template.name)
        return as_usual(template, context)

    monkeypatch.setattr(Template, "render", note)
    monkeypatch.setattr(releases, "build_page", None)
    cast_ballot(Vote("arms", "war", "yes", "a"))
    assert "4 votes in all" in render(release)
    assert rendered and all(name.startswith("reader/poll/") for name in rendered)


@pytest.mark.parametrize("release", [("war",)], indirect=True)
def test_older_releases_take_no_room_in_the_caches(release):
    """A crawler of all of them would have the next vote render the latest page whole."""
    Edition.objects.update(title="Arms")
    publish(release.edition)
    latest = latest_or_404("arms")
    render(latest)
    caches = (releases.cached_frame, releases.cached_page)
    before = [cache.cache_info().currsize for cache in caches]
    older = render_edition(release, latest, latest.edition.polls.all())
    assert "Arms &amp; the Man" in older
    assert [cache.cache_info().currsize for cache in caches] == before
