"""However the files of a folder are spoilt, the answer is a reading or a refusal."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.document.json import dumps, loads
from edition.exchange import ImportRefused, read
from tests.exchange.folders import make_folder

LAYERS = ["edition", "annotations", "emendations", "events", "entities", "citations"]
NAMES = [f"{layer}.toml" for layer in LAYERS] + ["note.md"]
PIECES = [
    b"",
    b"\n",
    b'"',
    b"[",
    b"[[",
    b"]",
    b"=",
    b"{}",
    b"1",
    b"true",
    b"0x1F",
    b"\xff",
    b"\\u0000",
]
PIECES += [b'""', b"2026-11-23", b"2026-11-23T10:00:00", b"[[1]]", b"\\u0301", b"inf", b"[" * 5000]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_folder(tmp_path_factory.mktemp("folder"))


@given(
    name=st.sampled_from(NAMES),
    start=st.integers(0, 400),
    length=st.integers(0, 40),
    put=st.sampled_from(PIECES) | st.binary(max_size=3),
)
def test_mutations_of_its_files(folder, name, start, length, put):
    path = folder / name
    whole = path.read_bytes()
    path.write_bytes(whole[:start] + put + whole[start + length :])
    try:
        with suppress(ImportRefused):
            document = read(folder).document
            assert loads(dumps(document)) == document
    finally:
        path.write_bytes(whole)


values = st.recursive(
    st.integers()
    | st.booleans()
    | st.sampled_from(['"p1"', '"a"', "2026-11-23", "1.5", '"\\u0007"']),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(map(str, items))}]")
        | inner.map(lambda item: f"{{ key = {item} }}")
    ),
    max_leaves=4,
).map(lambda value: str(value).lower() if isinstance(value, bool) else str(value))


@given(layer=st.sampled_from(LAYERS), at=st.integers(0, 20), value=values)
def test_values_of_any_kind(folder, layer, at, value):
    path = folder / f"{layer}.toml"
    whole = path.read_text(encoding="utf-8")
    lines = whole.split("\n")
    at %= len(lines)
    lines[at] = f"{lines[at].partition('=')[0]}= {value}"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        with suppress(ImportRefused):
            read(folder)
    finally:
        path.write_text(whole, encoding="utf-8")
