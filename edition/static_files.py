"""Publish style sheets and scripts minified, with fingerprints of their content as names."""

import hashlib
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.management import call_command
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCES = Path(settings.BASE_DIR, "static")
OURS = re.compile(r"(?:css|js|lib)/[\w-]+\.(?:css|js)")
IMPORT = re.compile(r'^@import "([\w-]+\.css)";\n', re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n|[ \t]+/\*[^*]*\*/(?=\s)", re.MULTILINE | re.DOTALL)
SPACE = re.compile(r"^[ \t]+|\n+(?=\n)", re.MULTILINE)


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Adds a fingerprint to each file name, and to the imports in scripts.

    Style sheets are published with their imports inlined, so that a page needs one request.
    Comments and indents are removed.
    """

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: Any) -> str:
        if OURS.fullmatch(str(name).replace("\\", "/")):
            content.seek(0)
            source = content.read().decode()
            is_script = str(name).endswith(".js")
            packed = jsmin(source) if is_script else without_comments(with_imports(source))
            content = ContentFile(packed.encode())
        return super()._save(name, content)

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Fingerprint the files as saved here, not as in the sources."""
        return super().post_process({name: (self, name) for name in paths}, *args, **options)


def with_imports(source: str) -> str:
    """Inline the imports of a style sheet from the same folder."""
    return IMPORT.sub(lambda found: (SOURCES / "css" / found[1]).read_text("utf-8"), source)


def without_comments(sheet: str) -> str:
    """Remove comments and indents from a style sheet."""
    return SPACE.sub("", COMMENT.sub("", sheet)).lstrip("\n")


def collect() -> None:
    """Collect the static files into an emptied `STATIC_ROOT`, and record their digest.

    Without a record, an interrupted collection is not up to date: its manifest may be the old one.
    """
    _record().unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _record().write_text(_collected_digest(), encoding="ascii")


def are_collected() -> bool:
    """Whether `STATIC_ROOT` is what this version of the software would collect.

    File times cannot show it: another version may have filled the folder later.
    Without fingerprints, as in development, nothing needs to be collected.
    """
    if not isinstance(staticfiles_storage, FingerprintedStorage):
        return True
    try:
        return _record().read_text(encoding="ascii") == _collected_digest()
    except OSError:
        return False


def sources_digest() -> str:
    """Compute the SHA-256 of all static sources and of the code that packs them."""
    packages = [f"{name} {version(name)}" for name in ("django", "whitenoise", "rjsmin", "brotli")]
    digest = hashlib.sha256("\n".join([settings.STATIC_URL, *packages]).encode())
    digest.update(Path(__file__).read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            with storage.open(name) as source:
                digest.update(f"\n{name}\n".encode() + hashlib.sha256(source.read()).digest())
    return digest.hexdigest()


def _collected_digest() -> str:
    """Compute the SHA-256 of the sources and of the manifest, which shows who filled the folder."""
    manifest = Path(settings.STATIC_ROOT, FingerprintedStorage.manifest_name)
    return hashlib.sha256(sources_digest().encode() + manifest.read_bytes()).hexdigest()


def _record() -> Path:
    # Beside the folder, since all that is in it is served; and beside its target, if it is a link.
    folder = Path(settings.STATIC_ROOT).resolve()
    return folder.with_name(f"{folder.name}.sha256")
