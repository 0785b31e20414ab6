"""The header fields of a request: one check of all fields decides as a check of each."""

import re
from typing import cast

from hypothesis import example, given
from hypothesis import strategies as st

from seawall.core.errors import InputError
from seawall.core.http.message import Request
from seawall.core.http.outgoing import is_token
from seawall.transports.http_message.outgoing import are_valid_fields, outgoing_headers

VALUE = re.compile(r"(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?")
TEXTS = st.text(st.sampled_from("aZ0:- \t\n\r\0\x7fé,"), max_size=4) | st.sampled_from([b"a", None, 1])


@given(st.dictionaries(TEXTS, TEXTS, max_size=4))
@example({})
@example({"": ""})
@example({"a\nb": "c"})
@example({"a": "b\nc"})
@example({"a": "", "b": ""})
def test_all_fields_are_valid_if_each_is(fields: dict[object, object]) -> None:
    each = [
        is_token(name) and isinstance(value, str) and VALUE.fullmatch(value) is not None
        for name, value in fields.items()
    ]
    assert are_valid_fields(cast("dict[str, str]", fields)) is all(each)


NAMES = TEXTS | st.sampled_from(["accept", "Accept", "user-agent", "content-length", "host", "x-one", "1"])


@given(st.dictionaries(NAMES, TEXTS | st.just("0"), max_size=4))
def test_most_requests_get_the_same_fields_in_a_shorter_way(fields: dict[object, object]) -> None:
    def outcome(method: str) -> object:
        try:
            return outgoing_headers(Request(method, "https://api.test/", cast("dict[str, str]", fields)))
        except InputError as error:
            return str(error)

    assert outcome("GET") == outcome("HEAD")
