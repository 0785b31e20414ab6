"""A real Redis for a test, in its own process on a free port. Without redis-server the test is skipped."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import define, field
from redis import Redis


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@define
class RedisServer:
    folder: Path
    port: int = field(factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """URL with timeouts so long that they do not end a command on a busy machine."""
        return f"{self.impatient_url}?socket_timeout=60&socket_connect_timeout=60"

    @property
    def impatient_url(self) -> str:
        """URL with the timeouts of Seawall, for tests in which Redis hangs."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        binary = shutil.which("redis-server")
        if binary is None:
            pytest.skip("There is no redis-server on this machine.")
        bind = ["--port", str(self.port), "--bind", "127.0.0.1"]
        command = [binary, *bind, "--save", "", "--dir", str(self.folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not self._is_ready():
            assert self._process.poll() is None, "redis-server did not start"

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def flush(self) -> None:
        """Delete all keys, as expiry would."""
        assert self._send(b"FLUSHALL") == b"+OK"

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Stop the process for a block: the kernel accepts connections and commands, and no answer comes."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def execute(self, *command: str | bytes) -> Any:
        """Send one command and return the answer."""
        with Redis.from_url(self.url) as client:
            return client.execute_command(*command)

    def contents(self) -> dict[str, Any]:
        """Read every key and its value."""
        with Redis.from_url(self.url) as client:
            readers: dict[bytes, Any] = {
                b"string": client.get,
                b"hash": client.hgetall,
                b"zset": lambda key: client.zrange(key, 0, -1),
            }
            kinds = {key: client.type(key) for key in client.scan_iter()}
            # A key may expire meanwhile.
            return {key.decode(): readers[kind](key) for key, kind in kinds.items() if kind in readers}

    def _is_ready(self) -> bool:
        try:
            return self._send(b"PING") == b"+PONG"
        except OSError:
            return False

    def _send(self, command: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(command + b"\r\n")
            return connection.recv(64).strip()


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
