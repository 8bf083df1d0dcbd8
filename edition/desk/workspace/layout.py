"""View model of the workspace: each text woven, with the marks on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from edition.apparatus.models import Entity
from edition.desk.links import KEYED
from edition.document.html import Places, mark_adjacent, page_id, woven_blocks
from edition.document.inline import references
from edition.document.layers import all_anchors, annotation_letters, layers_by_target
from edition.document.values import Anchor, Document, Note, Paragraph
from edition.document.weave import Layer, LayerKind
from edition.releases.working_copy import WorkingCopy
from edition.texts.models import Edition
from edition.timeline.date_words import in_words

AnchorKey = tuple[LayerKind, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the list beside a text: an annotation, a note and so on."""

    id: str
    name: str
    url: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The marks of one kind on one text; `kind` is the class that hides them."""

    kind: str
    name: str
    marks: tuple[Mark, ...]

    @property
    def links(self) -> SafeString:
        """The links, rendered here: a template would take as long for them as for all the rest."""
        return mark_safe('<span aria-hidden="true"> · </span>'.join(map(_link, self.marks)))


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A paragraph or a note: `key` "p14" or "n7", `id` "p14" or "fn7", `name` "¶14" or "note 7".

    `acts` are the links to actions on its words.
    """

    key: str
    id: str
    name: str
    label: str
    url: str
    language: str
    blocks: tuple[SafeString, ...]
    groups: tuple[Group, ...]
    acts: SafeString


@dataclass(frozen=True, slots=True)
class SectionLayout:
    key: str
    pk: int
    heading: SafeString
    url: str
    paragraphs: tuple[TextLayout, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    sections: tuple[SectionLayout, ...]
    notes: tuple[TextLayout, ...]


def _link(mark: Mark) -> str:
    words = f" <q>{escape(mark.words)}</q>" if mark.words else ""
    return f'<a id="{mark.id}" href="{escape(mark.url)}">{escape(mark.name)}{words}</a>'


GROUPS = {
    "lost": "Lost its place",
    "notes": "Notes",
    LayerKind.ANNOTATION: "Annotations",
    LayerKind.EMENDATION: "Emendations",
    LayerKind.EVENT: "Events",
    LayerKind.MENTION: "Names",
}


class FormPlaces(Places):
    """Places on a page whose marks all link to forms."""

    def __init__(self, labels: Mapping[str, str], forms: Mapping[str, str]) -> None:
        super().__init__(labels)
        self.forms = forms

    def address(self, key: str) -> str:
        return self.forms.get(key, "#")

    def address_of_words(self, layers: Sequence[Layer]) -> str:
        return self.forms.get(layers[-1].key, "") if layers else ""


def build_layout(copy: WorkingCopy, repair_url: str, acts: str) -> Layout:
    """Weave each text and list what is anchored to it, in a constant number of queries.

    `acts` is HTML with the placeholders `{key}`, `{id}` and `{name}`, filled in for each text.
    """
    document = copy.document
    rows = _rows(copy.edition)  # read after `copy`: some may be deleted already
    forms = {key: f"{base}{pk}/change/" for key, (base, pk) in rows.items()}
    lost = _lost(copy)
    layers = {
        target: [each for each in on_it if _anchor_key(target, each) not in lost]
        for target, on_it in layers_by_target(document).items()
    }
    letters = annotation_letters(document)
    places = FormPlaces({note.key: note.label for note in document.notes} | letters, forms)
    beside = _Marks(document, forms, letters, lost, repair_url)

    def show(text: Paragraph | Note) -> TextLayout:
        is_note = isinstance(text, Note)
        blocks = text.blocks if isinstance(text, Note) else (text.content,)
        label = text.label if isinstance(text, Note) else text.key[1:]
        name = f"note {label}" if is_note else f"¶{label}"
        id_ = page_id(text.key)
        return TextLayout(
            key=text.key,
            id=id_,
            name=name,
            label=label,
            url=forms.get(text.key, ""),
            language=text.language,
            blocks=tuple(
                mark_safe(mark_adjacent(html))
                for html in woven_blocks(text.key, blocks, layers.get(text.key, ()), places)
            ),
            groups=beside.groups(text.key, blocks),
            acts=mark_safe(acts.format(key=text.key, id=id_, name=escape(name))),
        )

    sections = tuple(
        SectionLayout(
            key=section.key,
            pk=rows[section.key][1] if section.key in rows else 0,
            heading=mark_safe(woven_blocks(section.key, (section.heading,), (), places)[0]),
            url=forms.get(section.key, ""),
            paragraphs=tuple(map(show, section.paragraphs)),
        )
        for section in document.sections
    )
    return Layout(sections, tuple(map(show, document.notes)))


class _Marks:
    """The marks on each text, by kind, in the order of its words."""

    def __init__(
        self,
        document: Document,
        forms: Mapping[str, str],
        letters: Mapping[str, str],
        lost: set[AnchorKey],
        repair_url: str,
    ) -> None:
        self.forms = forms
        self.labels = {note.key: note.label for note in document.notes}
        self.names = _names(document, letters)
        self.on: dict[str, list[tuple[int, str, str, str, str]]] = defaultdict(list)
        for kind, key, anchor in all_anchors(document):
            is_lost = (kind, key, anchor.target, anchor.start, anchor.end) in lost
            url = f"{repair_url}#{key}" if is_lost else forms.get(key, "#")
            group = "lost" if is_lost else kind
            self.on[anchor.target].append((anchor.start, group, key, anchor.exact, url))

    def groups(self, target: str, blocks: Sequence) -> tuple[Group, ...]:
        found: dict[str, dict[str, Mark]] = defaultdict(dict)
        for key in (note for block in blocks for _, note in references(block)):
            mark = Mark(f"on-{target}-{key}", self.labels.get(key, key), self.forms.get(key, "#"))
            found["notes"].setdefault(key, mark)
        for _, group, key, words, url in sorted(self.on[target], key=lambda each: each[0]):
            # An entity mentioned several times in one paragraph is listed once.
            if key not in found[group]:
                is_said = group in (LayerKind.MENTION, LayerKind.EMENDATION)
                words = "" if is_said else Truncator(words).chars(60)
                id_ = f"on-{target}-{key}" + ("-lost" if group == "lost" else "")
                found[group][key] = Mark(id_, self.names[key], url, words)
        return tuple(
            Group(str(kind), name, tuple(found[kind].values()))
            for kind, name in GROUPS.items()
            if kind in found
        )


def _names(document: Document, letters: Mapping[str, str]) -> dict[str, str]:
    """Name everything that can be anchored to a text, by key."""
    return {
        **{each.key: f"{letters[each.key]} {each.kind}" for each in document.annotations},
        **{
            each.key: f"“{Truncator(each.printed).chars(60)}” → {each.emended or '[left out]'}"
            for each in document.emendations
        },
        **{
            each.key: f"{in_words(each.edtf, each.wording)}: {each.label}"
            for each in document.events
        },
        **{each.key: each.name for each in document.entities},
    }


def _rows(edition: Edition) -> dict[str, tuple[str, int]]:
    """Find the changelist URL and the id of everything with a key."""
    found: dict[str, tuple[str, int]] = {}
    for model in (*KEYED.values(), Entity):
        base = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        rows = model._default_manager.filter(edition=edition).order_by().values_list("pk", "key")
        found |= {key: (base, pk) for pk, key in rows}
    return found


def _anchor_key(target: str, layer: Layer) -> AnchorKey:
    return layer.kind, layer.key, target, layer.start, layer.end


def _lost(copy: WorkingCopy) -> set[AnchorKey]:
    """Find the anchors that cannot be woven: those marked as lost, and any on other words."""
    texts = copy.document.texts()

    def is_off(anchor: Anchor) -> bool:
        return texts[anchor.target][anchor.start : anchor.end] != anchor.exact

    off = (each for each in all_anchors(copy.document) if is_off(each[2]))
    return {
        (kind, key, anchor.target, anchor.start, anchor.end)
        for kind, key, anchor in (*copy.lost, *off)
    }
