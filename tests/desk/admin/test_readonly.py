"""Revisions and witnesses can be viewed, and nothing else."""

import pytest

from edition.releases.models import Revision
from edition.texts.models import Witness


@pytest.mark.parametrize("model", [Revision, Witness])
def test_nobody_adds_changes_or_deletes_it(desk, model):
    part = model.objects.first()
    assert desk.client.get(desk.page(part)).status_code == 200
    assert desk.client.post(desk.page(part), {}).status_code == 403
    assert desk.client.get(desk.page(part, "delete")).status_code == 403
    assert desk.client.get(desk.list(model, "add")).status_code == 403


def test_the_bytes_of_a_witness_can_be_fetched(desk):
    witness = desk.edition.witnesses.get()
    response = desk.client.get(f"/admin/texts/witness/{witness.pk}/file/")
    assert b"".join(response.streaming_content) == witness.data
    assert response["Content-Disposition"].startswith("attachment")


def test_the_bytes_are_not_for_everyone(edition, client):
    witness = edition.witnesses.get()
    assert client.get(f"/admin/texts/witness/{witness.pk}/file/").status_code == 302


def test_votes_are_not_written_at_the_desk(desk):
    poll = desk.edition.polls.get()
    desk.save(poll, **{"choices-0-votes": "99", "choices-0-printed_votes": "99"})
    assert (poll.choices.first().votes, poll.choices.first().printed_votes) == (0, 33)
