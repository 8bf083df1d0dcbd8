"""Revisions whose frozen JSON this version of the software refuses; an older one made them."""

import pytest

from edition.document.json import digest, dumps
from edition.releases.models import RevisedPart, Revision
from edition.releases.publish import NotPublishable, publish, release_revision, save_revision
from edition.releases.restore import NotRestorable, restore_edition, restore_part
from edition.releases.working_copy import load
from tests.desk.conftest import messages

HISTORY = ["history", "history/?of=edition", "deleted", "review", "workspace"]


@pytest.fixture(params=[{}, {"release_number": 2}], ids=["saved", "released"])
def frozen(request, desk):
    """The latest revision of the edition, which cannot be decoded."""
    desk.client.raise_request_exception = False
    canonical = dumps(load(desk.edition)).replace('"slug":', '"slugg":')
    last = desk.edition.revisions.latest_first()[0]
    dates = {"released_at": last.made_at} if request.param else {}
    return Revision.objects.create(
        edition=desk.edition,
        number=last.number + 1,
        canonical=canonical,
        sha256=digest(canonical),
        **request.param,
        **dates,
    )


def test_it_prevents_no_save_and_every_part_may_have_changed_since(desk, frozen):
    response = desk.save(desk.edition.notes.get(key="n1"), source="Otherwise.")
    assert response.status_code == 200 and messages(response)
    latest = desk.edition.revisions.latest_first()[0]
    assert latest.number == frozen.number + 1
    keys = RevisedPart.objects.filter(revision=latest).values_list("key", flat=True)
    assert {"edition", "p1", "n1", "a1"} <= set(keys)


def test_it_is_shown_as_unreadable(desk, frozen):
    desk.edition.notes.filter(key="n1").update(source="Otherwise.")
    save_revision(desk.edition)
    page = desk.client.get(f"/admin/releases/revision/{frozen.pk}/change/")
    assert f"Revision {frozen.number} cannot be read" in page.content.decode()
    part = desk.client.get(f"/admin/texts/note/{desk.edition.notes.get(key='n1').pk}/history/")
    assert "cannot be read" in part.content.decode()


def test_the_pages_of_the_edition_are_shown(desk, frozen):
    note = desk.edition.notes.get(key="n1")
    for _ in range(2):  # as the latest revision, and as the one before
        addresses = ["/admin/", f"/admin/texts/note/{note.pk}/history/"]
        addresses += [f"/admin/texts/edition/{desk.edition.pk}/{page}" for page in HISTORY]
        addresses += [f"/admin/releases/revision/{each.pk}/change/" for each in revisions(desk)]
        addresses = [
            each if "?" in each or each.endswith("/") else f"{each}/" for each in addresses
        ]
        shown = {address: desk.client.get(address).status_code for address in addresses}
        assert set(shown.values()) == {200}, shown
        note.source = "Otherwise."
        note.save()
        save_revision(desk.edition)


def revisions(desk):
    return desk.edition.revisions.defer("canonical")


def test_it_is_neither_restored_nor_released(desk, frozen):
    for restore in (restore_edition, lambda revision: restore_part(revision, "n1")):
        with pytest.raises(NotRestorable, match="cannot read"):
            restore(frozen)
    with pytest.raises(NotPublishable, match="cannot read"):
        release_revision(frozen)
    page = desk.client.get(f"/admin/releases/revision/{frozen.pk}/restore/")
    assert page.status_code == 200 and "cannot be read" in page.content.decode()


def test_the_working_copy_is_published_after_it(desk, frozen):
    publish(desk.edition)
    assert desk.edition.revisions.latest_first()[0].number == frozen.number + 1
