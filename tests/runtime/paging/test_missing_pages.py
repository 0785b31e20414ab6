"""Servers that respond with 404 to a page behind the last one."""

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.errors import NotFoundError
from seawall.core.http.message import Response
from seawall.core.paging.strategies import PageNumberPaging
from seawall.runtime import Pages

Body = tuple[list[int], int]
LIST: Operation[Body] = Operation(id="list", method="GET", path="/things", result_types={200: tuple})


class Strict:
    """A server whose list loses its first items before request number 3."""

    def __init__(self, count: int, deleted: int = 0) -> None:
        self.items = list(range(count))
        self.requests = 0
        self._deleted = deleted

    def send(self, call: Call[Body]) -> Result[Body]:
        self.requests += 1
        if self.requests == 3:
            del self.items[: self._deleted]
        start = (int(str(call.query["page"])) - 1) * 5
        found = self.items[start : start + 5]
        if not found:
            raise NotFoundError("no such page.", status=404)
        return Result((found, len(self.items)), Response(200))

    def read(self, *, has_key: bool = True) -> list[int]:
        return Pages(
            self.send,
            Call(LIST),
            PageNumberPaging(page_size=5, total=lambda result: result.value[1]),
            items=lambda body: body[0],
            from_wire=int,
            key=(lambda number: number) if has_key else None,
        ).to_list()


@pytest.mark.parametrize("has_key", [False, True])
def test_a_missing_page_ends_a_list_whose_total_is_reached(has_key: bool) -> None:
    server = Strict(10)
    assert server.read(has_key=has_key) == list(range(10))
    assert server.requests == 3


def test_a_page_that_is_missing_after_deletions_costs_no_item() -> None:
    for deleted in range(1, 20):
        found = Strict(20, deleted).read()
        assert set(range(deleted, 20)) <= set(found), deleted
        assert len(found) == len(set(found)), deleted


@pytest.mark.parametrize("has_key", [False, True])
def test_a_missing_page_after_a_short_first_page_ends_a_list_without_a_total(has_key: bool) -> None:
    server = Strict(3)
    listed = Pages(
        server.send,
        Call(LIST),
        PageNumberPaging[Body](page_size=5),
        items=lambda body: body[0],
        from_wire=int,
        key=(lambda number: number) if has_key else None,
    )
    assert listed.to_list() == [0, 1, 2]
    assert server.requests == 2


def test_a_missing_list_is_an_error() -> None:
    with pytest.raises(NotFoundError):
        Strict(0).read()
    with pytest.raises(NotFoundError):
        Strict(20, 20).read()
