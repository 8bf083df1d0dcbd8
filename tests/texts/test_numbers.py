import pytest

from edition.texts.numbers import LARGEST, number_or_none


@pytest.mark.parametrize("text", ["0", "7", "007", str(LARGEST)])
def test_numbers_are_read(text):
    assert number_or_none(text) == int(text)


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1.0", " 1", "1_000", "²", "٣", "１", str(LARGEST + 1), "9" * 5000]
)
def test_nothing_else_is(text):
    assert number_or_none(text) is None


def test_a_number_can_be_too_large_for_its_purpose():
    assert number_or_none("10", 10) == 10
    assert number_or_none("11", 10) is None
