"""The factory of Redis clients, for both halves."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis

from seawall.core.errors import ConfigError
from seawall.runtime.redis._async.client import async_redis_client
from seawall.runtime.redis._async.scripts import AsyncRedisScripts
from seawall.runtime.redis._sync.client import redis_client
from seawall.runtime.redis._sync.scripts import RedisScripts
from tests.runtime.redis.server import free_port

Factory = Callable[..., Any]
both = pytest.mark.parametrize("factory", [async_redis_client, redis_client], ids=["async", "sync"])


@both
def test_a_bad_url_is_a_config_error_that_does_not_show_it(factory: Factory) -> None:
    for url in ("", "hunter2", "http://hunter2@localhost", "redis://localhost:hunter2"):
        with pytest.raises(ConfigError, match=r"^The Redis URL is not valid\. Give redis://, ") as caught:
            factory(url, purpose="A cache in Redis")
        assert "hunter2" not in str(caught.value)


@both
def test_redis_is_waited_for_one_second_at_most(factory: Factory) -> None:
    for url in ("redis://localhost", "rediss://localhost", "unix:///run/redis.sock"):
        settings = factory(url, purpose="A cache in Redis").connection_pool.connection_kwargs
        connect_s = settings.get("socket_connect_timeout", 0.5)
        assert (settings["socket_timeout"], connect_s) == (0.5, 0.5)


@both
def test_a_client_that_decodes_responses_is_a_config_error(factory: Factory) -> None:
    with pytest.raises(ConfigError, match="decode_responses"):
        factory("redis://localhost?decode_responses=True", purpose="A cache in Redis")


@both
def test_the_error_for_a_missing_library_names_the_extra(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "redis"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigError, match=r"^A cache in Redis needs .*pip install .*\[redis\]"):
        factory("redis://localhost", purpose="A cache in Redis")


@both
def test_the_repr_of_a_client_does_not_show_the_password(factory: Factory) -> None:
    assert "hunter2" not in repr(factory("redis://:hunter2@localhost", purpose="A cache in Redis"))


def test_a_client_of_the_user_is_used_as_it_is() -> None:
    client = Redis(port=free_port(), socket_timeout=7.0)
    assert redis_client(client, purpose="A cache in Redis") is client


def test_an_error_of_redis_is_an_os_error_without_its_message() -> None:
    scripts = RedisScripts(f"redis://user:hunter2@127.0.0.1:{free_port()}/0")
    for call in (lambda: scripts.run("return {}", [], []), lambda: scripts.delete("*")):
        with pytest.raises(OSError, match=r"^Redis: ConnectionError$"):
            call()
    scripts.close()


async def test_an_error_of_async_redis_is_an_os_error_without_its_message() -> None:
    scripts = AsyncRedisScripts(f"redis://user:hunter2@127.0.0.1:{free_port()}/0")
    with pytest.raises(OSError, match=r"^Redis: ConnectionError$"):
        await scripts.run("return {}", [], [])
    await scripts.aclose()
