import pytest

from edition.releases.models import Revision, Withdrawal
from edition.releases.publish import NotPublishable, publish, release_revision
from edition.releases.withdraw import restore_to_readers, withdraw
from tests.releases.builders import make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    edition = make_edition()
    publish(edition)
    return edition


def change(edition):
    edition.notes.update(source="Changed.")


def test_a_withdrawn_edition_says_why_and_loses_nothing(edition, django_user_model):
    ada = django_user_model.objects.create(username="ada")
    withdraw(edition, ada, "The author asked for it.")
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.withdrawn_by, withdrawal.reason) == (ada, "The author asked for it.")
    assert not Revision.objects.for_readers().exists()
    assert Revision.objects.latest_release("arma").release_number == 1


def test_nothing_is_released_while_it_is_withdrawn(edition):
    release = Revision.objects.get()
    withdraw(edition, None, "Under review")
    change(edition)
    with pytest.raises(NotPublishable, match="Restore it"):
        publish(edition)
    with pytest.raises(NotPublishable, match="Restore it"):
        release_revision(release)


def test_restored_readers_have_every_release_and_what_was_saved_meanwhile(edition):
    withdraw(edition, None, "Under review")
    change(edition)
    restore_to_readers(edition)
    assert not Withdrawal.objects.exists()
    assert [each.release_number for each in Revision.objects.for_readers()] == [2, 1]


def test_restoring_publishes_nothing_of_an_edition_that_gathers_changes(edition):
    type(edition).objects.update(gathers_changes=True)
    withdraw(edition, None, "Under review")
    change(edition)
    restore_to_readers(edition)
    assert Revision.objects.for_readers().count() == 1


def test_restoring_what_cannot_be_published_gives_readers_what_they_had(edition):
    withdraw(edition, None, "Under review")
    edition.notes.update(source="")
    restore_to_readers(edition)
    assert Revision.objects.for_readers().count() == 1


def test_a_second_withdrawal_changes_nothing(edition):
    withdraw(edition, None, "First")
    assert withdraw(edition, None, "Second").reason == "First"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_required(edition, reason):
    with pytest.raises(ValueError, match="Give a reason"):
        withdraw(edition, None, reason)


def test_what_was_never_published_cannot_be_withdrawn():
    with pytest.raises(ValueError, match="never published"):
        withdraw(make_edition(slug="other"), None, "Why not")
