"""The server that every client asks: fixed answers over HTTP/1.1, in a process of its own on its own core.

python -m benchmarks.harness.answering      prints its URL, and answers until standard input ends

It runs on uvloop and does next to nothing for a request, so that the clients are what is measured.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from attrs import frozen

from benchmarks.harness.contender import started
from benchmarks.peer_answers import ANSWERS

_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
_END = b"\r\n\r\n"


class Answers(asyncio.Protocol):
    """One connection: every request gets the fixed answer of its path."""

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # That of uvloop is no asyncio.Transport.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(_END)) >= 0:
            head, body = self._received[:end], self._received[end + len(_END) :]
            length = _length(head)
            if len(body) < length:
                return
            self._received = body[length:]
            path = head.split(b" ", 2)[1].partition(b"?")[0]
            self._transport.write(ANSWERS.get(path, _NOT_FOUND))


def _length(head: bytes) -> int:
    if head.startswith(b"GET"):
        return 0
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0] or 0)


@frozen
class Server:
    """A server that runs."""

    url: str
    process_id: int

    def cpu_s(self) -> float:
        """The CPU time that it has used. Raises OSError where there is no /proc."""
        times = Path(f"/proc/{self.process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def answering(cores: frozenset[int] = frozenset()) -> Iterator["Server"]:
    """A server in a process of its own, on some cores if any are named."""
    with started("benchmarks.harness.answering", cores=cores) as process:
        assert process.stdout is not None
        yield Server(process.stdout.readline().strip(), process.pid)


def _run() -> None:
    try:
        from uvloop import new_event_loop  # noqa: PLC0415 - not in the environment of the tests
    except ImportError:
        new_event_loop = asyncio.new_event_loop
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(_serve())


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Answers, "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    _run()
