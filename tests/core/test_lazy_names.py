import json

import pytest

from seawall.core.lazy_names import lazy_names

GET = lazy_names("json", {"Decoder": ".decoder", "loads": "json"}, named=lambda name: f"JSON{name}"[-11:])


def test_a_name_comes_from_its_place() -> None:
    assert lazy_names("json", {"loads": "json"})("loads") is json.loads
    assert lazy_names("json", {"JSONDecoder": ".decoder"})("JSONDecoder") is json.JSONDecoder


def test_a_name_may_be_another_there() -> None:
    assert GET("Decoder") is json.JSONDecoder


def test_a_name_without_a_place_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"^module 'json' has no attribute 'nothing'$"):
        GET("nothing")
