"""Whatever is read, the answer is a reading or a refusal, and it comes soon."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.document.inline import plain_text
from edition.document.json import dumps, loads
from edition.exchange import ImportRefused
from tests.exchange.articles import SMALL, SOURCE, reading_of

ARTICLE = SOURCE.read_bytes()
PIECES = [b"[1]", b"[30]", b"\n\n", b"\n", b"\xff", b"\x00", b"\r", "\u00a0".encode(), b"[", b": "]
PIECES += [
    b"Poll conducted\n",
    b"5 (50%)\n",
    "词".encode(),
    b"e\xcc\x81",
    b"For students\n",
    b"* * *",
]
HOSTILE = ["[", "]", "[1]", "[1", "[9999]", "[1]\n", "[1]\n\n", "a: ", "\u0301", "词a", "“.”"]
HOSTILE += ["\x00", "* ", "Share\n", "Poll conducted\n", "1. a\n", "5 (5%)\n", "\t", "\na\n\n"]
HOSTILE += ["A ", "\r", "e\u0301\n"]


def read_or_refuse(data):
    try:
        document = reading_of(data).document
    except ImportRefused as refused:
        assert refused.problems
        assert str(refused)
        return
    assert loads(dumps(document)) == document


@given(st.binary(max_size=300))
def test_random_bytes(data):
    read_or_refuse(data)


@given(st.text(max_size=300))
def test_random_text_under_a_title(text):
    read_or_refuse(b"Ada Lovelace: Engines\n\n1843\n\n" + text.encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from([*PIECES, *SMALL.encode().split(b" ")]), max_size=40))
def test_random_pieces_of_articles(pieces):
    read_or_refuse(b"".join(pieces))


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(ARTICLE)),
            st.integers(0, 200),
            st.binary(max_size=3) | st.sampled_from(PIECES),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_mutations_of_the_article(mutations):
    data = ARTICLE
    for start, length, put in mutations:
        data = data[:start] + put + data[start + length :]
    read_or_refuse(data)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_repetition_is_answered_soon(hostile):
    data = (SMALL + hostile * (100_000 // len(hostile))).encode()
    start = time.process_time()
    with suppress(ImportRefused):
        reading_of(data)
    assert time.process_time() - start < 5


def test_ten_times_the_article_is_read_in_under_a_second():
    paragraphs = "\n\n".join(f"Paragraph {n} says much. " * 30 for n in range(280))
    start = time.process_time()
    document = reading_of(f"Ada Lovelace: Engines\n\n1843\n\n{paragraphs}").document
    assert len(document.paragraphs) == 280
    assert time.process_time() - start < 1


words = st.lists(
    st.text("abcdeéñAZ’—\u00a0", min_size=1, max_size=8).filter(lambda w: w.strip("’—\u00a0")),
    min_size=1,
    max_size=12,
).map(" ".join)
sentences = words.map(lambda said: f"The {said}.")
headings = words.map(lambda said: f"Of {said}"[:90].rstrip(" ’—\u00a0"))
sections = st.lists(
    st.tuples(headings, st.lists(st.tuples(sentences, st.booleans()), min_size=1, max_size=4)),
    min_size=1,
    max_size=4,
)


@given(sections, st.lists(sentences, min_size=16, max_size=16))
def test_an_article_written_as_text_reads_back_the_same(sections, notes):
    lines, count = ["Ada Lovelace: Engines", "1843"], 0
    for heading, paragraphs in sections:
        lines.append(heading)
        for sentence, is_noted in paragraphs:
            count += is_noted
            lines.append(f"{sentence}[{count}]" if is_noted else sentence)
    lines += [f"[{number}] {note}" for number, note in enumerate(notes[:count], start=1)]
    document = reading_of("\n\n".join(lines)).document
    assert [
        (plain_text(section.heading), [paragraph.text for paragraph in section.paragraphs])
        for section in document.sections
    ] == [(heading, [sentence for sentence, _ in said]) for heading, said in sections]
    assert [note.text for note in document.notes] == notes[:count]
