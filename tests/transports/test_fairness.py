"""No input of a server keeps other tasks of an event loop waiting."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from ssl import SSLContext

import pytest

from seawall.core.errors import MaybeProcessedError
from seawall.core.http.message import Request
from seawall.transports import TransportOptions
from tests.transports._async.kinds import AsyncReal, over_sockets, read_into
from tests.transports._async.test_floods import FLOODS, TLS_FLOODS, flood
from tests.transports.authorities import Authority
from tests.transports.loopback import LoopbackServer, message

pytestmark = pytest.mark.slow

# A turn of an event loop handles a few KB at most. 8 KB of the shortest interim responses take 27,000 calls.
MOST_CALLS = 40_000
# So many turns during a flood show that the reader gives way to others again and again.
TURNS = 50


class Turns:
    """Counts the turns of a task beside the reader, and the function calls of this thread in the longest one.

    Calls, not seconds: their number is the same on a slow machine.
    """

    def __init__(self) -> None:
        self.number = 0
        self.most_calls = 0
        self._calls = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        before = sys.getprofile()
        sys.setprofile(self._profile)
        try:
            yield
        finally:
            sys.setprofile(before)

    def _profile(self, _frame: object, event: str, _argument: object) -> None:
        if event in {"call", "c_call"}:
            self._calls += 1

    async def next(self) -> None:
        before = self._calls
        await asyncio.sleep(0)
        self.most_calls = max(self.most_calls, self._calls - before)
        self.number += 1


Read = Callable[[AsyncReal, str], Awaitable[object]]


async def send(transport: AsyncReal, url: str) -> None:
    await transport.send(Request("GET", url), 30.0)


async def stream(transport: AsyncReal, url: str) -> None:
    await read_into(transport, Request("GET", url), 30.0, [])


@asynccontextmanager
async def reading(transport: AsyncReal, url: str, read: Read) -> AsyncIterator["asyncio.Task[object]"]:
    task = asyncio.ensure_future(read(transport, url))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(MaybeProcessedError, asyncio.CancelledError):
            await task


async def turns_in_a_flood(
    transport: AsyncReal, pieces: list[bytes | float], tls: SSLContext | None, read: Read
) -> Turns:
    """Read a flood until another task has had TURNS turns after its begin, or until it has ended."""
    turns, begun, loop = Turns(), asyncio.Event(), asyncio.get_running_loop()

    def begin(_request: bytes) -> bytes:
        loop.call_soon_threadsafe(begun.set)
        return b""

    with LoopbackServer(begin, *pieces, tls=tls) as server:
        async with reading(transport, server.url, read) as task:
            await begun.wait()
            with turns.counted():
                while not task.done() and turns.number < TURNS:
                    await turns.next()
    return turns


@pytest.mark.parametrize("read", [send, stream], ids=["send", "stream"])
@pytest.mark.parametrize("name", [*FLOODS, *TLS_FLOODS])
@over_sockets
async def test_other_tasks_run_during_a_flood(
    kind: type[AsyncReal], name: str, read: Read, tmp_path: Path
) -> None:
    # The first request loads what it needs.
    with LoopbackServer(message(200)) as server:
        async with kind() as transport:
            await send(transport, server.url)
    options, tls = None, None
    if name in TLS_FLOODS:
        authority = Authority.in_(tmp_path)
        options, tls = TransportOptions(ca_file=authority.ca_file), authority.server()
    pieces = TLS_FLOODS[name] if name in TLS_FLOODS else flood(*FLOODS[name])
    async with kind(options=options) as transport:
        turns = await turns_in_a_flood(transport, pieces, tls, read)
    assert turns.most_calls < MOST_CALLS
    # Others may end with an error before.
    assert turns.number == TURNS or "interim" not in name
