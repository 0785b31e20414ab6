"""A block of responses sees the tasks that it starts, and no other; it may end in another context."""

import asyncio
from contextvars import Context

from seawall.core.http.message import Response
from seawall.testing import AsyncMemoryTransport
from tests.runtime.client._async.test_call_options import AsyncToyClient


async def test_tasks_have_their_own_blocks() -> None:
    client = AsyncToyClient(
        AsyncMemoryTransport(lambda request: Response(200, {}, request.url[-1:].encode()))
    )

    async def read(number: int) -> list[str]:
        with client.with_response() as own:
            seen = await client.request("GET", f"/v1/{number}")
            await asyncio.sleep(0)
            again = await client.request("GET", f"/v1/{number}")
        assert (seen.text, again.text) == (str(number), str(number))
        return [one.text for one in own]

    with client.with_response() as every:
        found = await asyncio.gather(*(read(number) for number in range(4)))
    assert found == [[str(number)] * 2 for number in range(4)]
    assert sorted(one.text for one in every) == sorted([*"0123"] * 2)


async def test_a_block_may_end_in_another_context() -> None:
    client = AsyncToyClient(AsyncMemoryTransport(lambda _: Response(200)))
    block = client.with_response()
    with block as seen:
        await client.request("GET", "/v1")
        Context().run(block.__exit__, None, None, None)
        await client.request("GET", "/v1")
    await client.request("GET", "/v1")
    assert len(seen) == 2
