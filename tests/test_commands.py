"""The commands, as an operator uses them."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from edition.polls.models import Poll
from edition.releases.models import Revision
from edition.releases.pending import others_with_unpublished_work
from edition.releases.publish import publish
from edition.texts.models import Edition

FIXTURE = Path(__file__).parent.parent / "fixtures" / "sino-russian-partnership"
SOURCE = FIXTURE / "christoffersen-2013.txt"
SLUG = "sino-russian-partnership"

pytestmark = pytest.mark.django_db


def test_a_dry_run_reports_and_changes_nothing(capsys):
    call_command("import_edition", SOURCE, "--dry-run")
    report = capsys.readouterr().out
    assert "28 paragraphs, 29 notes" in report
    assert "Russia’s response to the Diaoyu/Senkaku crisis" in report
    assert not Edition.objects.exists()


def test_an_import_makes_a_working_copy_and_no_release():
    call_command("import_edition", SOURCE, "--slug", "mine")
    assert Edition.objects.get().slug == "mine"
    assert not Revision.objects.exists()


def test_an_edition_is_not_replaced_unless_asked():
    call_command("import_edition", SOURCE, "--slug", "mine")
    with pytest.raises(CommandError, match="--replace"):
        call_command("import_edition", SOURCE, "--slug", "mine")


def test_what_is_replaced_is_kept():
    call_command("import_edition", FIXTURE)
    call_command("import_edition", SOURCE, "--slug", SLUG, "--replace")
    replaced = Revision.objects.get(number=1)
    assert len(replaced.document.annotations) > 12
    assert not Edition.objects.get().annotations.exists()


def test_what_was_imported_over_an_edition_is_published_by_nobodys_next_save():
    call_command("import_edition", FIXTURE)
    edition = Edition.objects.get()
    publish(edition)
    call_command("import_edition", SOURCE, "--slug", SLUG, "--replace")
    ada = get_user_model().objects.create(username="ada")
    assert others_with_unpublished_work(edition, ada) == ["the operator"]


def test_a_text_is_imported_under_the_existing_layers(capsys):
    call_command("import_edition", FIXTURE)
    call_command("import_edition", SOURCE, "--slug", SLUG, "--replace", "--keep-layers")
    assert Edition.objects.get().annotations.count() == 26


def test_what_was_changed_after_a_dry_run_is_not_replaced(capsys):
    call_command("import_edition", FIXTURE)
    call_command("import_edition", FIXTURE, "--replace", "--dry-run")
    seen = capsys.readouterr().out.rpartition("--seen ")[2].strip(" .\n")
    Edition.objects.update(title="Another")
    with pytest.raises(CommandError, match="The edition changed after you compared it"):
        call_command("import_edition", FIXTURE, "--replace", "--seen", seen)
    assert Edition.objects.get().title == "Another"


def test_a_bad_file_is_refused_with_its_lines(tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_text("Ann Author: A Title\n\n\nA paragraph calls notes.[1] And [2].\n\n[1] One.\n")
    with pytest.raises(CommandError) as refused:
        call_command("import_edition", bad)
    assert "line 4" in str(refused.value) and "2" in str(refused.value)
    assert not Edition.objects.exists()


def test_the_article_is_checked_and_found_sound(capsys):
    call_command("import_edition", FIXTURE)
    call_command("check_edition", SLUG)
    assert "28 paragraphs and 29 notes equal their source" in capsys.readouterr().out


def test_a_changed_text_is_found_by_the_check(capsys):
    call_command("import_edition", FIXTURE)
    Edition.objects.get().notes.filter(key="n7").update(source="Other words.")
    with pytest.raises(CommandError, match="must be corrected"):
        call_command("check_edition", SLUG)
    assert "n7: It differs from the source" in capsys.readouterr().out


def test_publish_makes_a_release():
    call_command("import_edition", FIXTURE)
    call_command("publish", SLUG, "--note", "For readers")
    assert Revision.objects.latest_release(SLUG).note == "For readers"


def test_publishing_what_is_not_there_names_what_is():
    call_command("import_edition", FIXTURE)
    with pytest.raises(CommandError, match=SLUG):
        call_command("publish", "nothing")


def test_prepare_imports_releases_and_prints_the_password_once(capsys):
    call_command("prepare")
    assert "password" in capsys.readouterr().out
    editor = get_user_model().objects.get(username="editor")
    call_command("prepare")
    assert "password" not in capsys.readouterr().out
    assert get_user_model().objects.get() == editor
    assert Revision.objects.count() == 1


def test_a_new_password_works(capsys):
    call_command("prepare")
    call_command("set_password")
    password = capsys.readouterr().out.split()[-1]
    assert get_user_model().objects.get(username="editor").check_password(password)


def test_a_wrong_count_is_reported_and_corrected():
    call_command("prepare")
    Poll.objects.get().choices.filter(key="deter").update(votes=7)
    with pytest.raises(CommandError, match="deter: 7 → 0"):
        call_command("recount_poll", SLUG, "us-goals")
    call_command("recount_poll", SLUG, "us-goals")
