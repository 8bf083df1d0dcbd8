"""Layers of a document by the text they cover, and the letters of its annotations."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from edition.document.values import Anchor, Annotation, Document
from edition.document.weave import Layer, LayerKind


def layers_by_target(document: Document) -> dict[str, list[Layer]]:
    """Group all layers by the key of the paragraph or note they cover."""
    layers: dict[str, list[Layer]] = defaultdict(list)
    emended = {each.key: each.emended for each in document.emendations}
    for kind, key, anchor in anchored(document):
        instead = emended[key] if kind == LayerKind.EMENDATION else ""
        layers[anchor.target].append(Layer(kind, key, anchor.start, anchor.end, instead))
    return layers


def anchored(document: Document) -> Iterator[tuple[LayerKind, str, Anchor]]:
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


def lettered(document: Document) -> dict[str, str]:
    """Letter the annotations in reading order: a, b, c … by key."""
    found = in_reading_order(document.annotations, reading_order(document))
    return {annotation.key: letters(position) for position, annotation in enumerate(found)}


def letters(position: int) -> str:
    """Letter an annotation by its position: a, b, … z, aa, ab, …, beginning at 0."""
    written = ""
    position += 1
    while position:
        position, remainder = divmod(position - 1, 26)
        written = chr(ord("a") + remainder) + written
    return written
