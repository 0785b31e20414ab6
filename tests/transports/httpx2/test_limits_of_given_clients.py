"""An async call over a client of the user ends with its timeout. Nothing can interrupt a blocking call."""

import asyncio
import time
from types import ModuleType

import pytest

from seawall.core.errors import AttemptTimeoutError
from seawall.core.http.message import Request
from tests.transports._async.kinds import AsyncOverClients, over_clients, read_into
from tests.transports._async.test_floods import DRIPS, FLOODS, flood
from tests.transports.loopback import LoopbackServer, message

pytestmark = pytest.mark.slow


def drops(first: bytes, again: bytes) -> list[bytes | float]:
    """Return pieces that take 30 s."""
    pause: list[bytes | float] = [again, 0.03]
    return [first, *pause * 1000]


INPUTS = {
    **{f"a flood, {name}": flood(*FLOODS[name]) for name in ("interim", "early hints", "one-byte chunks")},
    **{f"drops, {name}": drops(*DRIPS[name]) for name in DRIPS},
}


@over_clients
async def test_no_input_outlasts_the_timeout(
    kind: type[AsyncOverClients], library: ModuleType, subtests: pytest.Subtests
) -> None:
    for name, pieces in INPUTS.items():
        with subtests.test(name=name), LoopbackServer(*pieces) as server:
            async with library.AsyncClient() as client:
                began = time.monotonic()
                with pytest.raises(AttemptTimeoutError):
                    await kind(client).send(Request("GET", server.url), 0.3)
                assert time.monotonic() - began < 5.0


@over_clients
async def test_a_piece_of_a_stream_that_drips_times_out(
    kind: type[AsyncOverClients], library: ModuleType, subtests: pytest.Subtests
) -> None:
    for name in DRIPS:
        with subtests.test(name=name), LoopbackServer(*drops(*DRIPS[name])) as server:
            async with library.AsyncClient() as client:
                began = time.monotonic()
                with pytest.raises(AttemptTimeoutError):
                    await read_into(kind(client), Request("GET", server.url), 0.3, [])
                assert time.monotonic() - began < 5.0


@over_clients
async def test_calls_that_time_out_cost_no_connection(
    kind: type[AsyncOverClients], library: ModuleType
) -> None:
    limits = library.Limits(max_connections=2)
    async with library.AsyncClient(limits=limits) as client:
        with LoopbackServer(*drops(*DRIPS["interim"])) as server:
            calls = [kind(client).send(Request("GET", server.url), 0.2) for _ in range(4)]
            errors = await asyncio.gather(*calls, return_exceptions=True)
        assert len(errors) == 4
        with LoopbackServer(message(200, b"hello"), keep_alive=9) as server:
            sending = [kind(client).send(Request("GET", server.url), 5.0) for _ in range(4)]
            assert [response.body for response in await asyncio.gather(*sending)] == [b"hello"] * 4
