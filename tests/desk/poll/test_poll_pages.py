"""The pages of a poll: open, close, settle a burst, download the tallies."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from edition.desk.poll.vote_chart import HOURS, draw
from edition.polls.bursts import restore
from edition.polls.models import Ballot, Poll
from edition.polls.overview import Hour
from edition.polls.tally import recount
from edition.staff.appoint import appoint
from edition.staff.roles import Role
from tests.desk.conftest import Desk, form_errors, messages, parsed


@pytest.fixture
def poll(edition):
    return edition.polls.get()


@pytest.fixture
def burst(poll):
    """Three ballots for the first choice, set apart; one beside them counts."""
    burst = poll.bursts.create()
    choice = poll.choices.first()
    for number in range(3):
        Ballot.objects.create(poll=poll, choice=choice, voter=f"{number}", burst=burst)
    Ballot.objects.create(poll=poll, choice=choice, voter="one")
    recount(poll)
    return burst


def act(desk, poll, name, *more):
    return desk.client.post(reverse(f"admin:poll_{name}", args=[poll.pk, *more]), follow=True)


def again(poll):
    return Poll.objects.get(pk=poll.pk)


def logged():
    return [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]


def test_a_poll_is_closed_and_opened_by_one_click_each(desk, poll):
    version = again(poll).version
    assert messages(act(desk, poll, "close"))[0].startswith("The poll is closed")
    assert again(poll).closed_at and again(poll).version > version
    act(desk, poll, "open")
    assert again(poll).is_open and logged() == ["Closed by hand.", "Opened by hand."]


def test_closing_twice_changes_nothing(desk, poll):
    act(desk, poll, "close")
    closed = again(poll).closes_at
    assert messages(act(desk, poll, "close")) == ["It was closed already."]
    assert again(poll).closes_at == closed and len(logged()) == 1


@pytest.mark.parametrize("name", ["open", "close"])
def test_a_poll_planned_for_later_is_opened_or_closed_all_the_same(desk, poll, name):
    Poll.objects.update(
        opens_at=timezone.now() + timedelta(days=1), closes_at=timezone.now() + timedelta(days=2)
    )
    act(desk, poll, name)
    assert again(poll).is_open is (name == "open")
    assert bool(again(poll).closed_at) is (name == "close")


def test_a_plan_is_saved_with_the_form_and_open_pages_are_told(desk, poll):
    version = again(poll).version
    desk.save(poll, closes_at_0="2031-01-01", closes_at_1="12:00")
    assert again(poll).closes_at.year == 2031 and again(poll).version > version
    assert b"closes 1 January 2031" in desk.client.get(desk.page(poll)).content


def test_a_burst_is_counted_and_set_apart_again_by_one_click(desk, poll, burst):
    printed = poll.choices.first().votes
    page = desk.client.get(desk.page(poll)).content.decode()
    assert "3 votes, set apart" in page and "Count them" in page
    done = act(desk, poll, "burst", burst.pk, "restore")
    assert messages(done)[0].startswith("3 votes of the burst")
    assert (poll.choices.first().votes, again(poll).set_apart) == (printed + 3, 0)
    act(desk, poll, "burst", burst.pk, "restore")  # twice is once
    assert poll.choices.first().votes == printed + 3
    act(desk, poll, "burst", burst.pk, "set-apart")
    assert (poll.choices.first().votes, again(poll).set_apart) == (printed, 3)
    assert recount(poll) == [] and len(logged()) == 2


def test_printed_cast_and_set_apart_are_kept_apart(desk, poll, burst):
    table = parsed(desk.client.get(desk.page(poll))).find(".//section//table")
    cells = [cell.text for cell in table.find("tbody/tr").iter("td")]
    assert cells == [str(poll.choices.first().printed_votes), "1", "3"]


def test_the_tallies_are_taken_along_without_a_word_of_who_voted(desk, poll, burst):
    votes = desk.client.get(reverse("admin:poll_votes", args=[poll.pk])).content.decode()
    hours = desk.client.get(reverse("admin:poll_hours", args=[poll.pk])).content.decode()
    first = next(csv.DictReader(io.StringIO(votes)))
    assert (first["cast"], first["set apart"]) == ("1", "3")
    assert next(csv.DictReader(io.StringIO(hours)))["set apart"] == "3"
    assert votes.splitlines()[0] == "key,choice,printed,cast,set apart"
    assert hours.splitlines()[0] == "hour,cast,set apart" and len(hours.splitlines()) == 2


def test_who_may_only_look_is_shown_no_button_and_can_do_nothing(poll, burst, django_user_model):
    user = django_user_model.objects.create_user("guest", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user)
    guest = Desk(poll.edition, client)
    assert b"Count them" not in client.get(guest.page(poll)).content
    for name, more in [("open", ()), ("close", ()), ("burst", (burst.pk, "restore"))]:
        assert act(guest, poll, name, *more).status_code == 403
    assert again(poll).is_open and again(poll).set_apart == 3


def test_no_act_is_done_by_following_a_link(desk, poll, burst):
    for name, more in [("open", ()), ("close", ()), ("burst", (burst.pk, "restore"))]:
        address = reverse(f"admin:poll_{name}", args=[poll.pk, *more])
        assert desk.client.get(address).status_code == 405


@pytest.fixture
def new(desk, poll):
    """A choice that is released."""
    new = poll.choices.create(key="new", label="New", position=9)
    desk.save(poll, why="A fifth answer")
    return new


def delete_choice(desk, choice):
    """Delete a choice; return the error, empty if it was deleted."""
    form = desk.open(desk.page(choice.poll))
    row = next(n for n, value in form.items() if n.endswith("-id") and value == str(choice.pk))
    sent = form | {row.replace("-id", "-DELETE"): "on"}
    response = desk.client.post(desk.page(choice.poll), sent)
    is_there = choice.poll.choices.filter(pk=choice.pk).exists()
    assert is_there == (response.status_code == 200)
    return " ".join(form_errors(response)) if is_there else ""


def test_a_released_choice_stays_while_the_edition_gathers_changes(desk, poll, new):
    type(poll.edition).objects.update(gathers_changes=True)
    message = delete_choice(desk, new)
    assert "Readers are offered “New” until the next version" in message
    assert "choose “Publish each saved change at once” there, and delete it then" in message
    desk.delete(poll)
    assert Poll.objects.filter(pk=poll.pk).exists()
    act(desk, poll, "close")
    type(poll.edition).objects.update(gathers_changes=False)
    assert delete_choice(desk, new) == ""


def test_a_choice_that_readers_were_never_offered_can_be_deleted(desk, poll):
    type(poll.edition).objects.update(gathers_changes=True)
    assert delete_choice(desk, poll.choices.create(key="new", label="New", position=9)) == ""


def test_a_choice_with_votes_can_never_be_deleted(desk, poll, new):
    Ballot.objects.create(poll=poll, choice=new, voter="one")
    assert "“New” has a vote of readers, which would be deleted with it" in delete_choice(desk, new)


def hour(number, cast, apart=0):
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    return Hour(start + timedelta(hours=number), cast, apart)


def test_the_chart_shows_the_last_two_days_to_scale():
    chart = draw([hour(-100, 50), hour(-2, 10), hour(0, 15, 5)])
    assert (len(chart.bars), chart.most, chart.total) == (2, 20, 30)
    last = chart.bars[-1]
    assert (last.x, last.cast_height, last.apart_height) == ((HOURS - 1) * 10 + 1, "75.00", "25.00")
    assert (last.cast_y, last.apart_y) == ("25.00", "0.00")


def test_without_votes_there_is_no_chart():
    assert draw([]) is None


def test_restoring_by_the_command_is_the_same_act(poll, burst):
    assert restore(burst) == 3 and restore(burst) == 0


def test_a_released_choice_stays_if_whoever_deletes_it_may_not_publish(
    poll, new, django_user_model
):
    editor = django_user_model.objects.create(username="bea")
    appoint(editor, poll.edition, Role.EDITOR)
    client = Client()
    client.force_login(editor)
    message = delete_choice(Desk(poll.edition, client), new)
    assert "Ask a publisher of the edition to delete it" in message


def test_a_poll_that_readers_see_is_deleted_by_no_one_who_may_not_publish(poll, django_user_model):
    editor = django_user_model.objects.create(username="bea")
    appoint(editor, poll.edition, Role.EDITOR)
    client = Client()
    client.force_login(editor)
    desk = Desk(poll.edition, client)
    response = desk.delete(poll)
    assert "the version that readers see" in response.content.decode()
    client.post(desk.page(poll, "delete"), {"post": "yes"})
    address = f"{poll.edition.get_absolute_url()}polls/{poll.key}/"
    assert client.get(address).status_code == 200
