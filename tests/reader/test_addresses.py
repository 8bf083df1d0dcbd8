import pytest
from django.urls import reverse

from edition.releases.publish import publish
from edition.releases.withdraw import withdraw
from edition.releases.working_copy import store
from edition.texts.models import Edition
from tests.reader.builders import make_document


def test_a_single_edition_is_opened_from_the_first_page(client, edition):
    response = client.get(reverse("reader:editions"))
    assert (response.status_code, response["Location"]) == (302, edition.get_absolute_url())


def test_several_editions_are_listed(client, edition):
    publish(store(make_document("Arms and the man.")))
    page = client.get(reverse("reader:editions")).content.decode()
    assert "Arms &amp; the Man" in page and "Gaye Christoffersen" in page


def test_the_first_page_asks_as_often_for_many_editions_as_for_two(
    client, edition, django_assert_num_queries
):
    for number in range(2):
        publish(store(make_document("Arms and the man.", slug=f"arms-{number}")))
    with django_assert_num_queries(2):
        client.get("/")
    with django_assert_num_queries(1):
        page = client.get("/").content.decode()
    assert page.count("Publius Vergilius, September 19, 2013") == 2
    withdraw(Edition.objects.get(slug="arms-1"), None, "A mistake.")
    assert client.get("/").content.decode().count("(withdrawn)") == 1


@pytest.mark.parametrize("left_out", [{"date_printed": ""}, {"contributors": ()}])
def test_the_first_page_lists_what_has_no_date_or_no_author(client, edition, left_out):
    publish(store(make_document("Arms and the man.", **left_out)))
    page = client.get("/").content.decode()
    assert "Arms &amp; the Man" in page and "<p></p>" not in page and "<p>, " not in page


def test_editions_are_listed_by_the_title_readers_see(client, db):
    for title, slug in [("Beta", "b"), ("Alpha", "a"), ("alpha minor", "c")]:
        publish(store(make_document("Arms.", title=title, slug=slug)))
    Edition.objects.filter(slug="a").update(title="Zeta, as the desk has it")
    page = client.get("/").content.decode()
    places = [page.index(title) for title in (">Alpha<", ">alpha minor<", ">Beta<")]
    assert places == sorted(places)


def test_without_an_edition_the_first_page_says_so(client, db):
    assert b"Nothing is published here yet" in client.get("/").content


def test_an_edition_without_a_release_is_not_found(client, db):
    store(make_document("Arms and the man."))
    assert client.get("/editions/arms/").status_code == 404


@pytest.mark.parametrize("key", ["p14", "n15", "a1", "m1", "e1"])
def test_each_thing_has_a_page_that_says_how_to_cite_it(client, url, key):
    response = client.get(f"{url}{key}/")
    assert response.status_code == 200
    page = response.content.decode()
    assert f"{url}v/1/{key}/." in page
    assert f'{url}{key}/">' in page[page.index('rel="canonical"') :][:200]


@pytest.mark.parametrize("path", ["p99/", "x1/", "v/2/", "polls/none/", "polls/none/state"])
def test_what_is_not_there_is_not_found_and_help_is_offered(client, url, path):
    response = client.get(url + path)
    assert response.status_code == 404
    assert b"can be reached from" in response.content
