import pytest

from seawall.core.bulk.checks import checked_each
from seawall.core.errors import InputError


def positive(value: int) -> int:
    if value < 1:
        raise InputError("value is too small.", ["value"])
    return 10 * value


def test_each_item_is_checked_and_an_error_names_it() -> None:
    assert checked_each([1, 2], positive, "replica") == [10, 20]
    with pytest.raises(InputError, match=r"^Replica 2: value is too small\.$") as caught:
        checked_each([1, 0, -1], positive, "replica")
    assert caught.value.problems == ("value",)
