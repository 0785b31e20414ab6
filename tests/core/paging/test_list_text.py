"""The text of a list shows its filters and no secret."""

from enum import Enum

from seawall.core.engine.call import Call, Operation
from seawall.core.paging.list_text import list_text
from seawall.core.wire.unset import UNSET

LIST: Operation[object] = Operation(
    id="list", method="GET", path="/runs/{run_id}/items", result_types={200: None}
)


class State(Enum):
    DONE = "done"


def test_numbers_and_members_are_shown_and_texts_are_not() -> None:
    query = {
        "state": State.DONE,
        "ids": ["a", "b", "c", "d", "e"],
        "size": 5,
        "all": True,
        "not": None,
        "no": UNSET,
    }
    assert list_text(Call(LIST, path={"run_id": "7"}, query=query)) == (
        "GET /runs/7/items, state='done', ids=…, size=5, all=True"
    )


def test_secrets_headers_and_long_values_are_not_shown() -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2ln"
    query = {"api_key": "hush", "tokens": ["hush"], "text": token, "long": "x" * 10_000, "odd": "a\x1b[31m"}
    text = list_text(
        Call(LIST, path={"run_id": "7"}, query=query, headers={"x": "hush"}, cookies={"y": "hush"})
    )
    assert "hush" not in text
    assert token not in text
    assert "\x1b" not in text
    assert len(text) < 400
