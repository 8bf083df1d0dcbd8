"""Read lines of the web page copied along with an article, and the polls among them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from edition.document.values import Choice, Poll
from edition.exchange.plain_text.draft import Draft, Line

POLL_HEADING = "poll conducted"
# Recognised on a line of its own anywhere: these words are never a heading.
EVERYWHERE = frozenset(
    {"share this article", "print this article", "email this article", "print this page"}
    | {"back to top", POLL_HEADING}
)
FURNITURE = EVERYWHERE | {
    *("share", "print", "tweet", "comments", "read more", "related articles"),
    *("for business", "for researchers", "for students"),
}

LONGEST_LABEL = 300  # characters of a poll's question or of one of its choices

_SPACES = " \u00a0"
_QUESTION = re.compile(r"[0-9]{1,3}\. *(.+)")
_VOTES = re.compile(r"([0-9][0-9,]{0,8})[ \u00a0]*\(([0-9]{1,3})[ \u00a0]?%\)")


def is_furniture(line: Line) -> bool:
    return line.text.strip(_SPACES).casefold() in FURNITURE


def tail_start(lines: Sequence[Line], notes_start: int | None) -> int:
    """Find the position from which the file has only page furniture.

    After notes, that is the first line of furniture, since no text can follow them. Without
    notes "For students" may be a heading, so only furniture up to the end of the file counts.
    """
    if notes_start is not None:
        found = (at for at in range(notes_start, len(lines)) if is_furniture(lines[at]))
        return next(found, len(lines))
    polls = [at for at, line in enumerate(lines) if line.text.casefold() == POLL_HEADING]
    start = polls[-1] if polls else len(lines)
    while start and is_furniture(lines[start - 1]):
        start -= 1
    return start


@dataclass(slots=True)
class _PollDraft:
    """A poll being read: its question's line, its choices, and a label still without votes."""

    question: Line
    choices: list[Choice] = field(default_factory=list)
    label: str = ""


def read_tail(lines: Sequence[Line], draft: Draft) -> tuple[Poll, ...]:
    """Read the polls among the furniture; every other line is reported and dropped."""
    found: list[_PollDraft] = []
    has_heading = False
    for at, line in enumerate(lines):
        words = line.text.strip(_SPACES)
        following = lines[at + 1].text.strip(_SPACES) if at + 1 < len(lines) else ""
        poll = found[-1] if found else None
        if is_furniture(line):
            draft.recognise(line, "page furniture")
            has_heading = has_heading or words.casefold() == POLL_HEADING
        elif poll and poll.label and (votes := _VOTES.fullmatch(words)):
            poll.choices.append(_choice(len(poll.choices) + 1, poll.label, votes))
            poll.label = ""
            draft.recognise(line, "poll votes", key=poll.choices[-1].key)
        elif len(words) > LONGEST_LABEL:
            _leave_out(line, draft)
        elif poll and _VOTES.fullmatch(following):
            poll.label = words
            draft.recognise(line, "poll choice")
        elif has_heading and (poll is None or _QUESTION.fullmatch(words)):
            found.append(_PollDraft(line))
            draft.recognise(line, "poll question", key=f"poll-{len(found)}")
        else:
            _leave_out(line, draft)
    return tuple(
        Poll(f"poll-{number}", _question(poll.question), tuple(poll.choices))
        for number, poll in enumerate(found, start=1)
        if _is_poll(poll, draft)
    )


def _leave_out(line: Line, draft: Draft) -> None:
    draft.recognise(line, "left out")
    draft.doubt(line.number, "Follows the text and was not recognised; left out.")


def _is_poll(poll: _PollDraft, draft: Draft) -> bool:
    if len(poll.choices) < 2:
        draft.doubt(poll.question.number, "A poll with fewer than two choices; left out.")
        return False
    _check_percentages(poll.choices, poll.question, draft)
    return True


def _question(line: Line) -> str:
    words = line.text.strip(_SPACES)
    numbered = _QUESTION.fullmatch(words)
    return numbered[1] if numbered else words


def _choice(number: int, label: str, votes: re.Match[str]) -> Choice:
    count = int(votes[1].replace(",", ""))
    return Choice(f"choice-{number}", label, printed_votes=count, printed_percent=int(votes[2]))


def _check_percentages(choices: Sequence[Choice], question: Line, draft: Draft) -> None:
    """Check printed percentages: rounded shares of the votes, halves either way."""
    total = sum(choice.printed_votes for choice in choices)
    for choice in choices:
        percent = choice.printed_percent
        if percent is not None and abs(200 * choice.printed_votes - 2 * percent * total) > total:
            draft.doubt(
                question.number,
                f"“{choice.label}”: {choice.printed_votes} of {total} votes are not {percent} %.",
            )
