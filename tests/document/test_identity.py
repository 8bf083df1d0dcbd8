"""Results are cached for the very value they were computed from."""

from edition.document.identity import cache_by_identity


def test_a_value_is_computed_once_and_an_equal_one_anew():
    computed = []
    length = cache_by_identity(10)(lambda value: computed.append(value) or len(value))
    value, equal = tuple("arma"), tuple("arma")
    assert value is not equal
    assert [length(value), length(value), length(equal)] == [4, 4, 4]
    assert len(computed) == 2


def test_a_value_that_nobody_else_holds_keeps_its_result_for_itself():
    length = cache_by_identity(5)(len)
    # Python gives the place of a value that was freed to the next one.
    assert [length((0,) * number) for number in range(100)] == list(range(100))
