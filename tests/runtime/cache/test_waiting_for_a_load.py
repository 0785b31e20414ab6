"""The wait for the load of another caller: at most the own time of the caller."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from seawall.core.engine.result import Result
from seawall.core.errors import AttemptTimeoutError, NotFoundError, SeawallError
from seawall.runtime import AsyncOperationCache, OperationCache
from tests.runtime.cache.reads import SCOPE, TTL_S, get_run, result_of


async def test_a_task_waits_at_most_its_own_time() -> None:
    cache, has_begun, may_end = AsyncOperationCache(), asyncio.Event(), asyncio.Event()

    async def slow() -> Result[Any]:
        has_begun.set()
        await may_end.wait()
        return result_of(get_run(), {"n": 1})

    leader = asyncio.create_task(cache.read(get_run(), TTL_S, slow, scope=SCOPE))
    await has_begun.wait()
    fill = await cache.find(get_run(), TTL_S, scope=SCOPE, wait_s=0.001)
    assert not isinstance(fill, Result)
    assert (await fill.complete(result_of(get_run(), {"n": 2}))).value == {"n": 2}
    may_end.set()
    assert (await leader)[0].value == {"n": 1}


def test_a_thread_waits_at_most_its_own_time() -> None:
    cache, has_begun, may_end = OperationCache(), threading.Event(), threading.Event()

    def slow() -> Result[Any]:
        has_begun.set()
        assert may_end.wait(30)
        return result_of(get_run(), {"n": 1})

    with ThreadPoolExecutor(1) as pool:
        leader = pool.submit(cache.read, get_run(), TTL_S, slow, scope=SCOPE)
        assert has_begun.wait(30)
        fill = cache.find(get_run(), TTL_S, scope=SCOPE, wait_s=0.001)
        assert not isinstance(fill, Result)
        assert fill.complete(result_of(get_run(), {"n": 2})).value == {"n": 2}
        may_end.set()
        assert leader.result()[0].value == {"n": 1}


@pytest.mark.parametrize(
    ("error", "is_shared"), [(NotFoundError("no."), True), (AttemptTimeoutError("late."), False)]
)
async def test_a_timeout_of_the_leader_does_not_fail_waiting_callers(
    error: SeawallError, is_shared: bool
) -> None:
    cache, has_begun, may_end = AsyncOperationCache(), asyncio.Event(), asyncio.Event()

    async def failing() -> Result[Any]:
        has_begun.set()
        await may_end.wait()
        raise error

    async def loading() -> Result[Any]:
        return result_of(get_run(), {"n": 2})

    leader = asyncio.create_task(cache.read(get_run(), TTL_S, failing, scope=SCOPE))
    await has_begun.wait()
    follower = asyncio.create_task(cache.read(get_run(), TTL_S, loading, scope=SCOPE))
    await asyncio.sleep(0)
    may_end.set()
    ended = await asyncio.gather(leader, follower, return_exceptions=True)
    assert ended[0] is error
    assert isinstance(ended[1], NotFoundError) if is_shared else ended[1][0].value == {"n": 2}  # type: ignore[index]
