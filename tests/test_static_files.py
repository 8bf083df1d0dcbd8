"""Our style sheets and scripts, as they are served."""

import json
import re
import shutil
from os.path import normpath
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finder
from django.urls import reverse

from edition import settings as of_production
from edition import static_files
from edition.reader.releases import cached_frame
from edition.reader.server.static_files import has_fingerprint, static_resources
from edition.static_files import SOURCES, sources_digest, with_imports, without_comments


def test_a_style_sheet_is_sent_with_those_it_imports():
    sent = with_imports((SOURCES / "css/edition.css").read_text("utf-8"))
    assert "@import" not in sent
    assert sent.index("@layer base") < sent.index("--paper") < sent.index(".card {")


def test_comments_and_indents_are_not_sent():
    sheet = "/* Why. */\n\n@layer a {\n  p { margin: 0; } /* none */\n}\n"
    assert without_comments(sheet) == "@layer a {\np { margin: 0; }\n}\n"


def test_scripts_are_sent_packed_and_with_the_names_their_modules_were_given(prepared):
    folder = prepared.data_dir / "static/js"
    named = json.loads((folder.parent / "staticfiles.json").read_text("utf-8"))["paths"]
    sent = (folder.parent / named["js/gestures.js"]).read_text("utf-8")
    assert "const REST=250;" in sent and "/*" not in sent and "//" not in sent
    for module in ("card", "margin", "marks", "position"):
        assert f'from "./{named[f"js/{module}.js"][3:]}"' in sent


def imported_by(name):
    source = (SOURCES / name).read_text("utf-8")
    found = re.findall(r'^import .* from "(\.\.?/[\w/-]+\.js)";$', source, re.MULTILINE)
    direct = {normpath(Path(name).parent / other) for other in found}
    return direct.union(*map(imported_by, direct))


def test_the_reading_page_asks_for_every_module_its_script_imports_and_no_other():
    head = (settings.BASE_DIR / "templates/reader/_scripts.html").read_text("utf-8")
    named = re.findall(r"modulepreload.*'(\w+/[\w-]+\.js)'", head)
    assert len(named) == len(set(named))
    assert set(named) == imported_by("js/main.js") - {"js/main.js"}


@pytest.fixture
def collected(prepared, tmp_path):
    """A prepared edition with static files of its own."""
    edition = prepared.copy(tmp_path / "var")
    (edition.data_dir / "static").unlink()
    shutil.copytree(prepared.data_dir / "static", edition.data_dir / "static")
    shutil.copy(prepared.data_dir / "static.sha256", edition.data_dir)
    return edition


@pytest.fixture
def fingerprinted(settings):
    """The settings under test, with the storage of static files that production has."""
    cached_frame.cache_clear()  # another test may have rendered the article, with plain names
    settings.STORAGES = of_production.STORAGES
    yield settings
    cached_frame.cache_clear()


def of_other_sources(folder):
    (folder / "static.sha256").write_text("of another version")


def filled_by_another_version(folder):
    """Whatever its dates: it may also have been restored."""
    (folder / "static/staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')


def prepared_by_an_earlier_version(folder):
    (folder / "static.sha256").rename(folder / "static/sources.sha256")


CHANGES = [of_other_sources, filled_by_another_version, prepared_by_an_earlier_version]


@pytest.mark.parametrize("change", CHANGES)
def test_a_folder_that_another_version_filled_is_not_up_to_date(collected, change, fingerprinted):
    fingerprinted.STATIC_ROOT = collected.data_dir / "static"
    assert static_files.are_collected()
    change(collected.data_dir)
    assert not static_files.are_collected()


def test_an_interrupted_collection_is_not_up_to_date(collected, monkeypatch, fingerprinted):
    static = fingerprinted.STATIC_ROOT = collected.data_dir / "static"

    def interrupted(*arguments, **options):
        shutil.rmtree(static / "css")
        raise KeyboardInterrupt

    monkeypatch.setattr(static_files, "call_command", interrupted)
    with pytest.raises(KeyboardInterrupt):
        static_files.collect()
    assert (static / "staticfiles.json").is_file()
    assert not static_files.are_collected()


def test_each_target_of_a_link_has_a_record_of_its_own(tmp_path, monkeypatch, fingerprinted):
    link = fingerprinted.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setattr(static_files, "call_command", lambda *arguments, **options: None)
    for target in ("static-1.2", "static-1.3"):
        (tmp_path / target).mkdir()
        manifest = json.dumps({"version": "1.1", "hash": target})
        (tmp_path / target / "staticfiles.json").write_text(manifest)
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        assert not static_files.are_collected()
        static_files.collect()
    assert static_files.are_collected()
    link.unlink()
    link.symlink_to("static-1.2")
    assert static_files.are_collected()


def test_such_a_folder_is_collected_anew_with_fingerprinted_names_only(collected):
    static = collected.data_dir / "static"
    named = json.loads((static / "staticfiles.json").read_text("utf-8"))["paths"]
    plain = {f"{name}{coding}" for name in named for coding in ("", ".gz", ".br")}
    files = contents(static)
    for change in CHANGES:
        change(collected.data_dir)
    collected.environment["DJANGO_SETTINGS_MODULE"] = "edition.settings"
    assert "Collecting" in collected.manage("prepare")
    assert contents(static) == {name: files[name] for name in files.keys() - plain}
    assert (collected.data_dir / "static.sha256").is_file()
    assert "Collecting" not in collected.manage("prepare")


def contents(folder):
    """The bytes of every file in a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_static_files_and_their_manifest_are_in_the_folder_that_is_served(prepared):
    static = prepared.data_dir / "static"
    named = json.loads((static / "staticfiles.json").read_text("utf-8"))["paths"]
    both = {*named, *named.values()}
    packed = {f"{name}.{coding}" for name in both for coding in ("gz", "br")}
    assert contents(static).keys() - packed == both | {"staticfiles.json"}


def test_every_static_file_is_served_but_the_manifest(prepared, fingerprinted, client):
    static = fingerprinted.STATIC_ROOT = prepared.data_dir / "static"
    named = json.loads((static / "staticfiles.json").read_text("utf-8"))["paths"]
    served = static_resources(static, "/static/", [])
    assert {f"/static/{name}" for name in named.values()} <= served.keys()
    assert client.get(f"/static/{named['css/edition.css']}").getvalue()
    assert client.get("/static/staticfiles.json").status_code == 404
    assert "/static/staticfiles.json" not in served


def test_pages_name_static_files_with_their_fingerprints(
    prepared, fingerprinted, edition, client, admin_user
):
    static = fingerprinted.STATIC_ROOT = prepared.data_dir / "static"
    served = static_resources(static, "/static/", []).keys()
    published = {path for path in served if has_fingerprint(Path(path))}
    form = reverse("admin:texts_paragraph_change", args=[edition.paragraphs.first().pk])
    for address in (edition.get_absolute_url(), reverse("admin:login"), form):
        if address == form:
            client.force_login(admin_user)
        named = set(re.findall(r"/static/[^\s\"'?#]*", client.get(address).content.decode()))
        assert named
        assert named <= published, address


IN_STYLE_SHEET = re.compile(r"""(?:url\(|@import (?!url))["']?(?!data:)([^"')#?]+)""")
IN_SCRIPT = re.compile(r"""(?:from|import) ?\(?"(\.[^"]+)\"""")


def test_static_files_name_each_other_with_their_fingerprints(prepared):
    static = prepared.data_dir / "static"
    published = json.loads((static / "staticfiles.json").read_text("utf-8"))["paths"].values()
    named = set()
    for name in published:
        if reference := {".css": IN_STYLE_SHEET, ".js": IN_SCRIPT}.get(Path(name).suffix):
            found = reference.findall((static / name).read_text("utf-8"))
            named |= {normpath(Path(name).parent / other) for other in found}
    assert {Path(name).suffix for name in named} >= {".js", ".svg", ".woff2"}
    assert named <= set(published)


def test_no_server_starts_with_static_files_of_other_sources(prepared, tmp_path):
    edition = prepared.copy(tmp_path / "var")
    (edition.data_dir / "static").unlink()
    (edition.data_dir / "static").mkdir()
    with pytest.raises(AssertionError, match=r"run `manage\.py prepare` first") as ended:
        edition.start()
    assert "Traceback" not in str(ended.value)


@pytest.mark.parametrize("changed", ["css/tokens.css", "new.js"])
def test_every_source_counts(monkeypatch, tmp_path, changed):
    before = sources_digest()
    (tmp_path / changed).parent.mkdir(exist_ok=True)
    (tmp_path / changed).write_text("/* new */")
    monkeypatch.setattr(settings, "STATICFILES_DIRS", [tmp_path, *settings.STATICFILES_DIRS])
    get_finder.cache_clear()
    try:
        assert sources_digest() != before
    finally:
        monkeypatch.undo()
        get_finder.cache_clear()
    assert sources_digest() == before
