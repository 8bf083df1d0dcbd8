"""Read the documents of releases."""

from edition.document.values import Document
from edition.releases.documents import document_of
from edition.releases.models import Revision


def read_document(sha256: str) -> Document:
    """Read the document frozen under this SHA-256. Raises Revision.DoesNotExist."""

    def read() -> str:
        frozen = Revision.objects.filter(sha256=sha256).values_list("canonical", flat=True)[:1]
        for canonical in frozen:
            return canonical
        raise Revision.DoesNotExist(f"No revision has the SHA-256 {sha256}.")

    return document_of(sha256, read)
