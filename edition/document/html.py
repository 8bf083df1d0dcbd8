"""Render content with its layers as HTML; other programs rely on the ids and attributes.

Inside a paragraph, elements that are not its text carry `data-aside`; emended words carry their
printed form in `data-printed`. So the printed text can be extracted from the page.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from edition.document.inline import (
    BLOCK_SEPARATOR,
    Blocks,
    Content,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Reference,
    Style,
    Styled,
    plain_text,
)
from edition.document.markdown.html_to_tree import TAGS
from edition.document.weave import Layer, LayerKind, Run, weave

_TAGS = {style: (f"<{tag}>", f"</{tag}>") for style, tag in TAGS.items()} | {
    Style.SMALL_CAPITALS: ('<span class="small-capitals">', "</span>")
}


def page_id(key: str) -> str:
    """Compute the id of a part on the reading page from its key in the document.

    "p14" has "p14", the note "n7" "fn7", "entity lavrov" "entity-lavrov".
    """
    return f"f{key}" if key.startswith("n") else key.replace(" ", "-", 1)


class Places:
    """The unique ids assigned on one page, and the places where each part appears.

    `labels` are the numbers of notes and the letters of annotations, by key.
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels
        self._counts: dict[str, int] = defaultdict(int)
        self._places: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def assign_id(self, base: str, key: str, target: str) -> str:
        """Assign a new id, `base` or `base-2` …, to a place of `key` in `target`."""
        self._counts[base] += 1
        ordinal = self._counts[base]
        id_ = base if ordinal == 1 else f"{base}-{ordinal}"
        self._places[key].append((target, id_))
        return id_

    def of(self, key: str) -> list[tuple[str, str]]:
        """List the places of `key` in reading order: the key of the text, and the id."""
        return self._places.get(key, [])

    def address(self, key: str) -> str:
        """Return the link target of a note's, annotation's or emendation's mark."""
        return f"#{page_id(key)}"

    def address_of_words(self, layers: Sequence[Layer]) -> str:
        """Return the link target of words under these layers, innermost last; "" for no link.

        Such links work by pointer only; a subclass that adds them must serve the keyboard too.
        """
        return ""


def woven_html(target: str, content: Content, layers: Sequence[Layer], places: Places) -> str:
    """Render the inside of the paragraph `target`, marking all `layers`."""
    return woven_blocks(target, (content,), layers, places)[0]


def woven_blocks(target: str, blocks: Blocks, layers: Sequence[Layer], places: Places) -> list[str]:
    """Render each block of the note `target`; offsets of layers count across all blocks."""
    woven = []
    offset = 0
    for block in blocks:
        woven.append(weave(block, layers, offset))
        offset += len(plain_text(block)) + len(BLOCK_SEPARATOR)
    weaver = _Weaver(target, places)
    weaver.record_ends([run for runs in woven for run in runs])
    return [weaver.html(runs) for runs in woven]


def mark_adjacent(html: str) -> str:
    """Add the class `next` to markers so close that their touch targets would overlap."""
    return _NEIGHBOUR.sub(r"\g<0> next", html)


# At most two characters lie between such markers, apart from tags.
_NEIGHBOUR = re.compile(
    r"(?<=</a></sup>)(?:</?span[^>]*>)*(?:[^<>](?:</?span[^>]*>)*){0,2}"
    r"<sup class=\"(?:marker|letter)"
)


def blocks_html(blocks: Blocks, labels: Mapping[str, str]) -> list[str]:
    """Render the inside of each block of an editor's text; a note reference becomes a plain link.

    `labels` are the numbers of notes as printed, by key.
    """
    return ["".join(_plain_html(node, labels) for node in block) for block in blocks]


def _plain_html(node: Inline, labels: Mapping[str, str]) -> str:
    match node:
        case Reference(note):
            label = escape(labels.get(note, note[1:]))
            return f'<a class="to-note" href="#{page_id(note)}">note {label}</a>'
        case LineBreak():
            return "<br>"
        case Styled() | Foreign() | Link():
            opening, closing = _tags(node)
            inside = (_plain_html(each, labels) for each in node.content)
            return opening + "".join(inside) + closing
    return escape(node.text, quote=False)


def _tags(node: Inline) -> tuple[str, str]:
    match node:
        case Styled(style):
            return _TAGS[style]
        case Foreign(language):
            return f'<span lang="{escape(language)}">', "</span>"
        case Link(url):
            away = ' rel="noopener"' if url.startswith(("http:", "https:")) else ""
            return f'<a href="{escape(url)}"{away}>', "</a>"
    raise TypeError(f"{node!r} has no child nodes.")


def _is_emendation(token: object) -> bool:
    return isinstance(token, Layer) and token.kind == LayerKind.EMENDATION


class _Weaver:
    """Renders runs as HTML, leaving an element open while the next run is inside it too."""

    def __init__(self, target: str, places: Places) -> None:
        self.target = target
        self.places = places
        self.started: set[Layer] = set()
        self.last_end: dict[Layer, int] = {}
        self.pieces: list[str] = []
        self.open: list[tuple[object, str]] = []  # path or layer, and closing tag
        self.pending: list[str] = []  # letters to write once the open link is closed

    def record_ends(self, runs: Sequence[Run]) -> None:
        """Record where each layer ends, so that its letter follows the last of its words."""
        self.last_end = {layer: run.end for run in runs for layer in run.layers}

    def html(self, runs: Sequence[Run]) -> str:
        self.pieces = []
        for run in runs:
            self.enter(run)
            self.pieces.append(self.leaf_html(run))
            ended = [layer for layer in run.layers if self.last_end[layer] == run.end]
            self.end_layers(run, [layer for layer in ended if run.end > run.start])
        self.close_to(0)
        return "".join(self.pieces)

    def enter(self, run: Run) -> None:
        """Close the elements that do not contain the run, and open those that do."""
        wanted: list[object] = [run.path[: depth + 1] for depth in range(len(run.path))]
        wanted += run.layers
        shared = 0
        for (is_open, _), want in zip(self.open, wanted, strict=False):
            if is_open != want or _is_emendation(want):  # each run has its own printed form
                break
            shared += 1
        self.close_to(shared)
        in_link = any(isinstance(node, Link) for node in run.around)
        for depth in range(shared, len(wanted)):
            if depth < len(run.around):
                opening, closing = _tags(run.around[depth])
            else:
                opening, closing = self.layer_tags(run, run.layers[depth - len(run.path)], in_link)
            self.pieces.append(opening)
            self.open.append((wanted[depth], closing))

    def close_to(self, depth: int) -> None:
        while len(self.open) > depth:
            self.pieces.append(self.open.pop()[1])
        if self.pending and not any(closing == "</a>" for _, closing in self.open):
            self.pieces += self.pending
            self.pending = []

    def layer_tags(self, run: Run, layer: Layer, in_link: bool) -> tuple[str, str]:
        first = layer not in self.started
        self.started.add(layer)
        match layer.kind:
            case LayerKind.EVENT:
                id_ = self.id_attribute(f"{layer.key}-{self.target}", layer) if first else ""
                return f'<span class="dated" data-event="{layer.key}"{id_}>', "</span>"
            case LayerKind.ANNOTATION:
                return f'<span class="annotated" data-annotation="{layer.key}">', "</span>"
            case LayerKind.MENTION:
                # A short name alone could equal another id on the page.
                id_ = self.id_attribute(f"entity-{layer.key}-{self.target}", layer) if first else ""
                return f'<span class="mention" data-entity="{layer.key}"{id_}>', "</span>"
            case LayerKind.EMENDATION:
                id_ = self.id_attribute(f"{layer.key}ref", layer) if first else ""
                printed = f'class="emended"{id_} data-printed="{escape(run.text)}"'
                if in_link or not first:  # links cannot nest, and each emendation is linked once
                    return f"<span {printed}>", "</span>"
                return f'<a {printed} href="{escape(self.places.address(layer.key))}">', "</a>"

    def id_attribute(self, base: str, layer: Layer) -> str:
        return f' id="{self.places.assign_id(base, layer.key, self.target)}"'

    def leaf_html(self, run: Run) -> str:
        emendation = next((x for x in run.layers if x.kind == LayerKind.EMENDATION), None)
        match run.leaf:
            case Reference(note):
                return self.marker(note)
            case _ if emendation:
                # Display the emended words once, in place of the whole printed passage.
                return (
                    escape(emendation.emended, quote=False) if run.start == emendation.start else ""
                )
            case LineBreak():
                return "<br>"
        words = escape(run.text, quote=False)
        in_link = any(isinstance(node, Link) for node in run.around)
        if not in_link and (address := self.places.address_of_words(run.layers)):
            return f'<a class="words" href="{escape(address)}" tabindex="-1">{words}</a>'
        return words

    def marker(self, note: str) -> str:
        label = escape(self.places.labels.get(note, note[1:]))
        id_ = self.places.assign_id(f"fnref{note[1:]}", note, self.target)
        return (
            f'<sup class="marker"><a id="{id_}" href="{escape(self.places.address(note))}"'
            f' role="doc-noteref" aria-label="Note {label}" data-aside>{label}</a></sup>'
        )

    def end_layers(self, run: Run, ended: Sequence[Layer]) -> None:
        letters = [self.letter(layer) for layer in ended if layer.kind == LayerKind.ANNOTATION]
        if not letters:
            return
        # The letter goes outside every element that covers only the annotated words.
        outermost = min(run.layers.index(x) for x in ended if x.kind == LayerKind.ANNOTATION)
        self.pending += letters
        self.close_to(len(run.path) + outermost)

    def letter(self, layer: Layer) -> str:
        letter = escape(self.places.labels.get(layer.key, layer.key))
        id_ = self.places.assign_id(f"{layer.key}ref", layer.key, self.target)
        address = escape(self.places.address(layer.key))
        return (
            f'<sup class="letter" data-aside><a id="{id_}" href="{address}"'
            f' aria-label="Annotation {letter}">{letter}</a></sup>'
        )
