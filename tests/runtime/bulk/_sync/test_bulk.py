# DO NOT EDIT. Derived from ../_async/test_bulk.py by "python -m seawall.codegen.derive".
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from seawall.core.errors import InputError, JournalError, NotFoundError
from seawall.runtime.bulk._sync.bulk import Bulk
from seawall.runtime.bulk.results import BulkJournal, BulkProgress

KEYS = [f"item-{number}" for number in range(20)]


class Server:
    """Does what it is asked, once per idempotency key; fails for the keys in `broken`."""

    def __init__(self, *broken: str, error: BaseException | None = None) -> None:
        self.asked: list[tuple[str, str]] = []
        self.broken = set(broken)
        self.error = error or NotFoundError("no.", status=404)

    def work(self, item: str, idempotency_key: str) -> str:
        self.asked.append((item, idempotency_key))
        if item in self.broken:
            raise self.error
        return f"did {item}"

    @property
    def items(self) -> list[str]:
        return sorted(item for item, _ in self.asked)


def bulk_of(
    server: Server,
    journal: Path | None = None,
    *,
    at_once: int = 4,
    key: Callable[[str], str] = str,
    job: str = "test",
) -> Bulk[str, str]:
    kept: BulkJournal[str] | None = BulkJournal(path=journal, job=job) if journal else None
    return Bulk(server.work, key=key, at_once=at_once, journal=kept)


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_every_item_has_its_result_in_order(at_once: int) -> None:
    results = bulk_of(Server(), at_once=at_once).run(KEYS)
    assert [result.item for result in results] == [result.key for result in results] == KEYS
    assert [result.unwrapped() for result in results] == [f"did {key}" for key in KEYS]
    assert [result.index for result in results] == list(range(20))


def test_results_come_as_they_end() -> None:
    seen = [result.key for result in bulk_of(Server()).as_they_end(KEYS)]
    assert sorted(seen) == sorted(KEYS)


def test_no_items_no_results(tmp_path: Path) -> None:
    assert bulk_of(Server(), tmp_path / "j").run([]) == ()


def test_errors_stay_with_their_item() -> None:
    server = Server("item-3", "item-7", error=ZeroDivisionError("ours"))
    results = bulk_of(server).run(KEYS)
    assert [result.key for result in results if result.error] == ["item-3", "item-7"]
    assert len(server.asked) == 20
    with pytest.raises(ZeroDivisionError):
        results[3].unwrapped()


def test_progress_counts_what_is_done_and_what_failed() -> None:
    seen: list[BulkProgress] = []
    bulk_of(Server("item-3")).run(KEYS, on_progress=seen.append)
    assert [step.done + step.failed for step in seen] == list(range(1, 21))
    assert seen[-1] == BulkProgress(19, 1, 20)


def test_each_item_has_an_idempotency_key_of_its_own() -> None:
    server = Server()
    results = bulk_of(server).run(KEYS)
    assert len({sent for _, sent in server.asked}) == 20
    assert {(result.item, result.idempotency_key) for result in results} == set(server.asked)
    again = Server()
    bulk_of(again).run(KEYS)
    assert not {sent for _, sent in server.asked} & {sent for _, sent in again.asked}


@pytest.mark.parametrize("items", [["a", "b", "a"], [""]])
def test_keys_that_do_not_tell_items_apart_are_refused_before_anything_is_sent(
    items: list[str],
) -> None:
    server = Server()
    with pytest.raises(InputError, match="of its own"):
        bulk_of(server).run(items)
    assert server.asked == []


@pytest.mark.parametrize("at_once", [0, -1, "3", None, 2.0, True])
def test_less_than_one_at_a_time_is_refused(at_once: Any) -> None:
    with pytest.raises(InputError, match=r"at_once is .*\. Give 1 or more\."):
        bulk_of(Server(), at_once=at_once)


# --- With a journal --------------------------------------------------------------------------------------


def test_what_is_done_is_not_sent_again(tmp_path: Path) -> None:
    first, second = Server(), Server()
    done = bulk_of(first, tmp_path / "j").run(KEYS)
    again = bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.asked == []
    assert [result.was_done for result in done + again] == [False] * 20 + [True] * 20
    assert [(result.value, result.idempotency_key) for result in again] == [
        (result.value, result.idempotency_key) for result in done
    ]


def test_what_failed_is_sent_again_with_the_same_key(tmp_path: Path) -> None:
    first, second = Server("item-3"), Server()
    bulk_of(first, tmp_path / "j").run(KEYS)
    results = bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.asked == [sent for sent in first.asked if sent[0] == "item-3"]
    assert [result.unwrapped() for result in results] == [f"did {key}" for key in KEYS]


def test_an_interruption_leaves_a_journal_to_go_on_from(tmp_path: Path) -> None:
    first, second = Server("item-9", error=KeyboardInterrupt()), Server()
    with pytest.raises(KeyboardInterrupt):
        bulk_of(first, tmp_path / "j", at_once=1).run(KEYS)
    assert first.items == sorted(KEYS[:10])
    bulk_of(second, tmp_path / "j").run(KEYS)
    assert second.items == sorted(KEYS[9:])
    assert dict(first.asked)["item-9"] == dict(second.asked)["item-9"]


def test_who_stops_asking_leaves_a_journal_to_go_on_from(tmp_path: Path) -> None:
    first, second = Server(), Server()
    results = bulk_of(first, tmp_path / "j", at_once=2).as_they_end(KEYS)
    for _ in results:
        break
    results.close()
    assert len(first.asked) < 20
    bulk_of(second, tmp_path / "j").run(KEYS)
    assert set(first.items) | set(second.items) == set(KEYS)
    both = dict(first.asked).keys() & dict(second.asked).keys()
    assert [key for key in both if dict(first.asked)[key] != dict(second.asked)[key]] == []


@pytest.mark.parametrize(
    ("items", "job"), [([*KEYS, "new"], "test"), (KEYS[:-1], "test"), (KEYS[::-1], "test"), (KEYS, "other")]
)
def test_another_jobs_journal_is_refused_before_anything_is_sent(
    tmp_path: Path, items: list[str], job: str
) -> None:
    bulk_of(Server(), tmp_path / "j").run(KEYS)
    server = Server()
    with pytest.raises(JournalError, match="journal of another job"):
        bulk_of(server, tmp_path / "j", job=job).run(items)
    assert server.asked == []


def test_two_runs_of_one_job_do_not_meet(tmp_path: Path) -> None:
    first = bulk_of(Server(), tmp_path / "j").as_they_end(KEYS)
    for _ in first:
        with pytest.raises(JournalError, match="in use by another run"):
            bulk_of(Server(), tmp_path / "j").run(KEYS)
        break
    first.close()


def test_values_are_kept_as_the_caller_says(tmp_path: Path) -> None:
    def work(item: str, idempotency_key: str) -> tuple[str, str]:
        return item, "hunter2"

    def read(kept: object) -> tuple[str, str]:
        assert isinstance(kept, str)
        return kept, "not kept"

    journal = BulkJournal(path=tmp_path / "j", job="test", encode=lambda value: value[0], decode=read)
    bulk = Bulk(work, key=str, journal=journal)
    for _ in range(2):
        assert [result.value for result in bulk.run(["a"])] == [("a", "not kept")]
    assert b"hunter2" not in (tmp_path / "j").read_bytes()


@frozen
class Slide:
    id: int


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Slide(1), {"id": 1}),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00Z"),
        ((1, 2), [1, 2]),
        (None, None),
    ],
)
def test_a_value_has_the_same_form_the_first_time_and_later(
    tmp_path: Path, value: object, kept: object
) -> None:
    def work(item: str, idempotency_key: str) -> object:
        return value

    bulk = Bulk(work, key=str, journal=BulkJournal(path=tmp_path / "j", job="test"))
    for was_done in (False, True):
        (result,) = bulk.run(["a"])
        assert (result.value, result.was_done) == (kept, was_done)


@pytest.mark.parametrize("value", [object(), float("nan"), "\ud800"])
def test_a_value_that_is_no_json_is_its_items_error_and_the_others_go_on(
    tmp_path: Path, value: object
) -> None:
    def work(item: str, idempotency_key: str) -> object:
        return value if item == "a" else item

    bulk = Bulk(work, key=str, journal=BulkJournal(path=tmp_path / "j", job="test"), at_once=1)
    for was_done in (False, True):
        bad, good = bulk.run(["a", "b"])
        with pytest.raises(InputError, match="What came of item 'a' can not be kept"):
            bad.unwrapped()
        assert (good.unwrapped(), good.was_done) == ("b", was_done)


def test_a_key_that_is_no_text_is_refused_before_anything_is_sent() -> None:
    server = Server()
    with pytest.raises(InputError, match=r"of type int\. Give text"):
        bulk_of(server, key=len).run(KEYS)  # type: ignore[arg-type]
    assert server.asked == []


def test_the_message_of_an_error_is_not_kept(tmp_path: Path) -> None:
    server = Server("a", error=ValueError("hunter2"))
    bulk_of(server, tmp_path / "j").run(["a"])
    assert b"ValueError" in (tmp_path / "j").read_bytes()
    assert b"hunter2" not in (tmp_path / "j").read_bytes()
