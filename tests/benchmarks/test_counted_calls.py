"""The count of calls is the same each time, and names what was called."""

import gc
import sys
from collections.abc import Iterator

import pytest

from tests.counted_calls import counted_calls


def _double(number: int) -> int:
    return number + number


def _doubled(count: int) -> Iterator[int]:
    for number in range(count):
        yield _double(number)


def _statement() -> int:
    return sum(_doubled(5))


def test_a_count_names_each_function_and_is_repeated_exactly() -> None:
    counted = counted_calls(_statement)
    # A generator is resumed once more than it yields.
    expected = {"_statement": 1, "_doubled": 6, "_double": 5}
    assert counted == {f"{__name__}.{name}": count for name, count in expected.items()}
    assert counted_calls(_statement) == counted


def test_profile_and_garbage_collection_are_as_before_even_after_an_error() -> None:
    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        counted_calls(fail)
    assert sys.getprofile() is None
    assert gc.isenabled()
