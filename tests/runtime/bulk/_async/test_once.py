"""Jobs whose items are sent once: no run sends an item again whose result is not known."""

from pathlib import Path

import pytest

from seawall.core.bulk.journal import Sent, encode_line
from seawall.core.errors import (
    InputError,
    MaybeProcessedError,
    NotFoundError,
    NotSentError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
)
from seawall.runtime.bulk._async.bulk import AsyncBulk, AsyncSending
from seawall.runtime.bulk.results import BulkJournal
from seawall.testing import AsyncFakeClock


class AsyncOnce:
    """Records the items that were sent; `errors` holds the error of an item, before or after it is sent."""

    def __init__(self, *, before: SeawallError | None = None, after: BaseException | None = None) -> None:
        self.before, self.after = before, after
        self.sent: list[str] = []

    async def work(self, item: str, sending: AsyncSending) -> str:
        if item == "bad" and self.before:
            raise self.before
        await sending.begin()
        # The second attempt of a call.
        await sending.begin()
        self.sent.append(item)
        if item == "bad" and self.after:
            raise self.after
        return f"did {item}"


def bulk_of(server: AsyncOnce, journal: Path | None) -> AsyncBulk[str, str]:
    file: BulkJournal[str] | None = BulkJournal(path=journal, job="once") if journal else None
    return AsyncBulk.once(server.work, key=str, at_once=1, journal=file)


async def test_a_finished_item_is_not_sent_again(tmp_path: Path) -> None:
    first, second = AsyncOnce(), AsyncOnce()
    await bulk_of(first, tmp_path / "j").run(["a", "b"])
    results = await bulk_of(second, tmp_path / "j").run(["a", "b"])
    assert (first.sent, second.sent) == (["a", "b"], [])
    assert [(each.value, each.from_journal) for each in results] == [("did a", True), ("did b", True)]


@pytest.mark.parametrize(
    "error", [MaybeProcessedError("lost"), ServerStatusError("failed", 503), ZeroDivisionError("ours")]
)
async def test_an_item_whose_answer_was_lost_may_be_done_and_is_not_sent_again(
    tmp_path: Path, error: Exception
) -> None:
    [_, lost] = await bulk_of(AsyncOnce(after=error), tmp_path / "j").run(["a", "bad"])
    assert (lost.error, lost.may_be_done) == (error, True)
    again = AsyncOnce()
    [done, unknown] = await bulk_of(again, tmp_path / "j").run(["a", "bad"])
    assert again.sent == []
    assert (done.from_journal, unknown.may_be_done) == (True, True)
    with pytest.raises(MaybeProcessedError, match="'bad' was sent by an earlier run"):
        unknown.unwrap()


@pytest.mark.parametrize(
    ("before", "after"),
    [(InputError("no"), None), (NotSentError("no"), None), (None, NotFoundError("no", status=404))],
)
async def test_an_item_that_was_certainly_not_done_is_sent_again(
    tmp_path: Path, before: SeawallError | None, after: SeawallError | None
) -> None:
    [failed] = await bulk_of(AsyncOnce(before=before, after=after), tmp_path / "j").run(["bad"])
    assert failed.error is not None
    assert not failed.may_be_done
    again = AsyncOnce()
    [done] = await bulk_of(again, tmp_path / "j").run(["bad"])
    assert (again.sent, done.value) == (["bad"], "did bad")


async def test_an_interrupted_item_may_be_done(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        await bulk_of(AsyncOnce(after=KeyboardInterrupt()), tmp_path / "j").run(["bad", "b"])
    again = AsyncOnce()
    [unknown, done] = await bulk_of(again, tmp_path / "j").run(["bad", "b"])
    assert (unknown.may_be_done, done.value, again.sent) == (True, "did b", ["b"])


async def test_a_result_that_can_not_be_written_is_not_sent_again(tmp_path: Path) -> None:
    def journal() -> BulkJournal[str]:
        return BulkJournal(path=tmp_path / "j", job="once", encode=lambda _: object())

    first, second = AsyncOnce(), AsyncOnce()
    [lost] = await AsyncBulk.once(first.work, key=str, journal=journal()).run(["a"])
    assert lost.may_be_done
    await AsyncBulk.once(second.work, key=str, journal=journal()).run(["a"])
    assert (first.sent, second.sent) == (["a"], [])


async def test_without_a_journal_the_result_tells_it_too() -> None:
    [lost] = await bulk_of(AsyncOnce(after=MaybeProcessedError("lost")), None).run(["bad"])
    assert lost.may_be_done


class AsyncRefusedAtFirst(AsyncOnce):
    """Refuses the first attempt, and is killed in the wait or after the second attempt."""

    def __init__(self, error: SeawallError, *, killed_in_wait: bool) -> None:
        super().__init__()
        self.error, self.killed_in_wait = error, killed_in_wait

    async def work(self, item: str, sending: AsyncSending) -> str:
        await sending.begin()
        await sending.refused(self.error)
        if self.killed_in_wait:
            raise KeyboardInterrupt
        await sending.begin()
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("error", "killed_in_wait", "may_be_done"),
    [
        (RateLimitedError("later", status=429), True, False),
        (RateLimitedError("later", status=429), False, True),
        (NotSentError("refused"), True, False),
        (ServerStatusError("failed", 503), True, True),
    ],
)
async def test_an_item_that_waits_after_a_refusal_does_not_count_as_sent(
    tmp_path: Path, error: SeawallError, killed_in_wait: bool, may_be_done: bool
) -> None:
    with pytest.raises(KeyboardInterrupt):
        await bulk_of(AsyncRefusedAtFirst(error, killed_in_wait=killed_in_wait), tmp_path / "j").run(["a"])
    again = AsyncOnce()
    [result] = await bulk_of(again, tmp_path / "j").run(["a"])
    assert (result.may_be_done, again.sent) == (may_be_done, [] if may_be_done else ["a"])


class AsyncFinder:
    """Looks for items on the server: `there` is what it finds, or the error that it raises."""

    def __init__(self, there: str | Exception | None) -> None:
        self.there = there
        self.asked: list[tuple[str, float]] = []

    async def find(self, item: str, since_s: float) -> str | None:
        self.asked.append((item, since_s))
        if isinstance(self.there, Exception):
            raise self.there
        return self.there


def finding(
    server: AsyncOnce, finder: AsyncFinder, journal: Path, clock: AsyncFakeClock
) -> AsyncBulk[str, str]:
    file: BulkJournal[str] = BulkJournal(path=journal, job="once")
    return AsyncBulk.once(server.work, key=str, find=finder.find, journal=file, clock=clock)


@pytest.mark.parametrize(
    ("there", "value", "notes"),
    [
        ("found", "found", []),
        (None, None, []),
        (NotSentError("refused"), None, ["Looking for it failed: refused"]),
    ],
)
async def test_a_lost_item_is_looked_for(
    tmp_path: Path, there: str | Exception | None, value: str | None, notes: list[str]
) -> None:
    clock, finder = AsyncFakeClock(), AsyncFinder(there)
    lost = MaybeProcessedError("lost")
    [result] = await finding(AsyncOnce(after=lost), finder, tmp_path / "j", clock).run(["bad"])
    assert (result.value, result.may_be_done, finder.asked) == (value, value is None, [("bad", 0.0)])
    assert getattr(lost, "__notes__", []) == notes
    again = AsyncFinder("later")
    [result] = await finding(AsyncOnce(), again, tmp_path / "j", clock).run(["bad"])
    assert result.value == (value or "later")


async def test_an_item_of_a_run_that_was_killed_is_looked_for(tmp_path: Path) -> None:
    clock = AsyncFakeClock()
    killed = AsyncOnce(after=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        await finding(killed, AsyncFinder("never asked"), tmp_path / "j", clock).run(["bad"])
    await clock.sleep(90)
    finder, again = AsyncFinder("found"), AsyncOnce()
    [result] = await finding(again, finder, tmp_path / "j", clock).run(["bad"])
    assert (result.value, result.from_journal, again.sent) == ("found", False, [])
    assert finder.asked == [("bad", 90.0)]
    [result] = await finding(again, finder, tmp_path / "j", clock).run(["bad"])
    assert (result.value, result.from_journal, len(finder.asked)) == ("found", True, 1)


async def test_an_item_of_a_journal_without_times_is_not_looked_for(tmp_path: Path) -> None:
    await bulk_of(AsyncOnce(after=MaybeProcessedError("lost")), tmp_path / "j").run(["bad"])
    # As an earlier version wrote it.
    file = tmp_path / "j"
    header = file.read_bytes().splitlines(keepends=True)[0]
    file.write_bytes(header + encode_line(Sent("bad")))
    finder = AsyncFinder("found")
    [result] = await finding(AsyncOnce(), finder, file, AsyncFakeClock()).run(["bad"])
    assert (result.may_be_done, finder.asked) == (True, [])
