"""The workspace: the whole text, each part linked to its form."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edition.texts.models import Edition
from tests.desk.conftest import messages, parsed
from tests.releases.builders import article, repeated, store


def workspace(edition):
    return f"/admin/texts/edition/{edition.pk}/workspace/"


@pytest.fixture
def page(desk):
    return parsed(desk.client.get(workspace(desk.edition)))


def by_id(page, id_):
    return page.find(f".//*[@id='{id_}']")


def links_in(element):
    return [link.get("href") for link in element.iter("a")]


def words_of(element):
    return " ".join("".join(element.itertext()).split())


def paragraph_of(desk, key):
    return desk.edition.paragraphs.get(key=key)


def beside(page, key):
    place = next(each for each in page.iter("div") if by_id(each, key) is not None
                 and each.get("class") == "place")  # fmt: skip
    return place.find("div[@class='beside']")


def test_everything_that_stands_on_the_text_leads_to_its_form(desk, page):
    leads = {link.split("?")[0] for link in links_in(page.find(".//article"))}
    edition = desk.edition
    parts = [*edition.sections.all(), *edition.paragraphs.all(), *edition.notes.all()]
    parts += [*edition.annotations.all(), *edition.emendations.all()]
    parts += [*edition.entities.filter(mentions__isnull=False).distinct()]
    parts += [*edition.events.filter(passages__isnull=False).distinct()]
    assert [part for part in parts if desk.page(part) not in leads] == []


def test_the_text_is_that_of_the_page_and_its_marks_lead_to_forms(desk, page):
    paragraph, note = by_id(page, "p4"), desk.edition.notes.get(key="n3")
    assert by_id(paragraph, "fnref3").get("href") == desk.page(note)
    event = desk.edition.events.filter(passages__paragraph__key="p4").first()
    assert desk.page(event) in links_in(paragraph)


def test_beside_a_paragraph_stands_what_is_on_it(page):
    groups = [words_of(each).split()[0] for each in beside(page, "p3").findall("p")]
    assert groups == ["Notes", "Annotations", "Events", "Names", "Edit"]


def test_a_paragraph_is_added_behind_the_one_beside_which_that_stands(desk, page):
    links = {words_of(a): a.get("href") for a in beside(page, "p3").iter("a")}
    form = desk.open(links["Add a paragraph after ¶3"])
    assert (form["section"], form["order"]) == (str(paragraph_of(desk, "p3").section_id), "3")
    written = form | {"source": "A new one."}
    desk.client.post(links["Add a paragraph after ¶3"], written)
    section = paragraph_of(desk, "p3").section
    assert list(section.paragraphs.values_list("key", flat=True))[:3] == ["p2", "p3", "p29"]


def test_words_can_be_quoted_where_there_is_no_mouse(desk, page):
    links = {words_of(a): a.get("href") for a in beside(page, "fn7").iter("a")}
    form = desk.open(links["Annotate words of note 7"])
    written = form | {"exact": "Corridors of Power", "source": "A show.", "kind": "gloss"}
    response = desk.client.post(links["Annotate words of note 7"], written)
    assert response["Location"] == workspace(desk.edition) + "#fn7"
    assert desk.edition.annotations.order_by("pk").last().note.key == "n7"


def test_there_are_no_more_questions_to_the_database_for_more_text(desk):
    def asked(edition):
        with CaptureQueriesContext(connection) as made:
            assert desk.client.get(workspace(edition)).status_code == 200
        return len(made)

    asked(desk.edition)  # fills what Django caches between requests
    twice = store(replace(repeated(article(), 2), slug="twice"))
    assert asked(twice) == asked(desk.edition)


def test_words_that_are_lost_are_not_marked_but_listed(desk):
    annotation = desk.edition.annotations.get(key="a2")
    paragraph = annotation.paragraph
    desk.save(paragraph, source=paragraph.source.replace(annotation.exact, "something else"))
    page = parsed(desk.client.get(workspace(desk.edition)))
    assert by_id(page, "a2ref") is None
    lost = beside(page, paragraph.key).find("p[@class='marks-lost']")
    assert links_in(lost)[0] == f"/admin/texts/edition/{desk.edition.pk}/repair/#a2"


def test_who_may_only_look_is_offered_no_tools(desk, client, django_user_model):
    guest = django_user_model.objects.create(username="guest", is_staff=True)
    guest.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(guest)
    page = parsed(client.get(workspace(desk.edition)))
    assert by_id(page, "tools") is None
    assert "Edit" not in words_of(beside(page, "p3"))
    address = f"/admin/texts/edition/{desk.edition.pk}/mention/?where=p3"
    assert client.get(address).status_code == client.post(address).status_code == 403


def test_who_works_on_no_edition_sees_none(desk, client, django_user_model):
    client.force_login(django_user_model.objects.create(username="eve", is_staff=True))
    for page in ("workspace", "repair", "mention", "event"):
        address = f"/admin/texts/edition/{desk.edition.pk}/{page}/"
        assert client.get(address).status_code == 403


# Whom words name, and what they speak of


@pytest.fixture
def lay(desk):
    """Tag the first "joint initiative" in paragraph 3 with an entity or event."""

    def lay(page="mention", where="p3", exact="joint initiative", **written):
        text = desk.edition.paragraphs.get(key=where).text
        start = text.index(exact) if exact in text else 0
        place = {"where": where, "start": start, "end": start + len(exact), "exact": exact}
        address = f"/admin/texts/edition/{desk.edition.pk}/{page}/"
        shown = desk.client.get(address, place)
        assert shown.status_code == 200
        return desk.client.post(address, place | written, follow=True)

    return lay


def test_words_can_name_somebody_known(desk, lay):
    entity = desk.edition.entities.get(key="li-hui")
    response = lay(entity=entity.pk)
    assert response.redirect_chain[0][0].endswith("/workspace/#on-p3-li-hui")
    mention = entity.mentions.get(exact="joint initiative")
    assert mention.paragraph.key == "p3" and mention.prefix.endswith("Asia-Pacific, a ")
    released = next(each for each in desk.release.document.entities if each.key == "li-hui")
    assert mention.anchor in released.mentions
    assert "now leads to" in messages(response)[0]


def test_words_can_name_somebody_new(desk, lay):
    lay(name="The joint initiative", kind="other", description="Of 2010.")
    entity = desk.edition.entities.get(name="The joint initiative")
    assert (entity.key, entity.mentions.get().exact) == ("the-joint-initiative", "joint initiative")
    lay(name="普京", kind="person")
    assert desk.edition.entities.get(name="普京").key == "name"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({}, "Choose an existing name"),
        ({"name": "Someone"}, "Say what kind"),
        ({"name": "Russia", "kind": "place"}, "exists already"),
    ],
)
def test_what_is_not_said_clearly_is_asked_again(lay, written, why):
    assert why in lay(**written).content.decode()


def test_words_can_speak_of_an_event(desk, lay):
    event = desk.edition.events.get(key="e5")
    lay("event", event=event.pk)
    assert event.passages.last().exact == "joint initiative"
    lay("event", label="An initiative", edtf="2010-09")
    made = desk.edition.events.get(label="An initiative")
    assert made.passages.get().paragraph.key == "p3" and made.key not in ("e1", "e5")


def test_words_that_changed_since_they_were_selected_are_found_or_refused(desk, lay):
    entity = desk.edition.entities.get(key="li-hui")
    lay(entity=entity.pk, start=0, end=16)
    assert entity.mentions.filter(exact="joint initiative").count() == 1
    response = lay(entity=entity.pk, exact="no such words")
    assert "changed after you selected" in response.content.decode()


def test_an_event_needs_a_date_that_is_one(desk, lay):
    assert "is not a date" in lay("event", label="X", edtf="soon").content.decode()
    assert "When was it?" in lay("event", label="X").content.decode()


# The repair list


@pytest.fixture
def lost(desk):
    """Annotation a2, which lost its place; its words occur twice now, in other surroundings."""
    annotation = desk.edition.annotations.get(key="a2")
    words = annotation.exact
    desk.save(annotation.paragraph, source=f"Q {words} q. " + "Z " * 40 + f"z {words} z.")
    annotation.refresh_from_db()
    assert annotation.is_lost
    return annotation


def repair(desk):
    return f"/admin/texts/edition/{desk.edition.pk}/repair/"


def test_the_repair_list_shows_old_words_and_the_text_now(desk, lost):
    page = parsed(desk.client.get(repair(desk)))
    section = by_id(page, "a2")
    assert lost.prefix.partition(" ")[2] in "".join(section.itertext()) and "Z Z" in words_of(
        section
    )
    assert desk.page(lost) in links_in(section)
    assert [button.text for button in section.iter("button")] == ["Put it here"] * 2


def test_what_is_lost_is_put_where_somebody_says(desk, lost):
    page = parsed(desk.client.get(repair(desk)))
    form = by_id(page, "a2").findall(".//form")[1]
    fields = {each.get("name"): each.get("value") for each in form.iter("input")}
    response = desk.client.post(repair(desk), fields, follow=True)
    assert "is on “" in messages(response)[0]
    lost.refresh_from_db()
    assert not lost.is_lost and lost.prefix.endswith("z ")
    assert (
        "already has its place" in messages(desk.client.post(repair(desk), fields, follow=True))[0]
    )


def test_nothing_is_put_on_other_words(desk, lost):
    place = {"kind": "annotation", "pk": lost.pk, "key": lost.paragraph.key, "start": 1}
    assert "Not put there" in messages(desk.client.post(repair(desk), place, follow=True))[0]
    lost.refresh_from_db()
    assert lost.is_lost


def test_the_workspace_of_an_edition_without_text_opens(desk):
    empty = Edition.objects.create(slug="empty", title="Nothing yet")
    assert desk.client.get(workspace(empty)).status_code == 200


def test_names_are_shown_as_they_are_written(desk):
    paragraph = desk.edition.paragraphs.get(key="p1")
    entity = desk.edition.entities.get(key="moscow")
    desk.save(entity, name="<b>Moscow & co</b>")
    page = parsed(desk.client.get(workspace(desk.edition)))
    assert "<b>Moscow & co</b>" in words_of(beside(page, paragraph.key))
