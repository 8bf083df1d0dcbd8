"""How our own style sheets and scripts are published: packed, and named after their content."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCES = Path(settings.BASE_DIR, "static")
OURS = re.compile(r"(?:css|js|lib)/[\w-]+\.(?:css|js)")
IMPORT = re.compile(r'^@import "([\w-]+\.css)";\n', re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n|[ \t]+/\*[^*]*\*/(?=\s)", re.MULTILINE | re.DOTALL)
SPACE = re.compile(r"^[ \t]+|\n+(?=\n)", re.MULTILINE)


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Names each file after its content, the modules that a script imports too.

    A style sheet that imports others is published with them in it, so that a page asks once.
    Comments and spaces are for whoever reads the source; readers of the page are not sent them.
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
        """Name the files as they were saved here, rather than as they were written."""
        return super().post_process({name: (self, name) for name in paths}, *args, **options)


def with_imports(source: str) -> str:
    """The style sheet `source` with those it imports from beside it in their places."""
    return IMPORT.sub(lambda found: (SOURCES / "css" / found[1]).read_text("utf-8"), source)


def without_comments(sheet: str) -> str:
    """`sheet` without comments and indents."""
    return SPACE.sub("", COMMENT.sub("", sheet)).lstrip("\n")
