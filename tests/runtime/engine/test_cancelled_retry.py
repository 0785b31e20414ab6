"""Cancelling a task during the delay before a retry."""

import asyncio

import pytest

from seawall.core.http.message import Response
from seawall.runtime.concurrency._async.clock import AsyncSystemClock
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncMemoryTransport, Script
from tests.runtime.calls import BASE_URL, POLICY, thing


async def test_a_cancelled_task_makes_no_further_attempt() -> None:
    waiting = asyncio.Event()

    async def sleep(_: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    transport = AsyncMemoryTransport(Script(Response(503)))
    engine = AsyncEngine(transport, base_url=BASE_URL, clock=AsyncSystemClock(sleep=sleep))
    task = asyncio.create_task(engine.send(thing(), POLICY))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(transport.requests) == 1
