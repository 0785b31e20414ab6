"""The question for the version of a server, asked by several callers at a time."""

import asyncio

from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.sdks.platform import AsyncClient
from seawall.sdks.platform.settings import Settings
from seawall.transports import AsyncMemoryTransport
from tests.sdks.platform.wire import Platform, reply

CALLERS = 8
QUESTION = "GET /api/v1/runs/version/results"


class HeldTransport(AsyncMemoryTransport):
    """A memory transport that sends nothing before it is released."""

    def __init__(self, platform: Platform) -> None:
        super().__init__(platform)
        self.released = asyncio.Event()

    async def send(self, request: Request, timeout_s: float) -> Response:
        await self.released.wait()
        return await super().send(request, timeout_s)


async def test_callers_at_the_same_time_ask_once() -> None:
    platform = Platform({"GET /api/v1/runs": reply([])})
    transport = HeldTransport(platform)
    settings = Settings(base_url="http://platform.test", token=Secret("t0ken"), api_version="auto")

    async def release() -> None:
        transport.released.set()

    async with AsyncClient(settings=settings, transport=transport) as client:
        lists = [client.runs.list() for _ in range(CALLERS)]
        # The last of them begins after all others wait.
        *found, _ = await asyncio.gather(*(each.to_list() for each in lists), release())
    assert found == [[]] * CALLERS
    assert platform.seen == [QUESTION, *["GET /api/v1/runs"] * CALLERS]
