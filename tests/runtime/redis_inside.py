"""What a test may see and do inside of a Redis, beside those who use it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from redis import Redis

from tests.runtime.redis_server import RedisServer


def ask(server: RedisServer, *command: str | bytes) -> Any:
    """What Redis answers to one command."""
    with Redis.from_url(server.url) as client:
        return client.execute_command(*command)


def contents(server: RedisServer) -> dict[str, Any]:
    """Every key with what is under it."""
    with Redis.from_url(server.url) as client:
        readers: dict[bytes, Any] = {
            b"string": client.get,
            b"hash": client.hgetall,
            b"zset": lambda key: client.zrange(key, 0, -1),
        }
        return {key.decode(): readers[client.type(key)](key) for key in client.scan_iter()}


@contextmanager
def hanging(server: RedisServer) -> Iterator[None]:
    """A block in which Redis takes connections and commands, and does and answers nothing."""
    assert server._process is not None
    server._process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server._process.send_signal(signal.SIGCONT)
