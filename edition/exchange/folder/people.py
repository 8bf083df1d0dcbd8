"""Read from edition.toml the contributors, and the keys of polls, that it adds to the source."""

from dataclasses import replace
from itertools import zip_longest

from edition.document.values import Contributor, Poll, Role
from edition.exchange.folder.layers import refuse_repeated
from edition.exchange.folder.tables import Table
from edition.exchange.results import SLUG


def read_contributors(file: Table, printed: tuple[Contributor, ...]) -> tuple[Contributor, ...]:
    """Read the authors, as printed or as [author] corrects them, and the editors and translators.

    Several authors are corrected by several [[author]] tables, in the order they are printed.
    """
    tables = file.one_or_more("author")
    if printed and len(tables) > len(printed):
        file.refuse(f"The source names {len(printed)} authors.", "Leave out the other [author]s.")
    corrected = zip_longest(tables, printed[: len(tables)])
    authors = [_author(table, author) for table, author in corrected]
    authors += printed[len(tables) :]
    editors = [_person(table, Role.EDITOR) for table in file.tables("editor")]
    translators = [_person(table, Role.TRANSLATOR) for table in file.tables("translator")]
    contributors = (*authors, *editors, *translators)
    refuse_repeated(file, [person.key for person in contributors])
    return contributors


def _author(table: Table, printed: Contributor | None) -> Contributor:
    author = _person(table, Role.AUTHOR, printed.name if printed else "")
    if printed and author.name != printed.name:
        table.refuse(f"The source prints the name {printed.name!r}.", "Leave “name” out.")
    return author


def _person(table: Table, role: Role, name: str = "") -> Contributor:
    given, family = table.text("given"), table.text("family")
    name = table.text("name") or name or f"{given} {family}".strip(" ")
    if not name:
        table.refuse("“name” is missing.", "Add it, or “given” and “family”.")
    key = table.key(SLUG, "“gaye-christoffersen”")
    table.finish()
    return Contributor(key, name, role, family=family, given=given)


def with_poll_keys(polls: tuple[Poll, ...], file: Table) -> tuple[Poll, ...]:
    """Set the keys and the record of each poll from the [poll] tables, in order."""
    tables = file.one_or_more("poll")
    if len(tables) > len(polls):
        file.refuse(f"The source holds {len(polls)} polls.", "Leave out the other [poll]s.")
    keyed = []
    for table, poll in zip(tables, polls, strict=False):
        key, keys = table.key(SLUG, "“us-goals”"), table.texts("choices")
        if len(keys) != len(poll.choices) or len(set(keys)) != len(keys):
            table.refuse(
                f"The poll has {len(poll.choices)} choices.",
                "Give each a key of its own, in order.",
            )
            keys = tuple(choice.key for choice in poll.choices)
        if not all(map(SLUG.fullmatch, keys)):
            table.refuse("“choices” must be keys.", "Use small letters, digits and hyphens.")
        choices = tuple(
            replace(choice, key=name) for choice, name in zip(poll.choices, keys, strict=True)
        )
        keyed.append(replace(poll, key=key, record=table.text("record"), choices=choices))
        table.finish()
    polls = (*keyed, *polls[len(keyed) :])
    refuse_repeated(file, [poll.key for poll in polls])
    return polls
