import pytest

from edition.releases.publish import publish


@pytest.fixture
def superseded(edition):
    edition.title = "Another title"
    edition.save()
    publish(edition, note="A new title.")
    return edition.get_absolute_url()


def test_the_latest_release_is_served_without_a_number(client, superseded):
    assert b"<h1>Another title</h1>" in client.get(superseded).content


def test_an_earlier_release_says_that_it_is_and_names_the_latest_canonical(client, superseded):
    page = client.get(f"{superseded}v/1/").content.decode()
    assert "This is version 1." in page
    assert "<h1>The Sino-Russian Partnership" in page
    assert f'{superseded}">' in page[page.index('rel="canonical"') :][:200]
    assert "version 1, " in page and f"{superseded}v/1/." in page


def test_the_latest_release_under_its_number_bears_no_such_mark(client, superseded):
    assert b"This is version" not in client.get(f"{superseded}v/2/").content


def test_versions_are_listed_with_what_changed(client, superseded):
    page = client.get(f"{superseded}versions/").content.decode()
    assert page.index("Version 2") < page.index("A new title.") < page.index("Version 1")
