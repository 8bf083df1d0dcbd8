"""An entity that is mentioned very often is shown a page at a time."""

from edition.apparatus.models import Mention
from tests.desk.conftest import form_in, parsed


def test_rows_are_shown_a_hundred_at_a_time_and_saved_with_the_others(desk):
    entity = desk.edition.entities.get(key="li-hui")
    place = entity.mentions.get()
    Mention.objects.bulk_create(
        Mention(
            entity=entity, position=number, paragraph=place.paragraph, note=place.note,
            start=place.start, end=place.end, exact=place.exact,
            prefix=place.prefix, suffix=place.suffix,
        )
        for number in range(1, 1501)
    )  # fmt: skip
    address = desk.page(entity) + "?rows=16"
    opened = desk.client.get(address)
    form = form_in(opened)
    assert form["mentions-INITIAL_FORMS"] == "1"
    links = parsed(opened).findall(".//nav[@class='desk-pages']/a")
    assert [links[0].text, links[-1].text, len(links)] == ["1–100", "1501–1501", 16]
    desk.client.post(address, form | {"mentions-0-DELETE": "on"})
    first = form_in(desk.client.get(desk.page(entity)))
    assert (first["mentions-INITIAL_FORMS"], entity.mentions.count()) == ("100", 1500)
