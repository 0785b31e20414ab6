"""A connection whose `aclose` is cancelled still closes its own parts."""

import asyncio

from seawall.core.engine.policy import Policy
from seawall.core.redaction.secret import Secret
from seawall.runtime import AsyncConnection
from seawall.testing import AsyncMemoryTransport, Script
from tests.runtime.toy_sdk import URL, ToySettings, a_toy


async def test_the_transport_is_closed_even_if_closing_the_tokens_fails() -> None:
    begun, may_end, closed = asyncio.Event(), asyncio.Event(), []

    class Closing(AsyncMemoryTransport):
        async def aclose(self) -> None:
            closed.append(self)

    async def slow() -> str:
        begun.set()
        await may_end.wait()
        return "mine"

    connection = AsyncConnection(
        ToySettings(base_url=URL, token=Secret("t")),
        product="toy",
        version="1",
        default_transport=lambda: Closing(Script()),
        tokens=slow,
    )
    call = asyncio.create_task(connection.engine.send(a_toy(), Policy()))
    await begun.wait()
    call.cancel()
    await asyncio.wait([call])
    closing = asyncio.create_task(connection.aclose())
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.wait([closing])
    assert closing.cancelled()
    assert len(closed) == 1
    may_end.set()
    await connection.aclose()
