"""Group layers by the text they cover, and letter annotations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from edition.document.values import Anchor, Annotation, Document
from edition.document.weave import Layer, LayerKind


def layers_by_target(document: Document) -> dict[str, list[Layer]]:
    """Group all layers by the key of the paragraph or note they cover."""
    layers: dict[str, list[Layer]] = defaultdict(list)
    emended = {each.key: each.emended for each in document.emendations}
    for kind, key, anchor in all_anchors(document):
        instead = emended[key] if kind == LayerKind.EMENDATION else ""
        layers[anchor.target].append(Layer(kind, key, anchor.start, anchor.end, instead))
    return layers


def all_anchors(document: Document) -> Iterator[tuple[LayerKind, str, Anchor]]:
    """Iterate over every anchor of a document, with the kind and the key of its layer."""
    for annotation in document.annotations:
        yield LayerKind.ANNOTATION, annotation.key, annotation.anchor
    for emendation in document.emendations:
        yield LayerKind.EMENDATION, emendation.key, emendation.anchor
    for entity in document.entities:
        yield from ((LayerKind.MENTION, entity.key, mention) for mention in entity.mentions)
    for event in document.events:
        yield from ((LayerKind.EVENT, event.key, passage) for passage in event.passages)


def reading_order(document: Document) -> dict[str, int]:
    """Number the paragraphs and notes in reading order, by key."""
    return {key: position for position, key in enumerate(document.texts())}


def in_reading_order(
    annotations: Iterable[Annotation], order: Mapping[str, int]
) -> list[Annotation]:
    return sorted(
        annotations, key=lambda a: (order[a.anchor.target], a.anchor.start, a.anchor.end, a.key)
    )


def annotation_letters(document: Document) -> dict[str, str]:
    """Letter the annotations in reading order: a, b, c … by key."""
    ordered = in_reading_order(document.annotations, reading_order(document))
    return {annotation.key: letter_at(position) for position, annotation in enumerate(ordered)}


def letter_at(position: int) -> str:
    """Convert a position, counted from 0, to letters: a, b, … z, aa, ab."""
    letters = ""
    position += 1
    while position:
        position, remainder = divmod(position - 1, 26)
        letters = chr(ord("a") + remainder) + letters
    return letters
