import pytest


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
