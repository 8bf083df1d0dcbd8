"""Serve the collected static files, without the manifest that lists them."""

import mimetypes
from pathlib import Path
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware

from edition.reader.server.answer import Headers
from edition.reader.server.resource import Resource
from edition.static_files import FingerprintedStorage

MANIFEST = FingerprintedStorage.manifest_name
NO_SNIFFING = (b"x-content-type-options", b"nosniff")

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class StaticFiles(WhiteNoiseMiddleware):
    """Serves the static files in development, and where Django runs without `edition.asgi`."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if Path(path).name != MANIFEST:
            super().add_file_to_dictionary(url, path, stat_cache)


def static_resources(root: Path, prefix: str, headers: Headers) -> dict[str, Resource]:
    """Read every collected static file; return resources by path on the site.

    `headers` are added to those that a browser can open as a page, and so run scripts in.
    Files whose name contains a digest (`main.0123456789ab.css`) may be cached for ever.
    """
    files = {path for path in root.rglob("*") if path.is_file() and path.name != MANIFEST}
    resources = {}
    for path in files:
        if path.suffix in (".gz", ".br") and path.with_suffix("") in files:
            continue
        relative = path.relative_to(root).as_posix()
        mimetype = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        is_text = mimetype.startswith("text/") or mimetype.endswith(("json", "xml"))
        lifetime = "max-age=31536000, public, immutable" if has_fingerprint(path) else "max-age=60"
        described = {
            "content-type": f"{mimetype}; charset=utf-8" if is_text else mimetype,
            "cache-control": lifetime,
        }
        bodies = {b"": path.read_bytes()}
        for coding, suffix in ((b"br", ".br"), (b"gzip", ".gz")):
            if (sibling := path.with_name(path.name + suffix)) in files:
                bodies[coding] = sibling.read_bytes()
        encoded = [(name.encode(), value.encode()) for name, value in described.items()]
        can_be_opened = mimetype in ("image/svg+xml", "text/html")
        resources[prefix + relative] = Resource(
            [*encoded, *(headers if can_be_opened else []), NO_SNIFFING], bodies
        )
    return resources


def has_fingerprint(path: Path) -> bool:
    """Whether the name of a file contains a digest of its content."""
    parts = path.name.split(".")
    return len(parts) > 2 and len(parts[-2]) == 12 and set(parts[-2]) <= set("0123456789abcdef")
