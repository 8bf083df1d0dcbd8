import re
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = re.compile(r"(?:css|js)/[\w-]+(?:\.[0-9a-f]{12})?\.(?:css|js)")
COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n|[ \t]+/\*[^*]*\*/(?=\s)", re.MULTILINE | re.DOTALL)
LINE_COMMENT = re.compile(r"^[ \t]*// .*\n|[ \t]+// .*$", re.MULTILINE)


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Names each file after its content, the modules that a script imports too.

    Our comments are for whoever reads the source; readers of the page are not sent them.
    """

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: Any) -> str:
        if OURS.fullmatch(str(name).replace("\\", "/")):
            content.seek(0)
            source = without_comments(content.read().decode(), is_script=str(name).endswith(".js"))
            content = ContentFile(source.encode())
        return super()._save(name, content)


def without_comments(source: str, is_script: bool) -> str:
    """`source` as we write it, without comments; before // there is a space or nothing."""
    source = COMMENT.sub("", source)
    return LINE_COMMENT.sub("", source) if is_script else source
