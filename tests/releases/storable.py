"""Hypothesis strategies for the documents that a working copy can store."""

from hypothesis import strategies as st

from edition.document.changes.anchoring import anchor_at
from edition.document.inline import Reference, Text
from edition.document.values import (
    Annotation,
    AnnotationKind,
    Choice,
    Citation,
    Contributor,
    Document,
    Emendation,
    Entity,
    EntityKind,
    Event,
    Note,
    Paragraph,
    Poll,
    Role,
    Section,
)

TEXTS = st.sampled_from(["Arma virumque cano.", "Troiae qui primus ab oris.", "Musa, mihi causas."])


def some(letter, draw, at_least=0):
    """Some keys of one kind; two documents often share a few."""
    numbers = draw(st.lists(st.integers(1, 5), unique=True, min_size=at_least, max_size=4))
    return [f"{letter}{number}" for number in numbers]


@st.composite
def storable(draw):
    labels = draw(st.permutations("12345"))
    notes = tuple(
        Note(
            key, label, ((Text(draw(TEXTS)),),), citations=tuple(draw(st.lists(works, max_size=2)))
        )
        for key, label in zip(some("n", draw), labels, strict=False)
    )
    keys = some("p", draw, at_least=1)
    texts = {key: draw(TEXTS) for key in keys}
    called = {
        key: draw(st.lists(st.sampled_from(notes), max_size=2) if notes else st.just([]))
        for key in keys
    }
    paragraphs = [
        Paragraph(key, (Text(texts[key]), *(Reference(note.key) for note in called[key])))
        for key in keys
    ]
    cut = draw(st.integers(0, len(paragraphs)))
    parts = [part for part in (paragraphs[:cut], paragraphs[cut:]) if part]
    sections = tuple(
        Section(key, tuple(part), (Text(draw(TEXTS)),))
        for key, part in zip(draw(st.permutations(["s1", "s2", "s3"])), parts, strict=False)
    )
    texts |= {note.key: note.text for note in notes}

    def anchor():
        key = draw(st.sampled_from(sorted(texts)))
        start = draw(st.integers(0, len(texts[key]) - 1))
        return anchor_at(key, texts[key], start, draw(st.integers(start + 1, len(texts[key]))))

    def anchors():
        return tuple(anchor() for _ in range(draw(st.integers(0, 2))))

    people = ("ada", "ben") if draw(st.booleans()) else ("ben", "cy")
    signed = {"by": people[1], "made_on": "2026-11-23"}
    said = ((Text(draw(TEXTS)),),)
    return Document(
        slug="any",
        title=draw(TEXTS),
        sections=sections,
        notes=notes,
        contributors=tuple(Contributor(key, key.title(), Role.EDITOR) for key in people),
        annotations=tuple(
            Annotation(key, anchor(), AnnotationKind.GLOSS, said, **signed)
            for key in sorted(some("a", draw))
        ),
        emendations=tuple(
            Emendation(key, anchor(), draw(TEXTS), "A misprint.", **signed)
            for key in sorted(some("m", draw))
        ),
        entities=tuple(
            Entity(f"entity-{key}", draw(TEXTS), EntityKind.PERSON, mentions=anchors())
            for key in some("x", draw)
        ),
        events=tuple(
            Event(
                key,
                "2013",
                draw(TEXTS),
                passages=anchors(),
                notes=tuple(note.key for note in notes if draw(st.booleans())),
            )
            for key in some("e", draw)
        ),
        polls=tuple(
            Poll(f"poll-{key}", draw(TEXTS), (Choice("one", draw(TEXTS)),))
            for key in some("x", draw)
        ),
    )


works = st.builds(
    Citation, kind=st.just("book"), title=TEXTS, authors=st.lists(TEXTS, max_size=1).map(tuple)
)
