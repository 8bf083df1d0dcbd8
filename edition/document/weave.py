"""Weave layers into text: cut the text wherever a layer begins or ends.

Layers may overlap, which nested HTML elements cannot; runs can. No character is lost or repeated,
whatever the layers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from edition.document.inline import (
    Content,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Reference,
    Styled,
    Text,
    leaf_text,
)


class LayerKind(StrEnum):
    """The kinds of layers, from the outermost element to the innermost."""

    EVENT = "event"
    ANNOTATION = "annotation"
    MENTION = "mention"
    EMENDATION = "emendation"


DEPTH = {kind: depth for depth, kind in enumerate(LayerKind)}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer over the characters of a text from `start` to before `end`."""

    kind: LayerKind
    key: str
    start: int
    end: int
    emended: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same layers.

    `leaf` is its text, a line break or a reference; `start` its offset in the plain text.
    `around` are the inline nodes that contain it, outermost first, and `path` is their positions,
    which distinguish equal nodes.
    """

    leaf: Text | LineBreak | Reference
    start: int
    around: tuple[Inline, ...]
    path: tuple[int, ...]
    layers: tuple[Layer, ...]

    @property
    def text(self) -> str:
        return leaf_text(self.leaf)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def weave(content: Content, layers: Sequence[Layer], offset: int = 0) -> list[Run]:
    """Cut `content` into runs; it begins at `offset` of the text whose offsets `layers` use."""
    layers = sorted(
        _stretch_over_emendations(layers),
        key=lambda layer: (layer.start, -layer.end, DEPTH[layer.kind], layer.key),
    )
    edges = sorted({edge for layer in layers for edge in (layer.start, layer.end)})
    runs = []
    for leaf, start, around, path in _walk(content, offset, (), ()):
        end = start + len(leaf_text(leaf))
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        for left, right in pairwise(cuts):
            piece = (
                Text(leaf.text[left - start : right - start]) if isinstance(leaf, Text) else leaf
            )
            covering = [layer for layer in layers if _covers(layer, left, right)]
            covering.sort(key=lambda layer: layer.kind == LayerKind.EMENDATION)
            runs.append(Run(piece, left, around, path, tuple(covering)))
    return runs


def _covers(layer: Layer, left: int, right: int) -> bool:
    if left == right:  # A reference has no width: it is covered if strictly inside, and
        # an emendation of the words around it does not apply to it.
        return layer.start < left < layer.end and layer.kind != LayerKind.EMENDATION
    return layer.start <= left and right <= layer.end


def _stretch_over_emendations(layers: Sequence[Layer]) -> list[Layer]:
    """Extend every layer that begins or ends inside an emendation over the whole of it.

    The emended words are not the printed ones, so a layer cannot cover a part of them.
    """
    emendations = [layer for layer in layers if layer.kind == LayerKind.EMENDATION]
    clear = []
    for layer in layers:
        for emendation in emendations:
            if layer.kind == LayerKind.EMENDATION:
                break
            if emendation.start < layer.start < emendation.end:
                layer = replace(layer, start=emendation.start)
            if emendation.start < layer.end < emendation.end:
                layer = replace(layer, end=emendation.end)
        clear.append(layer)
    return clear


def _walk(
    content: Content, offset: int, around: tuple[Inline, ...], path: tuple[int, ...]
) -> Iterator[tuple[Text | LineBreak | Reference, int, tuple[Inline, ...], tuple[int, ...]]]:
    """Iterate over leaves with their offset, containing nodes and path."""
    for position, node in enumerate(content):
        match node:
            case Text() | LineBreak() | Reference():
                yield node, offset, around, path
                offset += len(leaf_text(node))
            case Styled() | Foreign() | Link():
                inside = node.content
                for found in _walk(inside, offset, (*around, node), (*path, position)):
                    yield found
                    offset = found[1] + len(leaf_text(found[0]))
