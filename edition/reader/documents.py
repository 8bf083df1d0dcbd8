"""Cache of the documents of releases: a release never changes, so all threads share one."""

from functools import lru_cache

from edition.document.json import loads
from edition.document.values import Document
from edition.releases.models import Revision


@lru_cache(maxsize=16)
def read_document(sha256: str) -> Document:
    """Read the document frozen under this SHA-256. Raises Revision.DoesNotExist."""
    frozen = Revision.objects.filter(sha256=sha256).values_list("canonical", flat=True)[:1]
    for canonical in frozen:
        return loads(canonical)
    raise Revision.DoesNotExist(f"No revision has the SHA-256 {sha256}.")
