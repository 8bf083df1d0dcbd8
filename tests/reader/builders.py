"""Builders of small documents, and of the page rendered from them."""

from datetime import date

from django.template.loader import render_to_string

from edition.document.changes.anchoring import locate
from edition.document.markdown.parse import parse, parse_blocks
from edition.document.values import (
    Annotation,
    AnnotationKind,
    Audience,
    Contributor,
    Document,
    Emendation,
    Note,
    Paragraph,
    Role,
    Section,
)
from edition.polls.tally import Tally, TallyRow
from edition.reader.citing.styles import Version
from edition.reader.page.build import Page, build_page
from edition.reader.poll.presenter import show_poll

SITE = "https://edition.example/editions/arms/"


Row = TallyRow


def make_tally(*rows):
    """Make the tally of an open poll at version 1, from rows in order."""
    return Tally(1, True, None, 0, sum(row.total for row in rows), rows)


def make_document(*paragraphs, notes=(), **parts) -> Document:
    """Make a document of one section; `notes` are Markdown, keyed n1, n2 and so on."""
    made = tuple(
        Paragraph(f"p{number}", parse(source)) for number, source in enumerate(paragraphs, 1)
    )
    parts = {
        "slug": "arms",
        "title": "Arms & the Man",
        "sections": (Section("s1", made),),
        "date": "2013-09-19",
        "date_printed": "September 19, 2013",
        "contributors": (
            Contributor("virgil", "Publius Vergilius", Role.AUTHOR, "Vergilius", "Publius"),
            Contributor("editors", "The editors", Role.EDITOR),
        ),
        "notes": tuple(
            Note(f"n{number}", str(number), parse_blocks(source))
            for number, source in enumerate(notes, 1)
        ),
    } | parts
    return Document(**parts)


def make_page(document: Document, number=1, latest=None) -> Page:
    version = Version(number, date(2026, 3, 3), f"{SITE}v/{number}/", SITE, latest or number)
    return build_page(document, version)


def render_whole(document: Document, tallies) -> str:
    """Render the reading page; `tallies` are by the keys of the polls."""
    polls = [show_poll(poll, tallies[poll.key]) for poll in document.polls]
    context = {"page": make_page(document), "polls": polls, "slug": document.slug}
    rendered = render_to_string("reader/poll/_polls.html", context)
    return render_to_string("reader/page/edition.html", context | {"rendered_polls": rendered})


def annotate(document, key, target, words, audience=Audience.EVERYONE) -> Annotation:
    return Annotation(
        key=key,
        anchor=locate(target, document.texts()[target], words),
        kind=AnnotationKind.GLOSS,
        blocks=parse_blocks("A remark."),
        by="editors",
        made_on="2026-03-03",
        audience=audience,
    )


def emend(document, key, target, words, emended) -> Emendation:
    anchor = locate(target, document.texts()[target], words)
    return Emendation(key, anchor, emended, "A slip.", "editors", "2026-03-03")
