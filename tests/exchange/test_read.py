"""Choosing the reader by what a path leads to."""

import unicodedata

import pytest

from edition.exchange import ImportRefused, read, read_upload
from tests.exchange.articles import FOLDER, SMALL, packed
from tests.exchange.folders import make_folder


def test_a_folder_and_its_edition_file_are_the_same(tmp_path):
    make_folder(tmp_path)
    assert read(tmp_path) == read(str(tmp_path / "edition.toml"))


def test_a_text_file_is_read_by_itself(tmp_path):
    (tmp_path / "engines.TXT").write_text(SMALL, encoding="utf-8")
    assert read(tmp_path / "engines.TXT", slug="looms").document.slug == "looms"


def test_a_file_name_in_the_form_of_macos_is_normalised():
    name = unicodedata.normalize("NFD", "Übersetzung.txt")
    (witness,) = read_upload(SMALL.encode(), name).document.witnesses
    assert witness.name == "Übersetzung.txt"


def test_a_file_in_a_zip_may_have_its_name_in_the_form_of_macos(tmp_path):
    make_folder(tmp_path)
    edition = (tmp_path / "edition.toml").read_text(encoding="utf-8")
    files = {each.name: each.read_text(encoding="utf-8") for each in tmp_path.iterdir()}
    files[unicodedata.normalize("NFD", "Übersetzung.txt")] = files.pop("article.txt")
    files["edition.toml"] = edition.replace("article.txt", "Übersetzung.txt")
    (witness,) = read_upload(packed(*files.items()), "edition.zip").document.witnesses
    assert witness.name == "Übersetzung.txt"


def test_a_file_name_with_too_many_marks_is_refused():
    with pytest.raises(ImportRefused, match="combining marks"):
        read_upload(SMALL.encode(), "a" + "\u0301" * 31 + ".txt")


def test_another_kind_of_file_is_refused_with_what_can_be_read(tmp_path):
    (tmp_path / "engines.pages").write_bytes(b"")
    with pytest.raises(ImportRefused, match=r"Give a file ending in \.txt, or a folder"):
        read(tmp_path / "engines.pages")


@pytest.mark.parametrize(
    "name", ["nothing.txt", "no/where.txt", "\0.txt", "edition.toml", "", "x" * 999]
)
def test_what_is_not_there_is_refused(tmp_path, name):
    with pytest.raises(ImportRefused):
        read(tmp_path / name)


def test_the_article_of_the_fixtures_is_read_with_all_its_layers():
    document = read(FOLDER).document
    assert document.slug == "sino-russian-partnership"
    assert len(document.events) == 18
    assert len(document.annotations) >= 12
