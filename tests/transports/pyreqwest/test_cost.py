"""The cost of a call, counted in function calls and connections: the same on a slow machine."""

import sys
from types import FrameType
from typing import Self

from seawall.core.http.message import Request
from seawall.transports import AsyncPyreqwestTransport, PyreqwestTransport
from tests.transports.loopback import LoopbackServer, message

# A sync call and an async call made 69 when this was written.
MOST_CALLS = {"sync": 74, "async": 74}
AT_ONCE = 60


class FunctionCalls:
    """Counts the calls of our functions in a block, and the functions in C that they call, in this thread."""

    number = 0

    def __enter__(self) -> Self:
        self._before = sys.getprofile()
        sys.setprofile(self._count)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._before)

    def _count(self, frame: FrameType, event: str, _argument: object) -> None:
        is_ours = frame.f_globals["__name__"].startswith("seawall.")
        self.number += is_ours and event in {"call", "c_call"}


def test_a_sync_call_makes_few_function_calls() -> None:
    counts: list[int] = []
    with LoopbackServer(message(200, b"{}"), keep_alive=99) as server, PyreqwestTransport() as transport:
        request = Request("GET", server.url, {"authorization": "Bearer t"})
        for _ in range(9):
            with FunctionCalls() as calls:
                transport.send(request, 30.0)
            counts.append(calls.number)
    assert min(counts) <= MOST_CALLS["sync"]


async def test_an_async_call_makes_few_function_calls() -> None:
    counts: list[int] = []
    with LoopbackServer(message(200, b"{}"), keep_alive=99) as server:
        async with AsyncPyreqwestTransport() as transport:
            request = Request("GET", server.url, {"authorization": "Bearer t"})
            for _ in range(9):
                with FunctionCalls() as calls:
                    await transport.send(request, 30.0)
                counts.append(calls.number)
    assert min(counts) <= MOST_CALLS["async"]
