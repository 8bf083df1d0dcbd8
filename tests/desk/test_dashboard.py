"""The start page: the status of each edition, with links to what needs doing."""

from dataclasses import replace
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from edition.desk import dashboard
from edition.polls.models import Ballot
from edition.releases import backups
from edition.releases.models import PlannedRelease, Withdrawal
from edition.releases.publish import publish, save_revision
from edition.staff.appoint import appoint
from edition.staff.roles import Role
from tests.desk.conftest import parsed
from tests.releases.builders import article, make_edition, repeated, store


def status(desk, edition=None):
    """The text of an edition on the start page, and its links by their words."""
    page = parsed(desk.client.get("/admin/"))
    heading = page.find(f".//*[@id='edition-{(edition or desk.edition).pk}']/..")
    links = {"".join(a.itertext()).split(" of ")[0]: a.get("href") for a in heading.iter("a")}
    return " ".join("".join(heading.itertext()).split()), links


def test_it_tells_what_readers_see(desk):
    said, links = status(desk)
    assert "Readers see version 1, released on" in said
    assert "There are no unpublished changes." in said and "The check finds no problem." in said
    assert links["version 1"] == "/editions/sino-russian-partnership/v/1/"
    assert links["Workspace"] == f"/admin/texts/edition/{desk.edition.pk}/workspace/"


def test_it_counts_what_waits_and_names_who_wrote_it(desk):
    desk.edition.gathers_changes = True
    desk.edition.save()
    desk.save(desk.edition.annotations.get(key="a2"), source="Otherwise.")
    desk.save(desk.edition.notes.get(key="n7"), label="7a")
    said, _ = status(desk)
    assert "2 unpublished changes, by ada" in said
    assert "Readers see version 1" in said


def test_problems_lead_to_where_they_are_mended(desk):
    note = desk.edition.notes.get(key="n7")
    paragraph = desk.edition.paragraphs.get(key="p7")
    desk.save(paragraph, source=paragraph.source.replace("[^n7]", ""))
    said, links = status(desk)
    assert "Prevents publishing: n7. Note 7 is called nowhere." in said
    assert links["n7"] == desk.page(note)


def test_it_leads_to_the_repair_list(desk):
    annotation = desk.edition.annotations.get(key="a26")
    target = annotation.target
    desk.save(target, source=target.source.replace(annotation.exact.split()[0], "Xx"))
    annotation.refresh_from_db()
    assert annotation.is_lost
    said, links = status(desk)
    assert "lost" in said
    assert f"/admin/texts/edition/{desk.edition.pk}/repair/" in links.values()


def test_it_counts_open_queries_and_todays_votes(desk):
    assert "12 open queries." in status(desk)[0] and "No votes today." in status(desk)[0]
    choice = desk.edition.polls.get().choices.first()
    cast = {"poll": choice.poll, "choice": choice}
    Ballot.objects.create(voter="a", **cast)
    Ballot.objects.create(voter="b", cast_at=timezone.now() - timedelta(days=1), **cast)
    assert "1 vote today." in status(desk)[0]


def test_it_tells_of_a_plan_and_of_a_withdrawal(desk):
    due_at = timezone.now() + timedelta(days=3)
    PlannedRelease.objects.create(
        edition=desk.edition, revision=desk.edition.revisions.first(), due_at=due_at
    )
    assert "A release is planned for" in status(desk)[0]
    Withdrawal.objects.create(edition=desk.edition, reason="By mistake.")
    said, _ = status(desk)
    assert "Withdrawn from its readers on" in said and "By mistake." in said


def test_it_tells_when_the_last_backup_was_made(desk, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert b"No backup has been made yet" in desk.client.get("/admin/").content
    backups._record(backups.Backup(timezone.now(), "/backups/1", 5_000_000))
    assert "(4.8\u00a0MB)" in desk.client.get("/admin/").content.decode()


def test_everybody_sees_their_own_editions(desk, client, django_user_model):
    other = make_edition()
    eve = django_user_model.objects.create(username="eve")
    appoint(eve, other, Role.ANNOTATOR)
    client.force_login(eve)
    page = client.get("/admin/").content.decode()
    assert "Arma" in page and desk.edition.title not in page


def test_the_check_of_what_has_not_changed_is_not_repeated(desk, monkeypatch):
    dashboard._cache.clear()
    checked = []
    monkeypatch.setattr(dashboard, "problems_in", lambda *args: checked.append(args) or [])
    for _ in range(2):
        status(desk)
    assert len(checked) == 1
    desk.save(desk.edition.annotations.get(key="a2"), source="Otherwise.")
    status(desk)
    assert len(checked) == 2


def test_a_source_file_that_is_damaged_or_comes_back_is_noticed(desk):
    source = desk.edition.witnesses.get()
    data = bytes(source.data)

    def noticed(data):
        desk.edition.witnesses.update(data=data)
        page = desk.client.get("/admin/").content.decode()
        return [what for what in ("are not kept here", "file is damaged") if what in page]

    assert noticed(None) == ["are not kept here"]
    assert noticed(data) == []
    assert noticed(bytes(len(data))) == ["file is damaged"]
    assert noticed(data) == []


def test_there_are_no_more_questions_to_the_database_for_more_text_and_problems(desk):
    def asked(edition):
        dashboard._cache.clear()
        with CaptureQueriesContext(connection) as made:
            dashboard.read_statuses([edition], ada)
        return len(made)

    ada = get_user_model().objects.get(username="ada")
    # What is not in the source is a problem each, signed for by nobody.
    twice, thrice = (store(replace(repeated(article(), n), slug=f"times-{n}")) for n in (2, 3))
    asked(desk.edition)  # fills what Django caches between requests
    assert (
        len(dashboard.read_statuses([thrice], ada)[0].blocking)
        > len(dashboard.read_statuses([twice], ada)[0].blocking)
        > 50
    )
    assert asked(thrice) == asked(twice)


def test_there_are_no_more_questions_to_the_database_for_more_editions(desk):
    def asked():
        dashboard._cache.clear()
        with CaptureQueriesContext(connection) as made:
            assert desk.client.get("/admin/").status_code == 200
        return len(made)

    def changed(slug):
        """An edition with a release, a change since, and a problem."""
        edition = make_edition(slug=slug)
        publish(edition)
        edition.notes.update(source="Changed.")
        edition.events.create(key="e1", edtf="2012", label="Nowhere", basis="text")
        save_revision(edition, get_user_model().objects.get(username="ada"))

    make_edition(slug="other")
    changed("first")
    asked()  # fills what Django caches between requests
    few = asked()
    for number in range(4):
        changed(f"changed-{number}")
    assert asked() == few


def test_what_was_written_beside_the_desk_is_noticed(desk):
    assert "The check finds no problem." in status(desk)[0]
    desk.edition.notes.filter(key="n7").update(source="a _b *c")
    assert "n7. It cannot be read" in status(desk)[0]
