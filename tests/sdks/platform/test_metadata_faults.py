"""Metadata that is no JSON: each entry point names the argument and the key, before anything is sent."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from seawall.core.errors import InputError
from seawall.sdks.platform import Client, NewArtifact, NewItem
from seawall.transports import MemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform

CIRCLE: dict[str, object] = {}
CIRCLE["a"] = [CIRCLE]
DATA: list[tuple[Any, str]] = [
    ({"a": [1, object()]}, ".a[1] is of type object, which has no form in JSON"),
    ({"a": {"b": math.nan}}, ".a.b is nan"),
    ({"a": {"b": {1}}}, ".a.b is of type set"),
    ({"a": {7: 1}}, ".a has a key of type int"),
    ({7: 1}, " has a key of type int"),
    (CIRCLE, ".a[0] is a part of itself"),
    ({"a": "\ud800"}, ".a can not be encoded"),
    ({"a b": [b"x"]}, "['a b'][0] is of type bytes"),
    ([1], " is of type list"),
]
Entry = Callable[[Client, Any], object]
ENTRIES: dict[str, tuple[str, Entry]] = {
    "submit": ("custom_metadata", lambda client, data: client.runs.submit("x", [], custom_metadata=data)),
    "item": ("custom_metadata", lambda _, data: NewItem(external_id="e", custom_metadata=data)),
    "artifact": ("metadata", lambda _, data: NewArtifact(name="n", download_url="u", metadata=data)),
    "update": ("custom_metadata", lambda client, data: client.run(RUN_ID).update_metadata(data)),
    "update of an item": (
        "custom_metadata",
        lambda client, data: client.run(RUN_ID).update_item_metadata("e", data),
    ),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_metadata_that_is_no_json_is_named_by_argument_and_key(name: str) -> None:
    argument, entry = ENTRIES[name]
    for data, fault in DATA:
        platform = Platform({})
        client = Client(base_url="http://platform.test", token="t", transport=MemoryTransport(platform))
        with client, pytest.raises(InputError) as caught:
            entry(client, data)
        assert str(caught.value).startswith(f"{argument}{fault}"), data
        assert platform.seen == []
