"""Read an article copied from a web page as plain text into a `Document`.

A rubric, "Author: Title", the date; paragraphs and headings separated by empty lines; notes
referenced by `[7]` and listed after the text; after them perhaps page furniture and a poll. All
parts are optional except a title and one paragraph.
"""

import hashlib
import re
from pathlib import PurePath

from django.utils.text import slugify

from edition.document.problems import Problem
from edition.document.values import Document, Note, Poll, Witness
from edition.exchange.plain_text.body import Body, read_body
from edition.exchange.plain_text.decoding import decode
from edition.exchange.plain_text.draft import Draft, Line
from edition.exchange.plain_text.furniture import read_tail, tail_start
from edition.exchange.plain_text.markers import check_calls
from edition.exchange.plain_text.masthead import Masthead, read_masthead
from edition.exchange.plain_text.note_list import is_notes_heading, notes_start, read_notes
from edition.exchange.plain_text.scripts import language_name, main_language
from edition.exchange.results import SLUG, ImportRefused, Reading

LONGEST_SLUG = 50
LONGEST_NAME = 200  # characters of a file's name


def read_plain_text(data: bytes, name: str, slug: str = "", language: str = "") -> Reading:
    """Read the article in `data`, the bytes of a UTF-8 file called `name`.

    Unless given, the slug is made from the title and the language (a BCP 47 tag) is guessed from
    the script. Raises ImportRefused with every problem found.
    """
    draft = Draft()
    lines = decode(data, draft)
    masthead = Masthead()
    body = Body(language)
    notes: tuple[Note, ...] = ()
    polls: tuple[Poll, ...] = ()
    if lines:
        masthead = read_masthead(lines, draft)
        language = language or _language(lines, draft)
        body, notes, polls = _read_below(lines[masthead.length :], masthead, language, draft)
    if lines and not body.sections:
        draft.refuse(lines[-1].number, "There is no text.", "Write paragraphs under the title.")
    problems = draft.all_problems()
    if slug and not SLUG.fullmatch(slug):
        problems.append(_slug_problem(slug))
    if len(name) > LONGEST_NAME:
        problems.append(Problem(name, "The file’s name is too long.", "Give it a shorter one."))
    if problems:
        raise ImportRefused(problems)
    document = Document(
        slug=slug or _slug_for(masthead.title, name, draft),
        title=masthead.title,
        sections=tuple(body.sections),
        notes=notes,
        language=language,
        series=masthead.series,
        date=masthead.date,
        date_printed=masthead.date_printed,
        affiliation=body.affiliation,
        contributors=masthead.authors,
        witnesses=(_witness(data, name),),
        polls=polls,
    )
    return Reading(document, draft.report())


def _read_below(
    lines: list[Line], masthead: Masthead, language: str, draft: Draft
) -> tuple[Body, tuple[Note, ...], tuple[Poll, ...]]:
    """Read the text, the notes and the polls from the lines below the masthead."""
    start_of_notes = notes_start(lines)
    start_of_tail = tail_start(lines, start_of_notes)
    polls = read_tail(lines[start_of_tail:], draft)
    notes: tuple[Note, ...] = ()
    note_lines: dict[str, int] = {}
    end_of_body = start_of_tail
    if start_of_notes is not None and start_of_notes < start_of_tail:
        notes, note_lines = read_notes(lines[start_of_notes:start_of_tail], language, draft)
        end_of_body = start_of_notes
        if end_of_body and is_notes_heading(lines[end_of_body - 1]):
            end_of_body -= 1
            draft.recognise(lines[end_of_body], "heading of the notes")
    authors = [author.name for author in masthead.authors]
    body = read_body(lines[:end_of_body], note_lines, authors, language, draft)
    check_calls(body.calls, note_lines, draft)
    return body, notes, polls


def _language(lines: list[Line], draft: Draft) -> str:
    """Guess the language: English unless the script says otherwise."""
    language = main_language("\n".join(line.text for line in lines))
    if language:
        draft.doubt(
            lines[0].number,
            f"The text is treated as {language_name(language)} because of its script.",
        )
    return language or "en"


def _slug_for(title: str, name: str, draft: Draft) -> str:
    """Make a slug of whole words of the title, or of the file's name if that is impossible."""
    slug = _slugify(title)
    if not slug:
        slug = _slugify(PurePath(name).stem) or "edition"
        draft.doubt(1, f"No address can be made from the title; “{slug}” is used instead.")
    return slug


def _slugify(words: str) -> str:
    slug = re.sub("[_-]+", "-", slugify(words)).strip("-")
    if len(slug) <= LONGEST_SLUG:
        return slug
    return slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]


def _slug_problem(slug: str) -> Problem:
    return Problem(
        f"slug “{slug}”",
        "It must consist of at most 80 small letters, digits and single hyphens between them.",
        "Give one such as “sino-russian-partnership”.",
    )


def _witness(data: bytes, name: str) -> Witness:
    return Witness(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type="text/plain",
        data=data,
    )
