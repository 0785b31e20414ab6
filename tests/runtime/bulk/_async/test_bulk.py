from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import frozen

from seawall.core.errors import InputError, JournalError, NotFoundError
from seawall.runtime.bulk._async.bulk import AsyncBulk
from seawall.runtime.bulk.results import BulkJournal, BulkProgress

KEYS = [f"item-{number}" for number in range(20)]


class AsyncServer:
    """Records each item with its idempotency key; fails for the items in `broken`."""

    def __init__(self, *broken: str, error: BaseException | None = None) -> None:
        self.received: list[tuple[str, str]] = []
        self.broken = set(broken)
        self.error = error or NotFoundError("no.", status=404)

    async def work(self, item: str, idempotency_key: str) -> str:
        self.received.append((item, idempotency_key))
        if item in self.broken:
            raise self.error
        return f"did {item}"

    @property
    def items(self) -> list[str]:
        return sorted(item for item, _ in self.received)


def bulk_of(
    server: AsyncServer,
    journal: Path | None = None,
    *,
    at_once: int = 4,
    key: Callable[[str], str] = str,
    job: str = "test",
) -> AsyncBulk[str, str]:
    bulk_journal: BulkJournal[str] | None = BulkJournal(path=journal, job=job) if journal else None
    return AsyncBulk(server.work, key=key, at_once=at_once, journal=bulk_journal)


@pytest.mark.parametrize("at_once", [1, 3, 100])
async def test_every_item_has_its_result_in_order(at_once: int) -> None:
    results = await bulk_of(AsyncServer(), at_once=at_once).run(KEYS)
    assert [result.item for result in results] == [result.key for result in results] == KEYS
    assert [result.unwrap() for result in results] == [f"did {key}" for key in KEYS]
    assert [result.index for result in results] == list(range(20))


async def test_as_completed_yields_every_result() -> None:
    seen = [result.key async for result in bulk_of(AsyncServer()).as_completed(KEYS)]
    assert sorted(seen) == sorted(KEYS)


async def test_no_items_give_no_results(tmp_path: Path) -> None:
    assert await bulk_of(AsyncServer(), tmp_path / "j").run([]) == ()


async def test_an_error_is_the_result_of_its_item() -> None:
    server = AsyncServer("item-3", "item-7", error=ZeroDivisionError("ours"))
    results = await bulk_of(server).run(KEYS)
    assert [result.key for result in results if result.error] == ["item-3", "item-7"]
    assert len(server.received) == 20
    with pytest.raises(ZeroDivisionError):
        results[3].unwrap()


async def test_progress_counts_done_and_failed_items() -> None:
    seen: list[BulkProgress] = []
    await bulk_of(AsyncServer("item-3")).run(KEYS, on_progress=seen.append)
    assert [step.done + step.failed for step in seen] == list(range(1, 21))
    assert seen[-1] == BulkProgress(19, 1, 20)


async def test_each_item_and_run_has_its_own_idempotency_key() -> None:
    server = AsyncServer()
    results = await bulk_of(server).run(KEYS)
    assert len({sent for _, sent in server.received}) == 20
    assert {(result.item, result.idempotency_key) for result in results} == set(server.received)
    again = AsyncServer()
    await bulk_of(again).run(KEYS)
    assert not {sent for _, sent in server.received} & {sent for _, sent in again.received}


@pytest.mark.parametrize("items", [["a", "b", "a"], [""]])
async def test_keys_that_are_not_unique_are_refused_before_anything_is_sent(
    items: list[str],
) -> None:
    server = AsyncServer()
    with pytest.raises(InputError, match="unique key"):
        await bulk_of(server).run(items)
    assert server.received == []


def test_at_once_below_1_is_refused() -> None:
    with pytest.raises(InputError, match=r"^at_once is 0\. Give 1 or more\.$"):
        bulk_of(AsyncServer(), at_once=0)


# With a journal.


async def test_finished_items_are_not_sent_again(tmp_path: Path) -> None:
    first, second = AsyncServer(), AsyncServer()
    done = await bulk_of(first, tmp_path / "j").run(KEYS)
    again = await bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.received == []
    assert [result.from_journal for result in done + again] == [False] * 20 + [True] * 20
    assert [(result.value, result.idempotency_key) for result in again] == [
        (result.value, result.idempotency_key) for result in done
    ]


async def test_more_items_than_lines_between_two_syncs(tmp_path: Path) -> None:
    keys = [f"item-{number}" for number in range(250)]
    for from_journal in (False, True):
        results = await bulk_of(AsyncServer(), tmp_path / "j").run(keys)
        assert {result.from_journal for result in results} == {from_journal}


async def test_failed_items_are_sent_again_with_the_same_key(tmp_path: Path) -> None:
    first, second = AsyncServer("item-3"), AsyncServer()
    await bulk_of(first, tmp_path / "j").run(KEYS)
    results = await bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.received == [sent for sent in first.received if sent[0] == "item-3"]
    assert [result.unwrap() for result in results] == [f"did {key}" for key in KEYS]


async def test_an_interrupted_job_resumes(tmp_path: Path) -> None:
    first, second = AsyncServer("item-9", error=KeyboardInterrupt()), AsyncServer()
    with pytest.raises(KeyboardInterrupt):
        await bulk_of(first, tmp_path / "j", at_once=1).run(KEYS)
    assert first.items == sorted(KEYS[:10])
    await bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.items == sorted(KEYS[9:])
    assert dict(first.received)["item-9"] == dict(second.received)["item-9"]


async def test_a_job_resumes_after_the_caller_stopped_reading(tmp_path: Path) -> None:
    first, second = AsyncServer(), AsyncServer()
    results = bulk_of(first, tmp_path / "j", at_once=2).as_completed(KEYS)
    async for _ in results:
        break
    await results.aclose()
    assert len(first.received) < 20
    await bulk_of(second, tmp_path / "j").run(KEYS)
    assert set(first.items) | set(second.items) == set(KEYS)
    both = dict(first.received).keys() & dict(second.received).keys()
    assert [key for key in both if dict(first.received)[key] != dict(second.received)[key]] == []


@pytest.mark.parametrize(
    ("items", "job"), [([*KEYS, "new"], "test"), (KEYS[:-1], "test"), (KEYS[::-1], "test"), (KEYS, "other")]
)
async def test_the_journal_of_another_job_is_refused_before_anything_is_sent(
    tmp_path: Path, items: list[str], job: str
) -> None:
    await bulk_of(AsyncServer(), tmp_path / "j").run(KEYS)
    server = AsyncServer()
    with pytest.raises(JournalError, match="journal of another job"):
        await bulk_of(server, tmp_path / "j", job=job).run(items)
    assert server.received == []


async def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    first = bulk_of(AsyncServer(), tmp_path / "j").as_completed(KEYS)
    async for _ in first:
        with pytest.raises(JournalError, match="in use by another run"):
            await bulk_of(AsyncServer(), tmp_path / "j").run(KEYS)
        break
    await first.aclose()


async def test_the_journal_holds_encoded_values(tmp_path: Path) -> None:
    async def work(item: str, idempotency_key: str) -> tuple[str, str]:
        return item, "hunter2"

    def read(stored: object) -> tuple[str, str]:
        assert isinstance(stored, str)
        return stored, "decoded"

    journal = BulkJournal(path=tmp_path / "j", job="test", encode=lambda value: value[0], decode=read)
    bulk = AsyncBulk(work, key=str, journal=journal)
    for _ in range(2):
        assert [result.value for result in await bulk.run(["a"])] == [("a", "decoded")]
    assert b"hunter2" not in (tmp_path / "j").read_bytes()


@frozen
class Slide:
    id: int


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (Slide(1), {"id": 1}),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00Z"),
        ((1, 2), [1, 2]),
        (None, None),
    ],
)
async def test_a_value_is_the_same_on_the_first_run_and_later(
    tmp_path: Path, value: object, stored: object
) -> None:
    async def work(item: str, idempotency_key: str) -> object:
        return value

    bulk = AsyncBulk(work, key=str, journal=BulkJournal(path=tmp_path / "j", job="test"))
    for from_journal in (False, True):
        (result,) = await bulk.run(["a"])
        assert (result.value, result.from_journal) == (stored, from_journal)


@pytest.mark.parametrize("value", [object(), float("nan"), "\ud800"])
async def test_a_value_that_is_not_json_is_the_error_of_its_item_alone(tmp_path: Path, value: object) -> None:
    async def work(item: str, idempotency_key: str) -> object:
        return value if item == "a" else item

    bulk = AsyncBulk(work, key=str, journal=BulkJournal(path=tmp_path / "j", job="test"), at_once=1)
    for from_journal in (False, True):
        bad, good = await bulk.run(["a", "b"])
        with pytest.raises(InputError, match="The result of item 'a' can not be written as JSON"):
            bad.unwrap()
        assert (good.unwrap(), good.from_journal) == ("b", from_journal)


async def test_a_key_that_is_not_text_is_refused_before_anything_is_sent() -> None:
    server = AsyncServer()
    with pytest.raises(InputError, match=r"of type int\. Give text"):
        await bulk_of(server, key=len).run(KEYS)  # type: ignore[arg-type]
    assert server.received == []


async def test_the_message_of_an_error_is_not_in_the_journal(tmp_path: Path) -> None:
    server = AsyncServer("a", error=ValueError("hunter2"))
    await bulk_of(server, tmp_path / "j").run(["a"])
    assert b"ValueError" in (tmp_path / "j").read_bytes()
    assert b"hunter2" not in (tmp_path / "j").read_bytes()
