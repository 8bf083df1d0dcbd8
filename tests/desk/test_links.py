"""Links from the desk to the reading page."""

import pytest

from edition.desk.links import page_url


@pytest.mark.parametrize(
    "parts", ["paragraphs", "notes", "annotations", "emendations", "entities", "events", "polls"]
)
def test_a_part_is_found_on_the_page_where_the_desk_says(desk, client, parts):
    part = getattr(desk.edition, parts).first()
    address, _, id_ = page_url(part).partition("#")
    assert f'id="{id_}"' in client.get(address).content.decode()
