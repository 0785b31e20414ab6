"""Connections to Redis belong to the process and the event loop that made them."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from threading import Thread

import pytest
import redis.asyncio

from seawall.core.engine.policy import LimitKind, RateLimit
from seawall.core.errors import ConfigError
from seawall.runtime import AsyncLimiter, AsyncRedisCacheStore, Limiter
from seawall.runtime.redis._async.scripts import AsyncRedisScripts
from seawall.runtime.redis._sync.scripts import RedisScripts
from tests.runtime.redis.server import RedisServer, running_redis

pytestmark = pytest.mark.slow

ECHO = "return {ARGV[1]}"
FAR = 1e9


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running_redis(tmp_path_factory.mktemp("redis")) as started:
        yield started


def in_loops(work: Callable[[str], Awaitable[None]]) -> None:
    """Await `work` in three event loops, one after the other, and then in three at the same time."""

    def run(name: str) -> None:
        async def awaited() -> None:
            await work(name)
            done.append(name)

        asyncio.run(awaited())

    done: list[str] = []
    for name in ("first", "second", "third"):
        run(name)
    threads = [Thread(target=run, args=(str(number),)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30.0)
    assert len(done) == 6


def in_children(work: Callable[[str], None]) -> None:
    """Call `work` in three forked children and here, at the same time."""
    children = []
    for number in range(3):
        child = os.fork()
        if child == 0:
            signal.alarm(30)
            status = 1
            try:
                work(f"child {number}")
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    work("parent")
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]


def test_each_event_loop_has_its_own_connections(server: RedisServer) -> None:
    scripts = AsyncRedisScripts(server.url)

    async def echo(name: str) -> None:
        for number in range(20):
            text = f"{name} {number}"
            assert await scripts.run(ECHO, ["key"], [text]) == [text.encode()]

    in_loops(echo)


@pytest.mark.parametrize("kind", LimitKind)
def test_a_shared_limit_counts_in_each_event_loop(
    server: RedisServer, kind: LimitKind, caplog: pytest.LogCaptureFixture
) -> None:
    limiter, limit = AsyncLimiter(redis_url=server.url), RateLimit(most=1000, kind=kind)
    in_loops(lambda _: limiter.acquire("loops", limit, FAR))
    # A warning says that Redis is not used.
    assert caplog.records == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="This system has no fork.")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_each_process_has_its_own_connections(server: RedisServer) -> None:
    blocking, scripts = RedisScripts(server.url), AsyncRedisScripts(server.url)
    limiter, limit = Limiter(redis_url=server.url), RateLimit(most=1000)

    def work(name: str) -> None:
        for number in range(20):
            text = f"{name} {number}"
            limiter.acquire("processes", limit, FAR)
            assert blocking.run(ECHO, ["key"], [text]) == [text.encode()]
            assert asyncio.run(scripts.run(ECHO, ["key"], [text])) == [text.encode()]

    work("before")
    in_children(work)
    work("after")
    limiter.close()
    blocking.close()


def test_a_client_of_the_user_in_another_event_loop_is_a_config_error(server: RedisServer) -> None:
    client = redis.asyncio.Redis.from_url(server.url)
    store = AsyncRedisCacheStore(client)

    async def use_and_close() -> None:
        assert await store.clear(None) == 0
        await client.aclose()

    asyncio.run(use_and_close())
    with pytest.raises(ConfigError, match="The Redis client belongs to one event loop"):
        asyncio.run(store.clear(None))
