"""Send one HTTP request many times from many connections at once, and measure; also as a process of its own.

`python -m benchmarks.more.http_load` reads a Load as JSON from stdin and writes the Sent of it as JSON to
stdout: its CPU time is not that of the server.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

from attrs import asdict, frozen

__all__ = ["Load", "Sent", "send", "send_from_own_process"]


@frozen
class Load:
    """A request, the number of its clients, and the number of requests of each.

    Each client sends its requests one after the other over one connection.
    """

    url: str
    token: str
    clients: int
    times: int
    body: str = ""

    @property
    def request(self) -> bytes:
        """The bytes of the request: POST with a body, GET without one."""
        url, body = urlsplit(self.url), self.body.encode()
        head = [
            f"{'POST' if body else 'GET'} {url.path} HTTP/1.1",
            f"Host: {url.netloc}",
            f"Authorization: Bearer {self.token}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join([*head, "", ""]).encode() + body


@frozen
class Sent:
    """The time of all requests, the number of responses by status, and all bodies."""

    seconds: float
    statuses: dict[str, int]
    bodies: list[str]


async def send(load: Load) -> Sent:
    """Send the requests of all clients at once, and read the responses."""
    responses: list[tuple[str, str]] = []
    start = time.perf_counter()
    await asyncio.gather(*(_client(load, responses) for _ in range(load.clients)))
    seconds = time.perf_counter() - start
    return Sent(seconds, Counter(status for status, _ in responses), [body for _, body in responses])


async def _client(load: Load, responses: list[tuple[str, str]]) -> None:
    url = urlsplit(load.url)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    request = load.request
    for _ in range(load.times):
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        responses.append((head.split()[1], (await reader.readexactly(length)).decode()))
    writer.close()
    await writer.wait_closed()


def send_from_own_process(load: Load) -> Sent:
    """Send the requests from another process. Raises CalledProcessError."""
    command = [sys.executable, "-m", "benchmarks.more.http_load"]
    done = subprocess.run(command, input=json.dumps(asdict(load)), capture_output=True, text=True, check=True)
    return Sent(**json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(send(Load(**json.load(sys.stdin)))))))
