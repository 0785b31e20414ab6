"""Waits for many resources: one list per poll, and a result for each id."""

from collections.abc import Mapping

import pytest

from seawall.core.engine.result import Result
from seawall.core.errors import (
    ClientStatusError,
    NotFoundError,
    SeawallError,
    ServerStatusError,
    WaitTimeoutError,
)
from seawall.core.http.message import Response
from seawall.core.waiting.polling import Outage, PollInterval
from seawall.core.waiting.states import StateMachine
from seawall.runtime.waiting._async.wait_many import AsyncManyPollables, async_wait_many
from seawall.testing import AsyncFakeClock

MACHINE = StateMachine(transitions={"RUNNING": ("ENDED",), "ENDED": ()}, terminal=("ENDED",))
GONE = NotFoundError("gone", status=404)
DOWN = ServerStatusError("down", 503)


class AsyncLists:
    """Returns one list after another, then the last one forever; `others` are not in the list."""

    def __init__(
        self, *lists: Mapping[str, str] | SeawallError, others: Mapping[str, str | SeawallError] | None = None
    ) -> None:
        self.polls = 0
        self.reads: list[str] = []
        self._lists = lists
        self._others = others or {}

    async def read_all(self, left_s: float) -> Result[Mapping[str, str]]:
        assert left_s > 0
        found = self._lists[min(self.polls, len(self._lists) - 1)]
        self.polls += 1
        if isinstance(found, SeawallError):
            raise found
        return Result(found, Response(200, {}))

    async def read_one(self, one: str, left_s: float) -> Result[str]:
        assert left_s > 0
        self.reads.append(one)
        found = self._others.get(one, GONE)
        if isinstance(found, SeawallError):
            raise found
        return Result(found, Response(200, {}))

    def pollables(self, *ids: str) -> AsyncManyPollables[str]:
        return AsyncManyPollables(
            kind="run", ids=ids, read_all=self.read_all, read_one=self.read_one,
            state=lambda seen: seen, machine=MACHINE,
        )  # fmt: skip

    async def wait(self, *ids: str, deadline_s: float = 1000.0) -> dict[str, str | SeawallError]:
        return await async_wait_many(self.pollables(*ids), deadline_s=deadline_s, clock=AsyncFakeClock())


async def test_each_poll_reads_one_list() -> None:
    ids = [str(number) for number in range(1000)]
    running = dict.fromkeys(ids, "RUNNING")
    server = AsyncLists(running, running | {"7": "ENDED"}, dict.fromkeys(ids, "ENDED"))
    assert await server.wait(*ids) == dict.fromkeys(ids, "ENDED")
    assert (server.polls, server.reads) == (3, [])


async def test_one_that_has_ended_and_is_gone_has_ended() -> None:
    server = AsyncLists({"1": "ENDED", "2": "RUNNING"}, {"2": "ENDED"})
    assert await server.wait("1", "2") == {"1": "ENDED", "2": "ENDED"}
    assert server.reads == []


async def test_one_that_the_list_lacks_is_read() -> None:
    server = AsyncLists({"1": "ENDED"}, others={"2": "ENDED"})
    assert await server.wait("2", "1", "2") == {"1": "ENDED", "2": "ENDED"}
    assert await server.wait("1", "unknown") == {"1": "ENDED", "unknown": GONE}
    assert server.reads == ["2", "unknown"]


async def test_nothing_to_wait_for_sends_nothing() -> None:
    server = AsyncLists({})
    assert await server.wait() == {}
    assert server.polls == 0


async def test_those_that_run_at_the_deadline_have_the_error() -> None:
    found = await AsyncLists({"1": "ENDED", "2": "RUNNING"}).wait("1", "2", deadline_s=60)
    assert found["1"] == "ENDED"
    error = found["2"]
    assert isinstance(error, WaitTimeoutError)
    assert error.last == "RUNNING"
    assert str(error) == "run 2 did not end within 60 s. It is still running; wait again."


async def test_a_short_outage_is_waited_for() -> None:
    server, outages = AsyncLists({"1": "RUNNING"}, DOWN, {"1": "ENDED"}), list[Outage]()
    found = await async_wait_many(server.pollables("1"), clock=AsyncFakeClock(), on_outage=outages.append)
    assert found == {"1": "ENDED"}
    assert [each.error for each in outages] == [DOWN]


@pytest.mark.parametrize("error", [DOWN, ClientStatusError("no", status=403)])
async def test_an_outage_is_the_result_of_those_that_have_not_ended(error: SeawallError) -> None:
    server = AsyncLists({"1": "ENDED", "2": "RUNNING"}, error)
    assert await server.wait("1", "2") == {"1": "ENDED", "2": error}


async def test_the_error_of_the_first_poll_is_raised() -> None:
    with pytest.raises(ServerStatusError):
        await AsyncLists(DOWN).wait("1")
    with pytest.raises(ServerStatusError):
        await AsyncLists({}, others={"1": DOWN}).wait("1")


async def test_the_error_of_a_callback_is_raised() -> None:
    def fail(_: Mapping[str, str | SeawallError]) -> None:
        raise NotFoundError("of the callback", status=404)

    pollables = AsyncLists({"1": "RUNNING"}).pollables("1")
    with pytest.raises(NotFoundError, match="of the callback"):
        await async_wait_many(pollables, clock=AsyncFakeClock(), on_progress=fail)


async def test_progress_has_those_that_have_ended() -> None:
    server, told = (
        AsyncLists({"1": "RUNNING", "2": "ENDED"}, {"1": "ENDED"}),
        list[Mapping[str, str | SeawallError]](),
    )
    await async_wait_many(
        server.pollables("1", "2", "3"),
        clock=AsyncFakeClock(),
        poll_interval=PollInterval(first_s=1),
        on_progress=lambda ended: told.append(dict(ended)),
    )
    assert told == [{"2": "ENDED", "3": GONE}, {"1": "ENDED", "2": "ENDED", "3": GONE}]
