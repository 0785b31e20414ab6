# DO NOT EDIT. Derived from ../_async/test_bulk.py by "python -m seawall.codegen.derive".
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import frozen

from seawall.core.errors import InputError, JournalError, NotFoundError
from seawall.runtime.bulk._sync.bulk import Bulk
from seawall.runtime.bulk.results import BulkJournal, BulkProgress

KEYS = [f"item-{number}" for number in range(20)]


class Server:
    """Records each item with its idempotency key; fails for the items in `broken`."""

    def __init__(self, *broken: str, error: BaseException | None = None) -> None:
        self.received: list[tuple[str, str]] = []
        self.broken = set(broken)
        self.error = error or NotFoundError("no.", status=404)

    def work(self, item: str, idempotency_key: str) -> str:
        self.received.append((item, idempotency_key))
        if item in self.broken:
            raise self.error
        return f"did {item}"

    @property
    def items(self) -> list[str]:
        return sorted(item for item, _ in self.received)


def bulk_of(
    server: Server,
    journal: Path | None = None,
    *,
    at_once: int = 4,
    key: Callable[[str], str] = str,
    job: str = "test",
) -> Bulk[str, str]:
    bulk_journal: BulkJournal[str] | None = BulkJournal(path=journal, job=job) if journal else None
    return Bulk(server.work, key=key, at_once=at_once, journal=bulk_journal)


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_every_item_has_its_result_in_order(at_once: int) -> None:
    results = bulk_of(Server(), at_once=at_once).run(KEYS)
    assert [result.item for result in results] == [result.key for result in results] == KEYS
    assert [result.unwrap() for result in results] == [f"did {key}" for key in KEYS]
    assert [result.index for result in results] == list(range(20))


def test_as_completed_yields_every_result() -> None:
    seen = [result.key for result in bulk_of(Server()).as_completed(KEYS)]
    assert sorted(seen) == sorted(KEYS)


def test_no_items_give_no_results(tmp_path: Path) -> None:
    assert bulk_of(Server(), tmp_path / "j").run([]) == ()


def test_an_error_is_the_result_of_its_item() -> None:
    server = Server("item-3", "item-7", error=ZeroDivisionError("ours"))
    results = bulk_of(server).run(KEYS)
    assert [result.key for result in results if result.error] == ["item-3", "item-7"]
    assert len(server.received) == 20
    with pytest.raises(ZeroDivisionError):
        results[3].unwrap()


def test_progress_counts_done_and_failed_items() -> None:
    seen: list[BulkProgress] = []
    bulk_of(Server("item-3")).run(KEYS, on_progress=seen.append)
    assert [step.done + step.failed for step in seen] == list(range(1, 21))
    assert seen[-1] == BulkProgress(19, 1, 20)


def test_each_item_and_run_has_its_own_idempotency_key() -> None:
    server = Server()
    results = bulk_of(server).run(KEYS)
    assert len({sent for _, sent in server.received}) == 20
    assert {(result.item, result.idempotency_key) for result in results} == set(server.received)
    again = Server()
    bulk_of(again).run(KEYS)
    assert not {sent for _, sent in server.received} & {sent for _, sent in again.received}


@pytest.mark.parametrize("items", [["a", "b", "a"], [""]])
def test_keys_that_are_not_unique_are_refused_before_anything_is_sent(
    items: list[str],
) -> None:
    server = Server()
    with pytest.raises(InputError, match="unique key"):
        bulk_of(server).run(items)
    assert server.received == []


def test_at_once_below_1_is_refused() -> None:
    with pytest.raises(InputError, match=r"^at_once is 0\. Give 1 or more\.$"):
        bulk_of(Server(), at_once=0)


# With a journal.


def test_finished_items_are_not_sent_again(tmp_path: Path) -> None:
    first, second = Server(), Server()
    done = bulk_of(first, tmp_path / "j").run(KEYS)
    again = bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.received == []
    assert [result.from_journal for result in done + again] == [False] * 20 + [True] * 20
    assert [(result.value, result.idempotency_key) for result in again] == [
        (result.value, result.idempotency_key) for result in done
    ]


def test_more_items_than_lines_between_two_syncs(tmp_path: Path) -> None:
    keys = [f"item-{number}" for number in range(250)]
    for from_journal in (False, True):
        results = bulk_of(Server(), tmp_path / "j").run(keys)
        assert {result.from_journal for result in results} == {from_journal}


def test_failed_items_are_sent_again_with_the_same_key(tmp_path: Path) -> None:
    first, second = Server("item-3"), Server()
    bulk_of(first, tmp_path / "j").run(KEYS)
    results = bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.received == [sent for sent in first.received if sent[0] == "item-3"]
    assert [result.unwrap() for result in results] == [f"did {key}" for key in KEYS]


def test_an_interrupted_job_resumes(tmp_path: Path) -> None:
    first, second = Server("item-9", error=KeyboardInterrupt()), Server()
    with pytest.raises(KeyboardInterrupt):
        bulk_of(first, tmp_path / "j", at_once=1).run(KEYS)
    assert first.items == sorted(KEYS[:10])
    bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.items == sorted(KEYS[9:])
    assert dict(first.received)["item-9"] == dict(second.received)["item-9"]


def test_a_job_resumes_after_the_caller_stopped_reading(tmp_path: Path) -> None:
    first, second = Server(), Server()
    results = bulk_of(first, tmp_path / "j", at_once=2).as_completed(KEYS)
    for _ in results:
        break
    results.close()
    assert len(first.received) < 20
    bulk_of(second, tmp_path / "j").run(KEYS)
    assert set(first.items) | set(second.items) == set(KEYS)
    both = dict(first.received).keys() & dict(second.received).keys()
    assert [key for key in both if dict(first.received)[key] != dict(second.received)[key]] == []


@pytest.mark.parametrize(
    ("items", "job"), [([*KEYS, "new"], "test"), (KEYS[:-1], "test"), (KEYS[::-1], "test"), (KEYS, "other")]
)
def test_the_journal_of_another_job_is_refused_before_anything_is_sent(
    tmp_path: Path, items: list[str], job: str
) -> None:
    bulk_of(Server(), tmp_path / "j").run(KEYS)
    server = Server()
    with pytest.raises(JournalError, match="journal of another job"):
        bulk_of(server, tmp_path / "j", job=job).run(items)
    assert server.received == []


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    first = bulk_of(Server(), tmp_path / "j").as_completed(KEYS)
    for _ in first:
        with pytest.raises(JournalError, match="in use by another run"):
            bulk_of(Server(), tmp_path / "j").run(KEYS)
        break
    first.close()


def test_the_journal_holds_encoded_values(tmp_path: Path) -> None:
    def work(item: str, idempotency_key: str) -> tuple[str, str]:
        return item, "hunter2"

    def read(stored: object) -> tuple[str, str]:
        assert isinstance(stored, str)
        return stored, "decoded"

    journal = BulkJournal(path=tmp_path / "j", job="test", encode=lambda value: value[0], decode=read)
    bulk = Bulk(work, key=str, journal=journal)
    for _ in range(2):
        assert [result.value for result in bulk.run(["a"])] == [("a", "decoded")]
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
def test_a_value_is_the_same_on_the_first_run_and_later(
    tmp_path: Path, value: object, stored: object
) -> None:
    def work(item: str, idempotency_key: str) -> object:
        return value

    bulk = Bulk(work, key=str, journal=BulkJournal(path=tmp_path / "j", job="test"))
    for from_journal in (False, True):
        (result,) = bulk.run(["a"])
        assert (result.value, result.from_journal) == (stored, from_journal)


@pytest.mark.parametrize("value", [object(), float("nan"), "\ud800"])
def test_a_value_that_is_not_json_is_the_error_of_its_item_alone(tmp_path: Path, value: object) -> None:
    def work(item: str, idempotency_key: str) -> object:
        return value if item == "a" else item

    bulk = Bulk(work, key=str, journal=BulkJournal(path=tmp_path / "j", job="test"), at_once=1)
    for from_journal in (False, True):
        bad, good = bulk.run(["a", "b"])
        with pytest.raises(InputError, match="The result of item 'a' can not be written as JSON"):
            bad.unwrap()
        assert (good.unwrap(), good.from_journal) == ("b", from_journal)


def test_a_key_that_is_not_text_is_refused_before_anything_is_sent() -> None:
    server = Server()
    with pytest.raises(InputError, match=r"of type int\. Give text"):
        bulk_of(server, key=len).run(KEYS)  # type: ignore[arg-type]
    assert server.received == []


def test_the_message_of_an_error_is_not_in_the_journal(tmp_path: Path) -> None:
    server = Server("a", error=ValueError("hunter2"))
    bulk_of(server, tmp_path / "j").run(["a"])
    assert b"ValueError" in (tmp_path / "j").read_bytes()
    assert b"hunter2" not in (tmp_path / "j").read_bytes()
