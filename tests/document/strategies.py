"""Contents and documents of every shape, for properties that must hold of them all."""

import unicodedata

from hypothesis import strategies as st

from edition.document.inline import (
    UNFIT,
    Content,
    Foreign,
    LineBreak,
    Link,
    Reference,
    Style,
    Styled,
    Text,
    normalise,
)
from edition.document.values import (
    Anchor,
    Annotation,
    Choice,
    Citation,
    Contributor,
    Document,
    Emendation,
    Entity,
    Event,
    Note,
    Paragraph,
    Poll,
    Section,
    Witness,
)
from edition.document.weave import Layer, LayerKind

# Whatever a document holds is in Unicode form NFC.
st.register_type_strategy(str, st.text().map(lambda text: unicodedata.normalize("NFC", text)))

# What gives a parser trouble, beside any letter whatever.
TROUBLE = "\\`*_{}[]()<>#+-.!&~|:='\"^ \u00a0\u3000é–’“”阎学\u0301\u200b\ufeff&amp;1"

# A line that begins or ends with a space cannot be written; words do not either.
text = st.text(
    st.sampled_from(TROUBLE)
    | st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    min_size=1,
).map(lambda text: UNFIT.sub("x", unicodedata.normalize("NFC", text)).strip(" ") or "x")
languages = st.sampled_from(["zh", "ru", "pt-BR"])
urls = st.sampled_from(
    ["https://example.org/", "http://a.b/c_(d)?e=1&f=*2*#g", "mailto:a@b.c", "#p14", "../x/[y]"]
)


def contents(inside_link: bool = False, depth: int = 3) -> st.SearchStrategy[Content]:
    nodes = [text.map(Text), st.just(LineBreak())]
    if not inside_link:
        nodes.append(st.integers(1, 40).map(lambda number: Reference(f"n{number}")))
    if depth:
        inner = contents(inside_link, depth - 1).filter(bool)
        nodes.append(st.builds(Styled, st.sampled_from(Style), inner))
        nodes.append(st.builds(Foreign, languages, inner))
        if not inside_link:
            linked = contents(True, depth - 1).filter(bool)
            nodes.append(st.builds(Link, urls, linked))
    return st.lists(st.one_of(nodes), max_size=6).map(tuple).map(normalise)


def layers_over(length: int) -> st.SearchStrategy[list[Layer]]:
    """Any layers that lie within a text of this length."""
    starts = st.integers(0, length - 1)
    spans = starts.flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, length)))
    return st.lists(
        st.builds(
            lambda span, kind, key: Layer(kind, key, *span, emended="corrected"),
            spans,
            st.sampled_from(LayerKind),
            st.sampled_from(["a1", "a2", "e1", "m1", "m2", "yan-xuetong"]),
        ),
        max_size=8,
    )


def documents() -> st.SearchStrategy[Document]:
    """Documents with any values in their fields, whether or not they make sense together."""
    return st.builds(
        Document,
        sections=few(
            st.builds(
                Section,
                paragraphs=few(st.builds(Paragraph, content=contents())),
                heading=contents(),
            )
        ),
        notes=few(st.builds(Note, blocks=blocks, citations=few(st.builds(Citation)))),
        contributors=few(st.builds(Contributor)),
        witnesses=few(st.builds(Witness)),
        note_on_the_text=blocks,
        annotations=few(st.builds(Annotation, anchor=st.builds(Anchor), blocks=blocks)),
        emendations=few(st.builds(Emendation, anchor=st.builds(Anchor))),
        entities=few(st.builds(Entity, mentions=few(st.builds(Anchor)))),
        events=few(st.builds(Event, passages=few(st.builds(Anchor)))),
        polls=few(st.builds(Poll, choices=few(st.builds(Choice)))),
    )


def few(strategy: st.SearchStrategy) -> st.SearchStrategy[tuple]:
    return st.lists(strategy, max_size=2).map(tuple)


blocks = few(contents(depth=1))
