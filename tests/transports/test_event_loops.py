"""An async transport moves from one event loop to the next, and serves several at the same time."""

import asyncio
import gc
import warnings
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.errors import ConfigError
from seawall.core.http.message import Request
from seawall.runtime import AsyncEngine, AsyncLimiter, AsyncOperationCache
from seawall.transports import TransportOptions
from tests.transports._async.kinds import (
    AsyncOverClients,
    AsyncReal,
    over_clients,
    over_sockets,
    read_into,
)
from tests.transports.authorities import Authority
from tests.transports.loopback import LoopbackServer, message

pytestmark = pytest.mark.slow

READ: Operation[int] = Operation(id="read", method="GET", path="/a", result_types={200: int})


async def use(transport: AsyncReal, url: str) -> bytes:
    """Send two requests, and read one stream."""
    pieces: list[bytes] = []
    await read_into(transport, Request("GET", url), 5.0, pieces)
    return (await transport.send(Request("GET", url), 5.0)).body + b"".join(pieces)


@over_sockets
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_transport_is_used_in_one_event_loop_after_the_other(
    kind: type[AsyncReal], scheme: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    authority = Authority.in_(tmp_path_factory.mktemp("ca"))
    tls = authority.server() if scheme == "https" else None
    with LoopbackServer(message(200, b"1"), keep_alive=99, tls=tls) as server:
        transport = kind(options=TransportOptions(ca_file=authority.ca_file))
        for _ in range(3):
            assert asyncio.run(use(transport, server.url)) == b"11"
        asyncio.run(transport.aclose())
        with pytest.raises(RuntimeError, match="closed"):
            asyncio.run(use(transport, server.url))


@over_clients
def test_the_end_of_an_event_loop_closes_its_connections(
    kind: type[AsyncOverClients], library: ModuleType
) -> None:
    with LoopbackServer(message(200, b"1"), keep_alive=99) as server, warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        transport = kind()
        for _ in range(2):
            asyncio.run(use(transport, server.url))
            assert server.all_disconnected(5.0)
        gc.collect()


@over_sockets
def test_a_transport_is_used_in_several_event_loops_at_the_same_time(kind: type[AsyncReal]) -> None:
    async def many() -> list[bytes]:
        return [await use(transport, server.url) for _ in range(10)]

    with LoopbackServer(message(200, b"1"), keep_alive=999) as server, ThreadPoolExecutor(4) as threads:
        transport = kind()
        runs = [threads.submit(asyncio.run, many()) for _ in range(4)]
        assert [run.result(60) for run in runs] == [[b"11"] * 10] * 4


@over_sockets
def test_an_engine_is_used_in_one_event_loop_after_the_other(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, b"1"), keep_alive=99) as server:
        cache, limiter = AsyncOperationCache(), AsyncLimiter()
        engine = AsyncEngine(kind(), base_url=server.url, cache=cache, limiter=limiter)
        policy = Policy(attempt_timeout_s=5.0, deadline_s=5.0, cache_ttl_s=60.0)

        async def calls(*, nocache: bool) -> int:
            results = [engine.send(Call(READ), policy, nocache=nocache) for _ in range(3)]
            return sum(result.value for result in await asyncio.gather(*results))

        assert [asyncio.run(calls(nocache=nocache)) for nocache in (False, True, False, True)] == [3] * 4


@over_clients
def test_a_client_that_was_passed_in_belongs_to_one_event_loop(
    kind: type[AsyncOverClients], library: ModuleType
) -> None:
    with LoopbackServer(message(200, b"1"), keep_alive=99) as server, asyncio.Runner() as one:
        client = library.AsyncClient()
        transport = kind(client)
        assert one.run(use(transport, server.url)) == b"11"
        # Another thread, because the runner of this one keeps its event loop.
        with ThreadPoolExecutor(1) as thread, pytest.raises(ConfigError, match="Make one for each loop"):
            thread.submit(asyncio.run, use(transport, server.url)).result(30)
        one.run(client.aclose())
