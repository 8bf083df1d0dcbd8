"""Every release has a permanent address, lists what changed, and can be verified."""

import hashlib
import re
from dataclasses import replace

import pytest

from edition.releases.publish import publish
from edition.releases.working_copy import store
from tests.reader.builders import annotate, make_document

TITLE = "Arms &amp; the Man"


@pytest.fixture
def edition(db):
    document = make_document("Arms[^n1].", "The man.", notes=["On the *shield* of Vulcan."])
    edition = store(replace(document, annotations=(annotate(document, "a1", "p2", "man"),)))
    publish(edition)
    return edition


@pytest.fixture
def superseded(edition, django_user_model):
    edition.title = "Another title"
    edition.save()
    ada = django_user_model.objects.create(username="ada", first_name="Ada", last_name="Byron")
    publish(edition, ada, note="A new title.")
    return edition.get_absolute_url()


@pytest.fixture
def shortened(edition):
    """An edition whose version 2 no longer has an annotation."""
    edition.annotations.get().delete()
    publish(edition)
    return edition.get_absolute_url()


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_latest_release_is_served_without_a_number(client, superseded):
    assert "<h1>Another title</h1>" in read(client, superseded)


def test_an_earlier_release_says_that_it_is_and_names_the_latest_canonical(client, superseded):
    page = read(client, f"{superseded}v/1/")
    assert "This is version 1." in page
    assert f"<h1>{TITLE}" in page
    assert f'{superseded}">' in page[page.index('rel="canonical"') :][:200]
    assert "version 1, " in page and f"{superseded}v/1/." in page


def test_the_latest_release_under_its_number_bears_no_such_mark(client, superseded):
    assert "This is version" not in read(client, f"{superseded}v/2/")


def test_versions_are_listed_with_what_changed_and_who_published(client, superseded):
    page = read(client, f"{superseded}versions/")
    assert page.index("Version 2") < page.index("A new title.") < page.index("Version 1")
    assert "by Ada Byron" in page and page.count(", by ") == 1
    assert f'href="{superseded}versions/1/2/"' in page


def test_two_versions_are_chosen_in_a_form_and_compared(client, superseded):
    chosen = client.get(f"{superseded}versions/compare/", {"before": "1", "after": "2"})
    assert chosen["Location"] == f"{superseded}versions/1/2/"
    page = read(client, chosen["Location"])
    assert "<del>" in page and ">Another<" not in page and "Another" in page
    assert "Not a word changed." not in page and "Nothing changed." in page
    assert "A new title." in page


@pytest.mark.parametrize("query", ["", "before=1", "before=x&after=2", "before=²&after=2"])
def test_a_choice_that_is_none_leads_back_to_the_list(client, superseded, query):
    response = client.get(f"{superseded}versions/compare/?{query}")
    assert response["Location"] == f"{superseded}versions/"


def test_versions_are_compared_in_one_order_only(client, superseded):
    response = client.get(f"{superseded}versions/2/1/")
    assert (response.status_code, response["Location"]) == (301, f"{superseded}versions/1/2/")


def test_a_version_does_not_differ_from_itself(client, superseded):
    assert "Both are the same version" in read(client, f"{superseded}versions/2/2/")


def test_a_version_that_is_not_there_is_not_found_and_the_others_are_listed(client, superseded):
    page = read(client, f"{superseded}versions/1/9/", status=404)
    assert "There is no version 9." in page and f'href="{superseded}v/1/"' in page


def test_readers_see_words_and_printed_numbers_not_the_signs_of_editors(client, edition):
    edition.notes.update(source="On the *shield* and arms of Vulcan.")
    edition.paragraphs.filter(key="p1").update(source="Great arms[^n1].")
    publish(edition)
    page = read(client, "/editions/arms/versions/1/2/")
    assert "and arms " in page and "*" not in page[page.index("<h1") :]
    assert 'href="/editions/arms/v/2/#fn1"' in page
    assert '<sup class="marker">1</sup>.' in page


def test_where_only_the_setting_changed_readers_see_the_signs(client, edition):
    edition.notes.update(source="On the shield of *Vulcan*.")
    publish(edition)
    assert "*" in read(client, "/editions/arms/versions/1/2/")


def test_what_was_removed_leads_to_the_version_that_has_it(client, shortened):
    page = read(client, f"{shortened}versions/1/2/")
    assert f'href="{shortened}v/1/#a1"' in page


def test_many_versions_are_listed_by_fifty(client, superseded, monkeypatch):
    monkeypatch.setattr("edition.reader.versions.views.PER_PAGE", 1)
    page = read(client, f"{superseded}versions/")
    assert "Version 2</a>" in page and "Version 1</a>" not in page and "Page 1 of 2" in page
    assert 'type="number" name="before" id="before" min="1" max="2" value="1"' in page
    page = read(client, f"{superseded}versions/?page=2")
    assert "Version 1</a>" in page and "Version 2</a>" not in page and "the latest" not in page
    assert read(client, f"{superseded}versions/?page=x")


def test_a_comparison_is_made_once(client, superseded, monkeypatch):
    read(client, f"{superseded}versions/1/2/")
    monkeypatch.setattr("edition.reader.versions.views.render_comparison", None)
    response = client.get(f"{superseded}versions/1/2/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    known = {"if-none-match": response["ETag"]}
    assert client.get(response.request["PATH_INFO"], headers=known).status_code == 304


def test_a_key_has_a_page_in_every_release_that_has_it(client, shortened):
    page = read(client, f"{shortened}v/1/p1/")
    assert "This is paragraph 1 of version 1." in page
    assert f"{shortened}v/1/p1/." in page and "version 1, " in page
    assert f'{shortened}p1/">' in page[page.index('rel="canonical"') :][:200]
    assert "of version" not in read(client, f"{shortened}v/2/p1/")


def test_what_is_gone_is_shown_as_the_last_release_had_it(client, shortened):
    page = read(client, f"{shortened}a1/")
    assert "no longer has annotation" in page
    assert f"{shortened}v/1/a1/." in page and "version 1, " in page
    assert f"{shortened}v/1/#a1" in page
    read(client, f"{shortened}v/2/a1/", status=404)


def test_a_download_is_what_its_sha256_was_made_of(client, superseded):
    listed = re.findall(
        "SHA-256 <code>([0-9a-f]{64})</code>", read(client, f"{superseded}versions/")
    )
    for number, sha256 in ((2, listed[0]), (1, listed[1])):
        file = client.get(f"{superseded}v/{number}/download/edition.json")
        assert hashlib.sha256(file.content).hexdigest() == sha256
        assert file["ETag"] == f'"{sha256}"'
        assert file["Cache-Control"] == "public, max-age=0, must-revalidate"  # or withdrawn
    latest = client.get(f"{superseded}download/edition.json")
    assert hashlib.sha256(latest.content).hexdigest() == listed[0]
    assert latest["Content-Type"] == "application/json"
    assert '-v2.json"' in latest["Content-Disposition"]
    again = client.get(
        f"{superseded}download/edition.json", headers={"If-None-Match": latest["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_version_that_is_not_there_has_no_file(client, superseded):
    read(client, f"{superseded}v/9/download/edition.json", status=404)


def test_a_number_larger_than_any_database_counts_is_no_version(client, superseded):
    assert "There is no version 99999999999999999999." in read(
        client, f"{superseded}versions/1/99999999999999999999/", 404
    )
