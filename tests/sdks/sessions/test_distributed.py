"""Which items a replica works on: the figures of the public clients' helpers."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import pytest

from seawall.core.errors import InputError
from seawall.sdks.sessions.distributed import chunk, stripe

Part = Callable[[Iterable[int], int | None, int | None], Iterator[int]]
TEN = range(10)


@pytest.mark.parametrize(
    ("part", "items", "total", "parts"),
    [
        (chunk, TEN, 1, [[*TEN]]),
        (chunk, TEN, 3, [[0, 1, 2], [3, 4, 5], [6, 7, 8, 9]]),
        (chunk, range(3), 5, [[0], [1], [2], [], []]),
        (chunk, range(0), 2, [[], []]),
        (chunk, range(4), 4, [[0], [1], [2], [3]]),
        (stripe, TEN, 1, [[*TEN]]),
        (stripe, TEN, 3, [[0, 3, 6, 9], [1, 4, 7], [2, 5, 8]]),
        (stripe, range(2), 3, [[0], [1], []]),
    ],
)
def test_each_replica_has_its_items(part: Part, items: range, total: int, parts: list[list[int]]) -> None:
    assert [list(part(iter(items), number, total)) for number in range(1, total + 1)] == parts
    assert sorted(chain.from_iterable(parts)) == [*items]


@pytest.mark.parametrize(("replica", "total"), [(0, 3), (4, 3), (-1, 3)])
def test_a_number_that_is_no_replica(replica: int, total: int) -> None:
    assert list(stripe(TEN, replica, total)) == []
    with pytest.raises(InputError, match=rf"replica is {replica}\. Give a number from 1"):
        chunk(TEN, replica, total)


@pytest.mark.parametrize("total", [0, -2])
def test_a_total_that_is_none(total: int) -> None:
    with pytest.raises(InputError, match=f"total is {total}"):
        stripe(TEN, 1, total)
    with pytest.raises(InputError, match="replica is 1"):
        chunk(TEN, 1, total)


@pytest.mark.parametrize("part", [chunk, stripe])
def test_the_environment_names_the_replica_at_the_call(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REPLICA_ID", "REPLICA_COUNT"):
        monkeypatch.delenv(name, raising=False)
    assert list(part(TEN, None, None)) == [*TEN]
    monkeypatch.setenv("REPLICA_ID", "2")
    monkeypatch.setenv("REPLICA_COUNT", "2")
    assert list(part(range(2), None, None)) == [1]
    monkeypatch.setenv("REPLICA_ID", "two")
    with pytest.raises(InputError, match="REPLICA_ID is 'two'"):
        part(TEN, None, None)


def test_a_stripe_reads_no_more_than_it_yields() -> None:
    def endless() -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    assert next(stripe(endless(), 3, 4)) == 2
