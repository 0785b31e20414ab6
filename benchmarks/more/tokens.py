"""How many renewals 100 tasks cause that need a token at the same time, together and each for itself."""

import asyncio
from collections.abc import Iterator

from benchmarks.more.measure import Figure
from seawall.core.http.message import Request, Response
from seawall.runtime import AsyncClientCredentials
from seawall.testing import AsyncMemoryTransport, json_response

TASKS = 100


def figures() -> Iterator[Figure]:
    ours, alone = asyncio.run(_renewals(shared=True)), asyncio.run(_renewals(shared=False))
    what = f"renewals by {TASKS} tasks that need a token"
    yield Figure(what, ours, alone, "", "a provider for each task")


async def _renewals(*, shared: bool) -> int:
    transport = AsyncMemoryTransport(_token)
    one = _provider(transport)
    await asyncio.gather(*((one if shared else _provider(transport)).token(60.0) for _ in range(TASKS)))
    return len(transport.requests)


def _token(_: Request) -> Response:
    return json_response(200, {"access_token": "t", "expires_in": 3600})


def _provider(transport: AsyncMemoryTransport) -> AsyncClientCredentials:
    return AsyncClientCredentials(
        transport, client_id="c", client_secret="s", token_url="https://login.test/token"
    )
