"""Check Markdown against the editors' dialect; report anything else with its line and column.

    *emphasis*  **strong**  [words]{.title}  [words]{.quote}  [words]{.smallcaps}  [2]{.sub}
    [nd]{.sup}  [词]{lang=zh}  [words](https://example.org/)  [^n7] (a note's key)

A backslash before punctuation makes it literal, at the end of a line it breaks the line; an empty
line ends a block. One pass, in linear time, before any other code reads the source.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from edition.document.inline import UNFIT, Style, check_url

LONGEST = 100_000  # code points of one source
MAX_DEPTH = 8  # levels of markup inside markup
MAX_MARKS = 10_000  # in one source; parsing is slow in their number
MAX_REPORTED = 100  # refusals of one source

STYLES = {
    "em": Style.EMPHASIS,
    "strong": Style.STRONG,
    "smallcaps": Style.SMALL_CAPITALS,
    "sub": Style.SUBSCRIPT,
    "sup": Style.SUPERSCRIPT,
    "quote": Style.QUOTATION,
    "title": Style.TITLE,
}
ESCAPABLE = r"""\`*_{}[]()<>#+-.!&~|:="'^ """

MARKS = "\\*[&<\n"

# Words between single spaces, in which nothing can be refused; most of any text.
# UNFIT is one set of characters in brackets, which are removed here.
NOT_PLAIN = UNFIT.pattern[1:-1] + r" \\*\[\]`~<&_"
PLAIN = re.compile(f"[^{NOT_PLAIN}]+(?: [^{NOT_PLAIN}]+)*")
BLANKS = re.compile(r"[ \t]+")
AT_LINE_END = re.compile(r"\\?\n|\Z")
ENDS_BLOCK = re.compile(r"[ \t]*(?:\n|\Z)")
REFERENCE = re.compile(r"\[\^(n[1-9][0-9]*)\]")
ATTRIBUTES = re.compile(
    r"\{(?:\.(?P<style>" + "|".join(STYLES) + r")|lang=(?P<language>[A-Za-z]{2,8}"
    r"(?:-[A-Za-z0-9]{1,8})*))\}"
)
ADDRESS = re.compile(r"\(((?:[^()\\\s]|\\.)*)\)")
ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")

# Line beginnings that start a block other than a paragraph in common Markdown.
BLOCK_SYNTAX = [
    (re.compile(r"(?P<mark>#)#{0,5}(?:[ \t]|$)"), "a heading"),
    (re.compile(r"(?P<mark>>)"), "a block quotation"),
    (re.compile(r"(?P<mark>[-+*])[ \t]"), "a list"),
    (re.compile(r"[0-9]{1,9}(?P<mark>[.)])(?:[ \t]|$)"), "a list"),
    (re.compile(r"(?P<mark>\|)"), "a table"),
    (re.compile(r"(?P<mark>[-=_])(?:[ \t]*[-=_])*[ \t]*$"), "a rule or a heading"),
    (re.compile(r"(?P<mark>~)~~"), "a block of code"),
    (re.compile(r"\[\^[^\]\s]*\](?P<mark>:)"), "a note"),
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something in a source that is not part of the dialect; line and column count from 1."""

    line: int
    column: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.reason}"


def refusals(source: str) -> list[Refusal]:
    """List everything in `source` that is not in the dialect, in reading order."""
    if refused := too_long(source):
        return refused
    if sum(map(source.count, MARKS)) > MAX_MARKS:
        reason = f"The text has more than {MAX_MARKS:,} marks or lines; divide it."
        return [Refusal(1, 1, reason)]
    return _Scan(source).run()


def too_long(source: str) -> list[Refusal]:
    if len(source) <= LONGEST:
        return []
    return [Refusal(1, 1, f"The text is longer than {LONGEST:,} characters; divide it.")]


def to_refusals(source: str, found: Iterable[tuple[int, str]]) -> list[Refusal]:
    """Turn (offset, reason) pairs into refusals with line and column; at most `MAX_REPORTED`.

    One more says how many others there are.
    """
    ordered = sorted(found)
    if len(ordered) > MAX_REPORTED:
        more = f"There are {len(ordered) - MAX_REPORTED:,} more from here on; correct these first."
        ordered[MAX_REPORTED:] = [(ordered[MAX_REPORTED][0], more)]
    refusals = []
    line, line_start, scanned = 1, 0, 0
    for at, reason in ordered:
        breaks = source.count("\n", scanned, at)
        if breaks:
            line += breaks
            line_start = source.rfind("\n", scanned, at) + 1
        scanned = at
        refusals.append(Refusal(line, at - line_start + 1, reason))
    return refusals


class _Scan:
    """One pass over a source, with a stack of open markup."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[tuple[int, str]] = []
        self.open: list[tuple[str, int]] = []  # "*", "**" or "[", and its offset
        self.latest_link = -1  # offset of the last link or reference

    def run(self) -> list[Refusal]:
        at = 0
        fresh_line = True
        while at < len(self.source):
            if fresh_line:
                self.check_line_start(at)
            character = self.source[at]
            fresh_line = character == "\n"
            match character:
                case "\\":
                    at = self.escape(at)
                    fresh_line = self.source[at - 1] == "\n"
                case "*":
                    at = self.stars(at)
                case "[":
                    at = self.open_bracket(at)
                case "]":
                    at = self.close_bracket(at)
                case "\n":
                    at = self.line_end(at)
                case " " | "\t":
                    at = self.blanks(at)
                case _ if plain := PLAIN.match(self.source, at):
                    at = plain.end()
                case _:
                    self.check_character(at, character)
                    at += 1
        self.close_block()
        return to_refusals(self.source, self.found)

    def refuse(self, at: int, reason: str) -> None:
        self.found.append((at, reason))

    def check_line_start(self, at: int) -> None:
        end = self.source.find("\n", at)
        line = self.source[at : end if end != -1 else len(self.source)].lstrip(" \t")
        for pattern, what in BLOCK_SYNTAX:
            if found := pattern.match(line):
                self.refuse(
                    at,
                    f"This would begin {what}, which the text cannot hold; "
                    f"put \\ before the {found['mark']} if it is meant literally.",
                )
                return

    def escape(self, at: int) -> int:
        following = self.source[at + 1 : at + 2]
        if following == "\n" and not ENDS_BLOCK.match(self.source, at + 2):
            return at + 2
        if following == "\n":
            self.refuse(at, "A backslash at the end of a line breaks it, but no line follows.")
            return at + 1
        if following and following in ESCAPABLE:
            return at + 2
        self.refuse(at, "A backslash stands only before punctuation; write \\\\ for a backslash.")
        return at + 1

    def line_end(self, at: int) -> int:
        end = at + 1
        while end < len(self.source) and self.source[end] in " \t\n":
            end += 1
        if "\n" in self.source[at + 1 : end]:
            self.close_block()
        return self.source.rfind("\n", at, end) + 1

    def blanks(self, at: int) -> int:
        """Skip spaces and tabs; at the ends of a line they are ignored."""
        found = BLANKS.match(self.source, at)
        end = found.end() if found else at
        begins = at == 0 or self.source[at - 1] == "\n"
        ends = AT_LINE_END.match(self.source, end)
        if not (begins or ends) and (tab := self.source.find("\t", at, end)) != -1:
            self.refuse(tab, "The text cannot hold a tab; write a space.")
        return end

    def close_block(self) -> None:
        for mark, opened in self.open:
            self.refuse(opened, f"This {mark} is never closed; write \\{mark} if it is meant.")
        self.open.clear()

    def stars(self, at: int) -> int:
        end = at
        while end < len(self.source) and self.source[end] == "*":
            end += 1
        mark = self.source[at:end]
        if len(mark) > 2:
            self.refuse(at, "More than two stars; write [words]{.em} or [words]{.strong}.")
        elif self.open and self.open[-1][0] == mark:
            if self.open.pop()[1] + len(mark) == at:
                self.refuse(at, "There is nothing between the stars.")
        elif mark in self.open_stars():
            self.refuse(at, f"This {mark} closes before what was opened inside it.")
        else:
            self.push(mark, at)
        return end

    def open_stars(self) -> list[str]:
        """List the stars opened since the last open bracket."""
        marks = [mark for mark, _ in self.open]
        inside = marks[::-1].index("[") if "[" in marks else len(marks)
        return marks[len(marks) - inside :]

    def push(self, mark: str, at: int) -> None:
        if len(self.open) == MAX_DEPTH:
            self.refuse(at, f"Markup is nested more than {MAX_DEPTH} levels deep.")
        self.open.append((mark, at))

    def open_bracket(self, at: int) -> int:
        if self.source.startswith("[^", at):
            if reference := REFERENCE.match(self.source, at):
                self.latest_link = at
                return reference.end()
            self.refuse(at, "A note is called by its key, such as [^n7].")
            return at + 2
        if at and self.source[at - 1] == "!" and not self.is_escaped(at - 1):
            self.refuse(at - 1, "A text cannot hold a picture; write \\! if it is meant.")
        self.push("[", at)
        return at + 1

    def is_escaped(self, at: int) -> bool:
        slashes = at
        while slashes and self.source[slashes - 1] == "\\":
            slashes -= 1
        return (at - slashes) % 2 == 1

    def close_bracket(self, at: int) -> int:
        if not self.open or self.open[-1][0] != "[":
            crossing = any(mark == "[" for mark, _ in self.open)
            self.refuse(
                at,
                "This ] closes before what was opened inside it."
                if crossing
                else "This ] closes nothing; write \\] if it is meant.",
            )
            return at + 1
        opened = self.open.pop()[1]
        if opened + 1 == at:
            self.refuse(opened, "There is nothing between the brackets.")
        if attributes := ATTRIBUTES.match(self.source, at + 1):
            return attributes.end()
        if address := ADDRESS.match(self.source, at + 1):
            self.check_link(opened, at, address)
            return address.end()
        self.refuse(
            opened,
            "After [words] comes an address, as in [words](https://…), or one of "
            + ", ".join(f"{{.{style}}}" for style in STYLES)
            + ", {lang=zh}; write \\[ and \\] if brackets are meant.",
        )
        return at + 1

    def check_link(self, opened: int, closed: int, address: re.Match[str]) -> None:
        try:
            check_url(unescape(address[1]))
        except ValueError as error:
            self.refuse(address.start(1), str(error))
        if self.latest_link > opened:
            self.refuse(opened, "A link cannot hold another link or a note reference.")
        self.latest_link = closed

    def check_character(self, at: int, character: str) -> None:
        following = self.source[at + 1 : at + 2]
        match character:
            case "`":
                self.refuse(at, "A text cannot hold code; write \\` if it is meant.")
            case "~" if following == "~":
                self.refuse(at, "Words cannot be struck out; write \\~ if it is meant.")
            case "<" if opens_tag(following):
                self.refuse(at, "HTML is not part of the text; write \\< if it is meant.")
            case "&" if ENTITY.match(self.source, at):
                self.refuse(at, "Write the character itself, or \\& if it is meant.")
            case "_" if not (
                at and self.source[at - 1].isalnum() and following and following.isalnum()
            ):
                self.refuse(at, "Write *words* for emphasis, or \\_ if it is meant.")
            case _ if UNFIT.match(character):
                self.refuse(at, f"The text cannot hold the character U+{ord(character):04X}.")


def opens_tag(following: str) -> bool:
    """Whether `<` before this character would open an HTML tag, comment or autolink."""
    return following.isalpha() or following in {"/", "!", "?"}


def unescape(source: str) -> str:
    """Remove the backslashes that escape punctuation."""
    return re.sub(r"\\(.)", r"\1", source, flags=re.DOTALL)
