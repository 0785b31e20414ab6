import json

import pytest

from seawall.core.lazy_names import lazy_names

GET = lazy_names(
    "json", {"json": ("loads",), ".decoder": ("JSONDecoder", "Reader")}, renamed={"Reader": "JSONDecoder"}
)


def test_a_name_comes_from_its_part() -> None:
    assert GET("loads") is json.loads
    assert GET("JSONDecoder") is json.JSONDecoder


def test_a_part_may_call_it_otherwise() -> None:
    assert GET("Reader") is json.JSONDecoder


def test_a_name_of_no_part_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"^module 'json' has no attribute 'nothing'$"):
        GET("nothing")
