"""Importing a text: upload, review, confirm."""

import io
import stat
import unicodedata
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from edition.desk.imports import forms, views
from edition.desk.imports.plan import plan
from edition.releases.anchors import lost_anchors
from edition.releases.models import Revision, Upload
from edition.releases.working_copy import load
from edition.staff.appoint import appoint
from edition.staff.models import Appointment
from edition.staff.roles import Role
from edition.texts.models import Edition
from tests.desk.conftest import Desk, form_errors, form_in, messages, parsed
from tests.exchange.articles import SMALL, SOURCE, packed, packed_folder

START = "/admin/texts/edition/import/"


def send(client, data, name="article.txt", **written):
    return client.post(START, {"file": SimpleUploadedFile(name, data), **written}, follow=True)


def decide(client, response, **written):
    """Confirm the second step."""
    address = (
        response.redirect_chain[-1][0] if response.redirect_chain else response.request["PATH_INFO"]
    )
    answer = form_in(response) | {"_take_in": "yes"} | written
    return client.post(address, answer, follow=True)


def text_of(response):
    return " ".join("".join(parsed(response).find(".//main").itertext()).split())


def test_a_new_edition_is_read_shown_and_made(desk):
    shown = send(desk.client, SMALL.encode(), slug="engines")
    assert "Ada Lovelace" in text_of(shown) and "1 paragraph, 1 note" in text_of(shown)
    assert not Edition.objects.filter(slug="engines").exists()
    answer = decide(desk.client, shown, reason="For a talk.\0")
    assert "Imported: article.txt." in messages(answer)
    assert (
        Revision.objects.latest_release("engines").note == "Imported from article.txt: For a talk."
    )
    assert not Upload.objects.exists()


def test_the_import_offered_with_an_edition_replaces_its_text(desk):
    address = f"{START}?edition={desk.edition.pk}"
    assert f'href="{address}"' in desk.client.get("/admin/").content.decode()
    assert desk.open(address)["edition"] == str(desk.edition.pk)
    assert desk.open(f"{START}?edition=x")["edition"] == ""


def test_doubts_are_told_with_their_line(desk):
    assert "christoffersen-2013.txt:" in text_of(
        send(desk.client, SOURCE.read_bytes(), SOURCE.name, slug="again")
    )


def test_a_file_from_macos_is_imported_and_saved_again_like_any_other(desk):
    name = unicodedata.normalize("NFD", "Übersetzung.txt")
    answer = decide(desk.client, send(desk.client, SMALL.encode(), name, slug="engines"))
    edition = Edition.objects.get(slug="engines")
    assert edition.witnesses.get().name == "Übersetzung.txt"
    assert any("Imported" in line for line in messages(answer))
    again = Desk(edition, desk.client).save(edition.notes.get(), source="Otherwise.")
    assert any("Published as version 2" in line for line in messages(again))


def test_a_packed_folder_is_read_with_its_layers(desk):
    shown = send(desk.client, packed_folder(), "edition.zip", slug="again")
    assert "26 annotations" in text_of(shown)
    decide(desk.client, shown)
    assert Edition.objects.get(slug="again").annotations.count() == 26


def test_a_text_keeps_the_layers_of_the_edition_it_replaces(desk):
    before = load(desk.edition)
    shown = send(desk.client, SOURCE.read_bytes(), SOURCE.name, edition=desk.edition.pk)
    assert "Nothing would be deleted." in text_of(shown)
    decide(desk.client, shown)
    assert load(desk.edition).annotations == before.annotations


def test_who_signed_for_a_text_does_not_stand_for_the_one_that_replaces_it(desk):
    desk.save(desk.edition.paragraphs.get(key="p5"), source="Otherwise.[^n4][^n5]")
    assert [each.key for each in desk.edition.departures.all()] == ["p5"]
    shown = send(desk.client, SOURCE.read_bytes(), SOURCE.name, edition=desk.edition.pk)
    decide(desk.client, shown)
    assert not desk.edition.departures.exists()


def test_what_would_be_deleted_is_said_in_plain_words(desk):
    shown = send(desk.client, SOURCE.read_bytes(), SOURCE.name, edition=desk.edition.pk)
    everything = desk.client.get(shown.redirect_chain[-1][0] + "?layers=replace")
    deleted = text_of(everything).partition("This would be deleted: ")[2]
    assert "26 annotations" in deleted.partition(".")[0], deleted[:200]
    address = shown.redirect_chain[-1][0]
    desk.client.post(address, form_in(everything) | {"_take_in": "yes"})
    assert not load(desk.edition).annotations
    assert Revision.objects.of(desk.edition.slug).count() == 2


def test_what_would_lose_its_place_is_shown_and_listed_for_repair(desk):
    anchor = load(desk.edition).annotations[0].anchor
    text = SOURCE.read_text()
    assert text.count(anchor.exact) >= 1
    changed = text.replace(anchor.exact, "something else").encode()
    shown = send(desk.client, changed, SOURCE.name, edition=desk.edition.pk)
    assert f"“{anchor.exact}” in {anchor.target}" in text_of(shown)
    answer = decide(desk.client, shown)
    assert any("not published" in line for line in messages(answer))
    assert anchor.exact in [row.exact for row in lost_anchors(desk.edition)]


def test_what_somebody_changed_meanwhile_is_not_replaced(desk):
    shown = send(desk.client, SOURCE.read_bytes(), SOURCE.name, edition=desk.edition.pk)
    note = desk.edition.notes.first()
    desk.save(note, source="Changed meanwhile.")
    answer = decide(desk.client, shown, reason="Typed before.")
    assert messages(answer)[0].startswith("Not imported. ada changed the edition on ")
    assert form_in(answer)["reason"] == "Typed before."
    note.refresh_from_db()
    assert note.source == "Changed meanwhile."
    decide(desk.client, answer)
    note.refresh_from_db()
    assert note.source != "Changed meanwhile."


def test_a_file_can_be_dropped(desk):
    shown = send(desk.client, SMALL.encode(), slug="engines")
    desk.client.post(shown.redirect_chain[-1][0], {"_cancel": "yes"})
    assert not Upload.objects.exists() and not Edition.objects.filter(slug="engines").exists()


def test_a_second_click_reports_that_the_upload_is_gone(desk, monkeypatch):
    """Whether it comes after the first, or while the first is still running."""
    shown = send(desk.client, SMALL.encode(), slug="engines")
    address, form = shown.redirect_chain[-1][0], form_in(shown) | {"_take_in": "yes"}

    def meanwhile(upload, existing, asked):
        planned = plan(upload, existing, asked)
        monkeypatch.setattr(views, "plan", plan)
        assert "Imported: article.txt." in messages(desk.client.post(address, form, follow=True))
        return planned

    monkeypatch.setattr(views, "plan", meanwhile)
    for _ in range(2):
        second = desk.client.post(address, form, follow=True)
        assert [line[:20] for line in messages(second)] == ["This upload is gone:"]
    assert Revision.objects.of("engines").count() == 1
    assert "upload is gone" in messages(desk.client.get(address, follow=True))[0]


def test_files_that_nobody_decided_on_are_gone_after_a_day(desk):
    send(desk.client, SMALL.encode(), slug="engines")
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))
    desk.client.get(START)
    assert not Upload.objects.exists()


def test_a_short_name_that_is_given_is_told(desk):
    answer = send(desk.client, SMALL.encode(), slug=desk.edition.slug)
    assert "There is an edition" in form_errors(answer)[0]
    assert form_in(answer)["slug"] == desk.edition.slug


def link():
    member = zipfile.ZipInfo("edition.toml")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


def damaged(method):
    """Change a byte in the middle of the packed data."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as file:
        file.writestr("edition.toml", SMALL)
    return data.getvalue()[:60] + bytes(20) + data.getvalue()[80:]


def misplaced():
    """Let the central directory begin before the file does."""
    data = packed(("edition.toml", b"x" * 50))
    return data[:-6] + (60_000).to_bytes(4, "little") + data[-2:]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("deflated.zip", damaged(zipfile.ZIP_DEFLATED), "It cannot be unpacked"),
        ("lzma.zip", damaged(zipfile.ZIP_LZMA), "It cannot be unpacked"),
        ("misplaced.zip", misplaced(), "It cannot be unpacked"),
        ("empty.txt", b"", "The file is empty."),
        ("old.txt", "Ä: Ö\n".encode("latin-1"), "UTF-8"),
        ("wide.txt", SMALL.encode("utf-16"), "UTF-16"),
        ("article.docx", b"PK", "This kind of file cannot be read."),
        ("no.zip", b"no zip", "It cannot be unpacked"),
        ("bomb.zip", packed(("edition.toml", bytes(3_000_000))), "times its size"),
        ("out.zip", packed(("../edition.toml", b"x")), "outside its folder"),
        ("link.zip", packed((link(), b"/etc/passwd")), "is a link"),
        ("many.zip", packed(*((f"{n}.txt", b"x") for n in range(101))), "101 files"),
        ("other.zip", packed(("a.txt", b"x")), "no file named edition.toml"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    desk, name, data, says
):
    answer = send(desk.client, data, name, slug="typed")
    assert any(says in line for line in form_errors(answer)), form_errors(answer)
    assert form_in(answer)["slug"] == "typed"
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_told_the_limit(desk, monkeypatch):
    monkeypatch.setattr(forms, "MAX_UPLOAD", 100)
    assert "is the limit" in form_errors(send(desk.client, SMALL.encode() * 2))[0]


@pytest.fixture
def cleo(client, django_user_model):
    cleo = django_user_model.objects.create(username="cleo", is_staff=True)
    client.force_login(cleo)
    return cleo


@pytest.mark.parametrize(("role", "status"), [(Role.ANNOTATOR, 403), (Role.EDITOR, 200)])
def test_who_may_not_write_the_text_may_not_replace_it(edition, cleo, client, role, status):
    appoint(cleo, edition, role)
    assert client.get(START).status_code == status


def test_an_editor_replaces_only_editions_of_their_own(edition, cleo, client):
    other = Edition.objects.create(slug="other", title="Other")
    appoint(cleo, other, Role.EDITOR)
    answer = send(client, SOURCE.read_bytes(), SOURCE.name, edition=edition.pk)
    assert "not one of the available choices" in form_errors(answer)[0]


def test_nobody_decides_on_a_file_of_somebody_else(desk, client, django_user_model):
    address = send(client, SMALL.encode(), slug="engines").redirect_chain[-1][0]
    eve = django_user_model.objects.create(username="eve", is_staff=True, is_superuser=True)
    client.force_login(eve)
    assert client.get(address).status_code == 404


def test_an_edition_that_was_made_meanwhile_is_not_shown_to_who_may_not_see_it(
    edition, cleo, client
):
    appoint(cleo, edition, Role.ADMINISTRATOR)
    shown = send(client, SMALL.encode(), slug="engines")
    other = Edition.objects.create(slug="engines", title="Not theirs")
    assert decide(client, shown).status_code == 403
    other.refresh_from_db()
    assert other.title == "Not theirs"


def test_who_brings_in_a_new_edition_administers_it(edition, cleo, client):
    appoint(cleo, edition, Role.ADMINISTRATOR)
    decide(client, send(client, SMALL.encode(), slug="engines"))
    assert Appointment.objects.get(user=cleo, edition__slug="engines").role == Role.ADMINISTRATOR


def test_the_list_of_editions_leads_there(desk):
    page = desk.client.get(reverse("admin:texts_edition_changelist"))
    assert START in page.content.decode()


def test_a_text_with_a_paragraph_more_is_published_under_the_keys_that_were(desk):
    text = SOURCE.read_text()
    second = next(line for line in text.split("\n") if line.startswith("On September 27, 2010"))
    added = text.replace(
        second, "A paragraph that was left out in the first printing.\n\n" + second
    )
    before = {key: text for key, text in load(desk.edition).texts().items() if key != "p29"}
    shown = send(desk.client, added.encode(), SOURCE.name, edition=desk.edition.pk)
    answer = decide(desk.client, shown)
    assert messages(answer)[0].startswith("Published as version 2."), messages(answer)
    after = desk.release.document.texts()
    assert {key: after[key] for key in before} == before
    assert after["p29"].startswith("A paragraph that was left out")
