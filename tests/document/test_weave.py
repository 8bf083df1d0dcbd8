from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from edition.document.html import Places, woven_blocks, woven_html
from edition.document.inline import Link, Reference, Text, blocks_text, leaves, plain_text
from edition.document.weave import Layer, LayerKind, weave
from tests.document.strategies import contents, layers_over

woven = contents().flatmap(
    lambda content: st.tuples(st.just(content), layers_over(max(1, len(plain_text(content)))))
)


class Reader(HTMLParser):
    """Reads a paragraph as the page's contract says: asides left out, printed forms put back."""

    VOID = {"br"}

    def __init__(self):
        super().__init__()
        self.text, self.shown, self.markers, self.ids, self.stack = "", "", 0, [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        self.markers += attrs.get("role") == "doc-noteref"
        if tag == "a":
            assert not any(open_tag == "a" for open_tag, _ in self.stack), "a link in a link"
        hidden = any(hidden for _, hidden in self.stack)
        if tag == "br" and not hidden:
            self.text += "\n"
        if "data-printed" in attrs and not hidden:
            self.text += attrs["data-printed"]
        if tag not in self.VOID:
            self.stack.append((tag, hidden or "data-aside" in attrs or "data-printed" in attrs))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        if not any(hidden for _, hidden in self.stack):
            self.text += data


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.stack
    return reader


@given(woven)
def test_weaving_neither_loses_nor_repeats_a_character(example):
    content, layers = example
    runs = weave(content, layers)
    assert "".join(run.text for run in runs) == plain_text(content)
    assert [run.start for run in runs] == sorted(run.start for run in runs)


@given(woven)
def test_weaving_keeps_every_reference_in_its_place(example):
    content, layers = example
    kept = [run.leaf for run in weave(content, layers) if isinstance(run.leaf, Reference)]
    assert kept == [leaf for leaf in leaves(content) if isinstance(leaf, Reference)]


@given(woven)
def test_a_layer_covers_the_words_it_lies_over(example):
    content, layers = example
    layers = [layer for layer in layers if layer.kind != LayerKind.EMENDATION]
    text = plain_text(content)
    for layer in layers:
        runs = [run for run in weave(content, layers) if layer in run.layers]
        assert "".join(run.text for run in runs) == text[layer.start : layer.end]


@given(woven)
def test_the_printed_text_can_be_read_out_of_the_html(example):
    content, layers = example
    emended = [layer for layer in layers if layer.kind == LayerKind.EMENDATION][:1]
    layers = [layer for layer in layers if layer.kind != LayerKind.EMENDATION] + emended
    reader = read(woven_html("p1", content, layers, Places({})))
    assert reader.text == plain_text(content)
    assert reader.markers == sum(isinstance(leaf, Reference) for leaf in leaves(content))
    assert len(reader.ids) == len(set(reader.ids))


@given(st.lists(contents(), min_size=1, max_size=3).map(tuple), st.data())
def test_layers_reach_across_the_blocks_of_a_note(blocks, data):
    text = blocks_text(blocks)
    layers = data.draw(layers_over(max(1, len(text))))
    layers = [layer for layer in layers if layer.kind != LayerKind.EMENDATION]
    html = woven_blocks("n1", blocks, layers, Places({}))
    assert "\n\n".join(read(each).text for each in html) == text


def test_overlapping_annotations_share_their_words():
    arms = Layer(LayerKind.ANNOTATION, "a1", 0, 8)
    man = Layer(LayerKind.ANNOTATION, "a2", 5, 13)
    assert [(run.text, run.layers) for run in weave((Text("Arma virumque"),), [arms, man])] == [
        ("Arma ", (arms,)),
        ("vir", (arms, man)),
        ("umque", (man,)),
    ]


def test_a_layer_that_ends_inside_an_emendation_covers_all_of_it():
    emendation = Layer(LayerKind.EMENDATION, "m1", 9, 14, "take")
    annotation = Layer(LayerKind.ANNOTATION, "a1", 0, 11)
    last = weave((Text("will not takes sides"),), [emendation, annotation])[1]
    assert (last.text, {layer.key for layer in last.layers}) == ("takes", {"m1", "a1"})


def test_emended_words_show_once_and_keep_their_printed_form():
    layer = Layer(LayerKind.EMENDATION, "m1", 9, 14, "take")
    html = woven_html("p8", (Text("will not takes sides"),), [layer], Places({}))
    assert html == (
        'will not <a class="emended" id="m1ref" data-printed="takes" href="#m1">take</a> sides'
    )


def test_a_letter_never_stands_inside_a_link():
    layer = Layer(LayerKind.ANNOTATION, "a1", 0, 3)
    html = woven_html("p1", (Link("#x", (Text("one two"),)),), [layer], Places({"a1": "a"}))
    assert html.startswith(
        '<a href="#x"><span class="annotated" data-annotation="a1">one</span> two</a>'
    )


def test_a_note_called_twice_has_two_markers():
    places = Places({"n7": "7"})
    woven_html("p1", (Text("one"), Reference("n7"), Text("two"), Reference("n7")), [], places)
    assert places.of("n7") == [("p1", "fnref7"), ("p1", "fnref7-2")]


def test_an_annotation_over_two_blocks_has_one_letter():
    blocks = ((Text("one"),), (Text("two"),))
    layer = Layer(LayerKind.ANNOTATION, "a1", 1, 7)
    first, second = woven_blocks("n9", blocks, [layer], Places({"a1": "a"}))
    assert ("letter" in first, "letter" in second) == (False, True)
