"""Read tables of a TOML file field by field, so that a misspelt name is an error."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from edition.document.edtf import is_edtf
from edition.document.inline import Blocks, references
from edition.document.markdown.parse import DialectError, parse_blocks
from edition.document.problems import Problem
from edition.document.unicode import TooManyMarks, nfc
from edition.exchange.results import ImportRefused
from edition.exchange.sources import read_bytes

Choice = TypeVar("Choice", bound=StrEnum)


class Table:
    """One table; `where` names it in messages. Problems are collected, not raised.

    A field that is missing or wrong reads as empty, so that all problems are found at once.
    """

    def __init__(self, where: str, values: Any, problems: list[Problem]) -> None:
        self.where = where
        self.problems = problems
        self.fields_read: set[str] = set()
        self.values: dict[str, Any] = values if isinstance(values, dict) else {}
        if self.values is not values:
            self.refuse("This must be a table.", "Write its fields as name = value.")

    def refuse(self, what: str, advice: str = "") -> None:
        self.problems.append(Problem(self.where, what, advice))

    def get(self, name: str, kind: type, required: bool = False) -> Any:
        """Read a field of type `kind`; None if it is missing or wrong."""
        self.fields_read.add(name)
        value = self.values.get(name)
        if value is None:
            if required:
                self.refuse(f"“{name}” is missing.", "Add it.")
            return None
        if not isinstance(value, kind) or isinstance(value, bool):
            self.refuse(f"“{name}” must be {_KINDS[kind]}, not {value!r}.")
            return None
        return value

    def text(self, name: str, required: bool = False, several_lines: bool = False) -> str:
        """Read a string in NFC without control characters (but line ends if `several_lines`)."""
        value = self.get(name, str, required)
        if value is None:
            return ""
        if required and not value.strip():
            self.refuse(f"“{name}” is empty.", "Fill it in.")
        return self._clean(name, value, several_lines)

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of strings."""
        values = self.get(name, list) or []
        if not all(isinstance(value, str) and value for value in values):
            self.refuse(f"“{name}” must be a list of words in quotation marks.")
            return ()
        return tuple(self._clean(name, value) for value in values)

    def _clean(self, name: str, value: str, several_lines: bool = False) -> str:
        try:
            value = nfc(value)
        except TooManyMarks as error:
            self.refuse(f"“{name}”: {error}")
            return ""
        for character in value:
            if unicodedata.category(character) == "Cc" and not (
                several_lines and character == "\n"
            ):
                self.refuse(f"“{name}” holds the control character U+{ord(character):04X}.")
                return ""
        return value

    def key(self, pattern: re.Pattern[str], example: str, name: str = "key") -> str:
        """Read a key that matches `pattern`."""
        value = self.text(name, required=True)
        if value and not pattern.fullmatch(value):
            self.refuse(f"“{name}” is {value!r}.", f"Write one such as {example}.")
        return value

    def one_of(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """Read one of the values of `kind`."""
        value = self.text(name, required=default is None)
        if value in list(kind):
            return kind(value)
        if value:
            self.refuse(f"“{name}” is {value!r}.", f"Write one of: {', '.join(kind)}.")
        return default or next(iter(kind))

    def number(self, name: str) -> int:
        """Read a number from 1; 0 if there is none."""
        value = self.get(name, int)
        if value is None:
            return 0
        if not 1 <= value < 10_000:
            self.refuse(f"“{name}” is {value}.", "Count from 1.")
        return value

    def day(self, name: str) -> str:
        """Read a calendar day, ISO 8601, written with quotation marks or without."""
        value = self.get(name, object, required=True)
        if type(value) is date:
            return value.isoformat()
        try:
            return date.fromisoformat(value).isoformat() if value is not None else ""
        except (TypeError, ValueError):
            self.refuse(f"“{name}” is {value!r}, not a day.", "Write it as 2026-11-23.")
            return ""

    def edtf(self, name: str, required: bool = False) -> str:
        """Read a date, possibly vague, in EDTF (ISO 8601-2)."""
        value = self.text(name, required)
        if value and not is_edtf(value):
            self.refuse(
                f"“{name}” is {value!r}, not an EDTF date.", "Write it as 2012-09 or 2003~."
            )
        return value

    def markdown(self, name: str, notes: Iterable[str]) -> Blocks:
        """Parse Markdown, which may refer to the notes with these keys."""
        return read_markdown(
            self.text(name, required=True, several_lines=True),
            f"{self.where}, “{name}”",
            notes,
            self.problems,
        )

    def tables(self, name: str) -> list["Table"]:
        """Read an array of tables, each named by its `key` or its number."""
        values = self.get(name, list) or []
        return [
            Table(f"{self.where}, {_name_of(value, name, number)}", value, self.problems)
            for number, value in enumerate(values, start=1)
        ]

    def one_or_more(self, name: str) -> list["Table"]:
        """Read a table, or an array of tables, of this name."""
        if isinstance(self.values.get(name), list):
            return self.tables(name)
        value = self.get(name, dict)
        return [] if value is None else [Table(f"{self.where}, [{name}]", value, self.problems)]

    def finish(self) -> None:
        """Refuse fields that were not read: their names are unknown."""
        for name in self.values.keys() - self.fields_read:
            known = ", ".join(sorted(self.fields_read))
            self.refuse(f"“{name}” is not a field of this table.", f"Its fields are: {known}.")


_KINDS = {
    str: "text in quotation marks",
    list: "a list",
    int: "a whole number",
    dict: "a table",
    object: "a value",
}


def _name_of(value: Any, name: str, number: int) -> str:
    key = value.get("key") if isinstance(value, dict) else None
    return key if isinstance(key, str) and key else f"{name} {number}"


def read_tables(path: Path, problems: list[Problem]) -> Table:
    """Read a whole TOML file; an empty table if it cannot be read."""
    values: dict[str, Any] = {}
    try:
        text = read_bytes(path).decode("utf-8")
        values = tomllib.loads(text)
    except ImportRefused as refused:
        problems.extend(refused.problems)
    except UnicodeDecodeError as error:
        problems.append(
            Problem(path.name, f"Byte {error.start + 1} is not UTF-8.", "Save it as UTF-8.")
        )
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(path.name, f"It is not TOML: {error}.", "Correct it there."))
    except (RecursionError, ValueError) as error:
        problems.append(Problem(path.name, f"It cannot be read as TOML: {error}.", "Correct it."))
    return Table(path.name, values, problems)


def read_markdown(source: str, where: str, notes: Iterable[str], problems: list[Problem]) -> Blocks:
    """Parse blocks of Markdown; refusals of the dialect are added to `problems`."""
    try:
        blocks = parse_blocks(source)
    except DialectError as error:
        for refusal in error.refusals:
            place = f"{where}, line {refusal.line}, column {refusal.column}"
            problems.append(Problem(place, refusal.reason, ""))
        return ()
    for block in blocks:
        for _, note in references(block):
            if note not in notes:
                problems.append(Problem(where, f"There is no note {note}.", "Check its key."))
    return blocks
