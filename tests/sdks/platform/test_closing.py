"""A closed client has no work in progress."""

import asyncio

from seawall.sdks.platform import AsyncClient
from seawall.testing import AsyncMemoryTransport, Script


async def test_closing_the_client_waits_for_an_abandoned_token_renewal() -> None:
    before, begun, may_end = asyncio.all_tasks(), asyncio.Event(), asyncio.Event()

    async def slow() -> str:
        begun.set()
        await may_end.wait()
        return "abc"

    transport = AsyncMemoryTransport(Script())
    async with AsyncClient(base_url="http://platform.test", tokens=slow, transport=transport) as client:
        call = asyncio.create_task(client.me())
        await begun.wait()
        call.cancel()
        await asyncio.wait([call])
        asyncio.get_running_loop().call_soon(may_end.set)
    assert asyncio.all_tasks() == before
