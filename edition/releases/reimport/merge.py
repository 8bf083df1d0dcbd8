"""Merge a newly imported text with the layers that editors made over the previous one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from edition.document.changes.anchoring import (
    anchor_at,
    follow,
    occurrences,
    reanchor,
    reanchor_lost,
)
from edition.document.layers import all_anchors
from edition.document.values import Anchor, Contributor, Document, Note, Poll, Witness
from edition.releases.reimport.keys import rekey


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged document, and its `lost` anchors, which found no place in the new text."""

    document: Document
    lost: frozenset[Anchor]


def keep_layers(
    new: Document, old: Document, given: Mapping[str, int], lost: frozenset[Anchor] = frozenset()
) -> Merged:
    """Merge the text of `new` with the layers of `old`.

    `given` is the highest number used in each series of keys, `lost` the anchors that were lost
    before. What a text file does not contain (rights, works cited, editors) is kept as well.
    """
    new = rekey(new, old, given)
    places, gone = _places(old, new, lost)

    def placed(anchors: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
        return tuple(places[anchor] for anchor in anchors)

    notes = {note.key for note in new.notes}
    document = replace(
        new,
        slug=old.slug,
        rights=new.rights or old.rights,
        contributors=_contributors(old, new),
        witnesses=_with_origins(old, new),
        note_on_the_text=new.note_on_the_text or old.note_on_the_text,
        notes=_with_works(old, new),
        annotations=tuple(replace(each, anchor=places[each.anchor]) for each in old.annotations),
        emendations=tuple(replace(each, anchor=places[each.anchor]) for each in old.emendations),
        entities=tuple(replace(each, mentions=placed(each.mentions)) for each in old.entities),
        events=tuple(
            replace(
                each,
                passages=placed(each.passages),
                notes=tuple(key for key in each.notes if key in notes),
            )
            for each in old.events
        ),
        polls=_with_poll_keys(old, new),
    )
    return Merged(document, frozenset(gone))


def _places(
    old: Document, new: Document, lost: frozenset[Anchor]
) -> tuple[dict[Anchor, Anchor], set[Anchor]]:
    """Map each anchor of `old` to its place in `new`; also return the places of lost anchors."""
    before, after = old.texts(), new.texts()
    places: dict[Anchor, Anchor] = {}
    gone = set()
    by_target = defaultdict(list)
    for _, _, anchor in all_anchors(old):
        by_target[anchor.target].append(anchor)
    for key, text in before.items():
        anchors = by_target[key]
        now = after.get(key)
        for anchor, found in zip(anchors, _settled(anchors, lost, text, now), strict=True):
            found = found or _elsewhere(anchor, before, after, lost)
            places[anchor] = found or _where_it_was(anchor, list(before), after, text)
            if not found:
                gone.add(places[anchor])
    return places, gone


def _settled(
    anchors: list[Anchor], lost: frozenset[Anchor], before: str, after: str | None
) -> list[Anchor | None]:
    if after is None:
        return [None] * len(anchors)
    standing = [
        anchor
        for anchor in anchors
        if anchor not in lost and before[anchor.start : anchor.end] == anchor.exact
    ]
    found = dict(zip(standing, reanchor(standing, before, after), strict=True))
    return [
        found[anchor] if anchor in found else reanchor_lost(anchor, before, after)
        for anchor in anchors
    ]


def _elsewhere(
    anchor: Anchor, before: Mapping[str, str], after: Mapping[str, str], lost: frozenset[Anchor]
) -> Anchor | None:
    """Find an anchor in another paragraph, if its words and context are unique in both texts."""
    quoted = anchor.prefix + anchor.exact + anchor.suffix
    if anchor in lost or sum(len(occurrences(text, quoted)) for text in before.values()) != 1:
        return None
    found = [(key, start) for key, text in after.items() for start in occurrences(text, quoted)]
    if len(found) != 1:
        return None
    key, start = found[0][0], found[0][1] + len(anchor.prefix)
    return anchor_at(key, after[key], start, start + len(anchor.exact))


def _where_it_was(anchor: Anchor, keys: list[str], after: Mapping[str, str], before: str) -> Anchor:
    """Place a lost anchor where it was; if its text is gone, in the one that came before it."""
    if anchor.target in after:
        return follow(anchor, before, after[anchor.target])
    earlier = [key for key in keys[: keys.index(anchor.target)] if key in after]
    return replace(anchor, target=earlier[-1] if earlier else next(iter(after)))


def _contributors(old: Document, new: Document) -> tuple[Contributor, ...]:
    """Keep the contributors if the authors are the same; otherwise put the new ones first."""
    if {each.name for each in new.authors} <= {each.name for each in old.contributors}:
        return old.contributors
    known = {each.key for each in old.contributors}
    added = (each for each in new.contributors if each.key not in known)
    return (*added, *old.contributors)


def _with_origins(old: Document, new: Document) -> tuple[Witness, ...]:
    origins = {each.sha256: each.origin for each in old.witnesses}
    return tuple(
        replace(each, origin=each.origin or origins.get(each.sha256, "")) for each in new.witnesses
    )


def _with_works(old: Document, new: Document) -> tuple[Note, ...]:
    works = {note.key: note.citations for note in old.notes}
    return tuple(
        replace(note, citations=note.citations or works.get(note.key, ())) for note in new.notes
    )


def _with_poll_keys(old: Document, new: Document) -> tuple[Poll, ...]:
    """Give unchanged questions and answers their old keys, to which their ballots belong."""
    by_question = {poll.question: poll for poll in old.polls}
    polls = []
    for poll in new.polls:
        if previous := by_question.get(poll.question):
            keys = {choice.label: choice.key for choice in previous.choices}
            choices = tuple(
                replace(each, key=keys.get(each.label, each.key)) for each in poll.choices
            )
            record = poll.record or previous.record
            poll = replace(poll, key=previous.key, record=record, choices=choices)
        polls.append(poll)
    return tuple(polls)
