"""Read entities (persons, organisations, places …) and find their mentions in the text."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from edition.document.changes.anchoring import anchor_at, occurrences
from edition.document.values import Anchor, Entity, EntityKind
from edition.exchange.folder.layers import LayerTargets, refuse_repeated
from edition.exchange.folder.tables import Table
from edition.exchange.results import SLUG

_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff]")  # scripts that write words without spaces


@dataclass(slots=True)
class _Named:
    """An entity as its table describes it, before its mentions are found."""

    table: Table
    key: str
    forms: tuple[str, ...]
    text_keys: tuple[str, ...]
    exceptions: list[Anchor] = field(default_factory=list)


def read_entities(file: Table, targets: LayerTargets) -> tuple[Entity, ...]:
    """Read entities with their mentions, in the order of the text.

    A mention is every whole-word occurrence of one of the `forms` in a text listed under `in`,
    unless it is within a longer form, its own or another entity's, or in a passage listed under
    `except`. Where entities share a form, the words mention each that lists the text.
    """
    tables = file.tables("entity")
    named = [_named(table, targets) for table in tables]
    mentions = _mentions(named, targets.texts)
    entities = []
    for table, entity in zip(tables, named, strict=True):
        found = mentions[entity.key]
        for target in entity.text_keys:
            if target in targets.texts and not any(anchor.target == target for anchor in found):
                table.refuse(f"None of its forms is mentioned in {target}.", "Check “in”.")
        entities.append(
            Entity(
                key=entity.key,
                name=table.text("name", required=True),
                kind=table.one_of("kind", EntityKind),
                description=table.text("description"),
                remark=table.text("remark"),
                mentions=tuple(found),
            )
        )
        table.finish()
    refuse_repeated(file, [entity.key for entity in named])
    return tuple(entities)


def _named(table: Table, targets: LayerTargets) -> _Named:
    named = _Named(
        table,
        key=table.key(SLUG, "“yan-xuetong”"),
        forms=table.texts("forms"),
        text_keys=table.texts("in"),
    )
    if not named.forms:
        table.refuse("“forms” is missing.", "List the words by which the text names it.")
    for target in named.text_keys:
        if target not in targets.texts:
            table.refuse(f"There is no paragraph or note {target}.", "Check “in”.")
    for passage in table.tables("except"):
        named.exceptions.append(targets.anchor(passage))
        passage.finish()
    return named


def _mentions(named: list[_Named], texts: Mapping[str, str]) -> dict[str, list[Anchor]]:
    """Anchor the mentions of each entity, by its key."""
    by_form: dict[str, list[_Named]] = defaultdict(list)
    for entity in named:
        for form in entity.forms:
            by_form[form].append(entity)
    longest_first = sorted(by_form, key=lambda form: (-len(form), form))
    mentions: dict[str, list[Anchor]] = defaultdict(list)
    for target, text in texts.items():
        for start, end in _named_words(text, longest_first):
            for entity in by_form[text[start:end]]:
                if target in entity.text_keys and not _is_exception(entity, target, start, end):
                    anchor = anchor_at(target, text, start, end)
                    if anchor not in mentions[entity.key]:
                        mentions[entity.key].append(anchor)
    return mentions


def _named_words(text: str, longest_first: list[str]) -> list[tuple[int, int]]:
    """Find forms as whole words that do not overlap a longer one, in order."""
    covered = bytearray(len(text))
    found = []
    for form in longest_first:
        for start in occurrences(text, form):
            end = start + len(form)
            if _are_whole_words(text, start, end) and not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                found.append((start, end))
    return sorted(found)


def _are_whole_words(text: str, start: int, end: int) -> bool:
    return not _continues_word(text[start - 1 : start], text[start]) and not _continues_word(
        text[end : end + 1], text[end - 1]
    )


def _continues_word(outside: str, inside: str) -> bool:
    """Whether the character outside belongs to the same word as the one inside."""
    if _SPACELESS.match(outside) or _SPACELESS.match(inside):
        return False
    return outside.isalnum() and inside.isalnum()


def _is_exception(entity: _Named, target: str, start: int, end: int) -> bool:
    return any(
        place.target == target and place.start <= start and end <= place.end
        for place in entity.exceptions
    )
