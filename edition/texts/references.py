"""Index the note references of paragraphs."""

from edition.document.inline import Blocks, references
from edition.texts.models import Edition, Paragraph, Reference


def unknown_notes(edition: Edition, blocks: Blocks) -> list[str]:
    """List the keys of notes that `blocks` refer to and the edition lacks, each once."""
    called = dict.fromkeys(key for block in blocks for _, key in references(block))
    known = set(edition.notes.values_list("key", flat=True)) if called else set()
    return [key for key in called if key not in known]


def index_references(paragraph: Paragraph) -> None:
    """Rebuild the references of one paragraph from its text; unknown notes are left out."""
    calls = list(references(paragraph.content))
    notes = {
        note.key: note for note in paragraph.edition.notes.filter(key__in={key for _, key in calls})
    }
    paragraph.references.all().delete()
    Reference.objects.bulk_create(
        Reference(paragraph=paragraph, note=notes[key], offset=offset, position=position)
        for position, (offset, key) in enumerate(calls)
        if key in notes
    )
