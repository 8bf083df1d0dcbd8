"""Cache functions of immutable values by the identity of the value."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")


def cache_by_identity(
    size: int,
) -> Callable[[Callable[[Value], Result]], Callable[[Value], Result]]:
    """Cache the results for up to `size` values, which stay alive with them; then forget all.

    A tree of tuples and dataclasses has no cached hash: to compute one takes as long as the walk
    that is to be saved. An equal value that is another object is computed anew.
    """

    def decorate(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
        cached: dict[int, tuple[Value, Result]] = {}

        @wraps(function)
        def with_cache(value: Value) -> Result:
            if (found := cached.get(id(value))) is not None:
                return found[1]
            result = function(value)
            if len(cached) >= size:
                cached.clear()
            cached[id(value)] = value, result
            return result

        return with_cache

    return decorate
