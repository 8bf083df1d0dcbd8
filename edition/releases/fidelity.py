"""Whether the printed text still equals its source, character for character."""

import unicodedata
from collections.abc import Iterator

from edition.document.inline import Content, Reference, leaf_text, leaves
from edition.document.values import Document
from edition.exchange import ImportRefused
from edition.exchange.sources import read_source
from edition.releases.check import Problem
from edition.texts.models import Edition


def check_fidelity(edition: Edition, document: Document) -> list[Problem]:
    """Every difference between `document` and its first witness, read anew from its bytes.

    Paragraphs, headings and notes are compared with their markers in place, and what stands
    around them: title, series, authors, date, affiliation, the polls with their printed votes.
    An edition without a witness, or whose witness is damaged, has a problem that says so.
    """
    witness = edition.witnesses.first()
    if witness is None:
        return [Problem("edition", "It has no source file to compare with.", "", blocks=False)]
    if not witness.is_intact:
        return [Problem(witness.name, "The kept source file is damaged.", "Import it again.")]
    try:
        source = read_source(bytes(witness.data), witness.name, edition.slug).document
    except ImportRefused as refused:
        return [Problem(witness.name, f"It cannot be read any more: {refused}", "", blocks=False)]
    return list(_differences(_printed(source), _printed(document)))


def _printed(document: Document) -> dict[str, str]:
    """Everything the source prints, by key, each marker as its label in brackets."""
    labels = {note.key: note.label for note in document.notes}
    printed = {
        "title": document.title,
        "series": document.series,
        "author": ", ".join(author.name for author in document.authors),
        "date": document.date_printed,
        "affiliation": document.affiliation,
    }
    for number, poll in enumerate(document.polls, start=1):
        results = (f"{each.label}: {each.printed_votes}" for each in poll.choices)
        printed[f"poll {number}"] = "; ".join([poll.question, *results])
    for section in document.sections:
        printed[section.key] = _with_markers(section.heading, labels)
        for paragraph in section.paragraphs:
            printed[paragraph.key] = _with_markers(paragraph.content, labels)
    for note in document.notes:
        printed[note.key] = f"[{note.label}] {note.text}"
    return {key: unicodedata.normalize("NFC", text) for key, text in printed.items()}


def _with_markers(content: Content, labels: dict[str, str]) -> str:
    return "".join(
        f"[{labels.get(leaf.note, leaf.note)}]" if isinstance(leaf, Reference) else leaf_text(leaf)
        for leaf in leaves(content)
    )


def _differences(source: dict[str, str], ours: dict[str, str]) -> Iterator[Problem]:
    for key, printed in source.items():
        if key not in ours:
            yield Problem(key, "The source prints it, the edition does not.", "Put it back.")
        elif ours[key] != printed:
            at = next(
                (n for n, (a, b) in enumerate(zip(printed, ours[key], strict=False)) if a != b),
                min(len(printed), len(ours[key])),
            )
            yield Problem(
                key,
                f"It differs from the source at character {at + 1}: "
                f"“{printed[at : at + 30]}” is printed, not “{ours[key][at : at + 30]}”.",
                "Restore the printed words; lay an emendation over them if they are wrong.",
            )
    for key in ours:
        if key not in source and ours[key]:
            yield Problem(key, "The edition has it, the source does not.", "Is it the author's?")
