"""Any JSON decodes, or is a ValueError: no answer of a server leads to another error."""

import json
import pickle
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from seawall.core.wire.codec import decoder_for, encode
from tests.core.wire.pets import (
    Circle,
    Colored,
    DefaultPet,
    Deleted,
    Formats,
    Labels,
    Named,
    Open,
    Pet,
    RenamedFormats,
    Text,
    Tree,
)

TYPES: tuple[Any, ...] = (
    Tree,
    list[Tree | None],
    Pet,
    DefaultPet | None,
    dict[str, Pet],
    Formats,
    list[RenamedFormats],
    Labels,
    Open,
    str | Text | Deleted | list[Circle | Named],
    Colored | dict[str, Any],
)
# Keys and values that the models have, so that more than the outermost object is reached.
_KEYS = st.sampled_from(
    (
        *("@type", "treeId", "color", "pets", "branches", "byName", "name", "kind", "at", "day", "type"),
        *("@sizes", "body", "deleted", "id", "radius", "size", "v4", "took", "createdAt", "bark", "x"),
    )
)
_TEXTS = ("cat", "dog", "bird", "red", "text", "2024-05-06", "2024-05-06T07:08:09Z", "PT1S", "::1")
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=3),
    st.sampled_from(_TEXTS),
)
VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=5)),
    max_leaves=12,
)


@given(st.sampled_from(TYPES), VALUES)
def test_any_json_decodes_or_is_a_value_error(type_: Any, value: object) -> None:
    decoder, body = decoder_for(type_), json.dumps(value).encode()
    try:
        strict: object = decoder.decode(body)
    except ValueError:
        strict = None
        try:
            found = decoder.decode_tolerant(body, "GET /any")
        except ValueError:
            return
        assert found.drifts
    else:
        found = decoder.decode_tolerant(body, "GET /any")
        assert found.drifts == ()
        assert found.value == strict
    assert repr(found.value)
    assert pickle.loads(pickle.dumps(found.value)) == found.value


@given(st.sampled_from(TYPES), VALUES)
def test_what_was_decoded_decodes_again_to_the_same(type_: Any, value: object) -> None:
    decoder, body = decoder_for(type_), json.dumps(value).encode()
    try:
        found = decoder.decode_tolerant(body, "GET /any").value
    except ValueError:
        return
    again = decoder.decode_tolerant(encode(found), "GET /any").value
    assert again == found
