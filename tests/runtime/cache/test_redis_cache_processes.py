"""The Redis cache store with real processes, and with every order of the steps of two of them."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import permutations
from typing import Any, cast

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from seawall.core.engine.result import Result
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.cache._async.redis_store import AsyncRedisCacheStore
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.cache._sync.redis_store import RedisCacheStore
from tests.contract.source import ROOT
from tests.runtime.cache.reads import SCOPE, TTL_S, cancel_run, get_run, result_of
from tests.runtime.redis.server import RedisServer, running_redis

pytestmark = pytest.mark.slow

# Another process: executes the commands that it reads, and prints the results.
OTHER = """
import sys
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.cache._sync.redis_store import RedisCacheStore
from tests.runtime.cache.reads import SCOPE, TTL_S, result_of, cancel_run, get_run

cache = OperationCache(store=RedisCacheStore(sys.argv[1]))
writes = []
for line in sys.stdin:
    command, _, version = line.strip().partition(" ")
    if command == "read":
        result, was_cached = cache.read(
            get_run(), TTL_S, lambda: result_of(get_run(), {"version": int(version)}), scope=SCOPE
        )
        print(result.value["version"], was_cached, flush=True)
    elif command == "begin":
        writes.append(cache.invalidating(cancel_run()))
        writes[-1].__enter__()
        print("begun", flush=True)
    else:
        writes.pop().__exit__(None, None, None)
        print("ended", flush=True)
cache.close()
"""


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(autouse=True)
def _empty(redis: RedisServer) -> None:
    redis.flush()


@contextmanager
def other_process(redis: RedisServer, *, seed: str = "1") -> Iterator[Callable[[str], str]]:
    """Start another process; return a function that sends it a command, or kills it if the command is "kill".

    `seed` is its hash seed, so that its sets have another order.
    """
    command = [sys.executable, "-c", OTHER, redis.url]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def execute(line: str) -> str:
            assert process.stdin is not None
            assert process.stdout is not None
            if line == "kill":
                process.kill()
                process.wait()
                return "killed"
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield execute


def test_two_processes_share_results_and_invalidations(redis: RedisServer) -> None:
    with other_process(redis) as one, other_process(redis, seed="2") as other:
        assert one("read 1") == "1 False"
        assert other("read 2") == "1 True"
        assert one("begin") == "begun"
        assert [other("read 2"), other("read 3")] == ["2 False", "3 False"]
        assert one("end") == "ended"
        assert [other("read 4"), one("read 5"), other("read 6")] == ["4 False", "4 True", "4 True"]


def test_a_process_killed_during_a_write_leaves_no_stale_result(redis: RedisServer) -> None:
    with other_process(redis) as one, other_process(redis) as other:
        assert other("read 1") == "1 False"
        assert one("begin") == "begun"
        assert one("kill") == "killed"
        # The outcome of the write is unknown: nothing is stored until its lease ends.
        assert [other("read 1"), other("read 2")] == ["1 False", "2 False"]


# --- Every order of steps --------------------------------------------------------------------------------


async def until(is_so: Callable[[], bool]) -> None:
    # The time that Redis takes is not known.
    while not is_so():  # noqa: ASYNC110
        await asyncio.sleep(0)


class World:
    """A server with one number, and two processes with a cache in Redis in front of it."""

    def __init__(self, reading: AsyncOperationCache, writing: AsyncOperationCache, *, fresh: bool) -> None:
        self.reading = reading
        self.writing = writing
        self.fresh = fresh
        self.number = 0
        self.steps = 0

    async def read(self, step: Callable[[], Any]) -> None:
        """Three steps: it begins, the server reads its number, the response arrives."""

        async def load() -> Result[Any]:
            self.steps += 1
            await step()
            number = self.number
            self.steps += 1
            await step()
            return result_of(get_run(), {"number": number})

        await step()
        await self.reading.read(get_run(), TTL_S, load, scope=SCOPE, fresh=self.fresh)
        self.steps += 1

    async def write(self, step: Callable[[], Any]) -> None:
        """Three steps: it begins, the server changes its number, it ends."""
        await step()
        async with self.writing.invalidating(cancel_run()):
            self.steps += 1
            await step()
            self.number += 1
            self.steps += 1
            await step()
        self.steps += 1

    async def play(self, order: tuple[int, ...]) -> None:
        """Let reader (0) and writer (1) take a step each when `order` names them."""
        turns = asyncio.Semaphore(0), asyncio.Semaphore(0)
        tasks = [
            asyncio.create_task(self.read(turns[0].acquire)),
            asyncio.create_task(self.write(turns[1].acquire)),
        ]
        for number, actor in enumerate(order, start=1):
            turns[actor].release()
            await until(lambda number=number: self.steps == number)  # type: ignore[misc]
        await asyncio.gather(*tasks)


@pytest.mark.parametrize("fresh", [False, True])
async def test_no_order_of_steps_stores_a_result_older_than_another_process_write(
    redis: RedisServer, fresh: bool
) -> None:
    async def load() -> Result[Any]:
        return result_of(get_run(), {"number": 1})

    orders = set(permutations([0, 0, 0, 1, 1, 1]))
    assert len(orders) == 20
    caches = [AsyncOperationCache(store=AsyncRedisCacheStore(redis.url)) for _ in range(3)]
    cached_in = 0
    for order in orders:
        redis.flush()
        await World(caches[0], caches[1], fresh=fresh).play(order)
        result, was_cached = await caches[2].read(get_run(), TTL_S, load, scope=SCOPE)
        assert result.value["number"] == 1
        cached_in += was_cached
    # Only a read that begins after the end of the write is cached.
    assert cached_in == 1
    for cache in caches:
        await cache.aclose()


# --- Connections -----------------------------------------------------------------------------------------


async def test_a_task_cancelled_while_redis_hangs_mixes_up_no_results(redis: RedisServer) -> None:
    cache = AsyncOperationCache(store=AsyncRedisCacheStore(redis.impatient_url))

    async def read(run_id: str) -> tuple[Any, bool]:
        async def load() -> Result[Any]:
            return result_of(get_run(run_id), {"run": run_id})

        result, was_cached = await cache.read(get_run(run_id), TTL_S, load, scope=SCOPE)
        return result.value, was_cached

    for run_id in ("1", "2"):
        await read(run_id)
    with redis.suspended():
        task = asyncio.create_task(read("1"))
        for _ in range(20):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    assert await read("2") == ({"run": "2"}, True)
    assert await read("1") == ({"run": "1"}, True)
    await cache.aclose()


class SlowClient:
    """A custom client that waits before each command."""

    def __init__(self, client: AsyncRedis) -> None:
        self._client = client

    def get_encoder(self) -> Any:
        return self._client.get_encoder()  # type: ignore[no-untyped-call]

    def register_script(self, text: str) -> Callable[..., Any]:
        script = self._client.register_script(text)

        async def run(*, keys: Sequence[str], args: Sequence[Any]) -> Any:
            for _ in range(5):
                await asyncio.sleep(0)
            return await script(keys=keys, args=args)

        return run


async def test_a_write_that_is_cancelled_twice_ends_in_redis(redis: RedisServer) -> None:
    client, entered = AsyncRedis.from_url(redis.url), asyncio.Event()
    cache = AsyncOperationCache(store=AsyncRedisCacheStore(cast("AsyncRedis", SlowClient(client))))

    async def write() -> None:
        async with cache.invalidating(cancel_run()):
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await entered.wait()
    assert any(":writers:" in key for key in redis.contents())
    # Once during the write, and once while its end is sent to Redis.
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await until(lambda: not any(":writers:" in key for key in redis.contents()))
    await client.aclose()


async def test_a_write_that_is_cancelled_before_it_begins_ends_in_redis(redis: RedisServer) -> None:
    client = AsyncRedis.from_url(redis.url)
    cache = AsyncOperationCache(store=AsyncRedisCacheStore(cast("AsyncRedis", SlowClient(client))))

    async def write() -> None:
        async with cache.invalidating(cancel_run()):
            raise AssertionError

    task = asyncio.create_task(write())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not any(":writers:" in key for key in redis.contents())
    assert any(":generation:" in key for key in redis.contents())
    await client.aclose()


async def test_a_custom_async_client_is_used_and_left_open(redis: RedisServer) -> None:
    mine = AsyncRedis.from_url(redis.url)
    connection = await mine.client_id()
    cache = AsyncOperationCache(store=AsyncRedisCacheStore(mine))

    async def load() -> Result[Any]:
        return result_of(get_run(), {})

    assert [(await cache.read(get_run(), TTL_S, load, scope=SCOPE))[1] for _ in range(2)] == [False, True]
    await cache.aclose()
    assert await mine.client_id() == connection
    await mine.aclose()


def test_a_custom_client_is_used_and_left_open(redis: RedisServer) -> None:
    with Redis.from_url(redis.url) as mine:
        connection = mine.client_id()
        cache = OperationCache(store=RedisCacheStore(mine))
        cached = [
            cache.read(get_run(), TTL_S, lambda: result_of(get_run(), {}), scope=SCOPE)[1] for _ in range(2)
        ]
        assert cached == [False, True]
        cache.close()
        assert mine.client_id() == connection
