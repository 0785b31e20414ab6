"""Creates of many sessions that are killed at any moment and run again: no session is made twice."""

import http.client
import json
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from seawall.local.sessions import TOKEN_FILE, SessionsSettings, running
from seawall.sdks.sessions import Client

# Five processes of a client, four of them killed.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL"),
]

REPLICAS = 40
KILL_AT = 7
CONCURRENCY = 4

SYNC = """
import json, sys
from seawall.sdks.sessions import Client, NewSession

url, token, journal, count, at_once = sys.argv[1:]
session = NewSession(name="job", image="skaha/terminal:1.1.2", command="env")
with Client(base_url=url, token=token) as client:
    made = client.sessions.create_replicas(session, int(count), journal=journal, concurrency=int(at_once))
print(json.dumps([[each.item.name, each.value and each.value.session_id, each.may_be_done] for each in made]))
"""
ASYNC = """
import asyncio, json, sys
from seawall.sdks.sessions import AsyncClient, NewSession

url, token, journal, count, at_once = sys.argv[1:]
session = NewSession(name="job", image="skaha/terminal:1.1.2", command="env")

async def main():
    async with AsyncClient(base_url=url, token=token) as client:
        return await client.sessions.create_replicas(
            session, int(count), journal=journal, concurrency=int(at_once)
        )

made = asyncio.run(main())
print(json.dumps([[each.item.name, each.value and each.value.session_id, each.may_be_done] for each in made]))
"""


class Moment(Enum):
    """When the client is killed."""

    BEFORE_THE_EFFECT = 1
    AFTER_THE_EFFECT = 2
    IN_THE_RESPONSE = 3
    AFTER_THE_RESPONSE = 4


class Proxy:
    """Stands before a server, and kills the client at its n-th POST."""

    def __init__(self, server_url: str) -> None:
        self._server = urlsplit(server_url).netloc
        self._lock = threading.Lock()
        self._has_victim = threading.Event()
        self._victim: subprocess.Popen[str] | None = None
        self._left = 0
        self._moment = Moment.BEFORE_THE_EFFECT
        self.posts: Counter[str] = Counter()
        self._running = 0
        self._is_idle = threading.Condition(self._lock)

    def plan(self, posts: int, moment: Moment) -> None:
        self._left, self._moment = posts, moment
        self._has_victim.clear()

    def set_victim(self, victim: "subprocess.Popen[str]") -> None:
        self._victim = victim
        self._has_victim.set()

    def wait_until_idle(self) -> None:
        """Wait for the requests of a client that was killed: the server still gets them."""
        with self._is_idle:
            assert self._is_idle.wait_for(lambda: not self._running, 60)

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        with self._is_idle:
            self._running += 1
        try:
            self._respond(handler)
        finally:
            with self._is_idle:
                self._running -= 1
                self._is_idle.notify()

    def _respond(self, handler: BaseHTTPRequestHandler) -> None:
        self._has_victim.wait(30)
        moment = None
        if handler.command == "POST":
            with self._lock:
                self._left -= 1
                self.posts[handler.path] += 1
                moment = self._moment if self._left == 0 else None
        if self._kills(Moment.BEFORE_THE_EFFECT, moment):
            return
        status, headers, body = self._ask(handler)
        if self._kills(Moment.AFTER_THE_EFFECT, moment):
            return
        with suppress(ConnectionError):
            handler.send_response_only(status)
            for name in ("content-type", "date", "content-length"):
                if value := headers.get(name):
                    handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body[:3])
            if self._kills(Moment.IN_THE_RESPONSE, moment):
                return
            handler.wfile.write(body[3:])
            handler.wfile.flush()
        self._kills(Moment.AFTER_THE_RESPONSE, moment)

    def _ask(self, handler: BaseHTTPRequestHandler) -> "tuple[int, http.client.HTTPMessage, bytes]":
        connection = http.client.HTTPConnection(self._server, timeout=60)
        try:
            headers = {"Authorization": str(handler.headers["authorization"])}
            connection.request(handler.command, handler.path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def _kills(self, here: Moment, moment: Moment | None) -> bool:
        if here is not moment or self._victim is None:
            return False
        self._victim.send_signal(signal.SIGKILL)
        return True


@contextmanager
def serving(proxy: Proxy) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            proxy.respond(self)
            self.close_connection = True

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Listening(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Ignore the errors of killed clients."""

    listening = Listening(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}/skaha"
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


def test_no_session_is_made_twice(tmp_path: Path) -> None:
    settings, journal = SessionsSettings(data_dir=tmp_path / "data"), tmp_path / "journal"
    with running(settings) as server_url:
        token = json.loads((settings.data_dir / TOKEN_FILE).read_text())["ada"]
        proxy = Proxy(server_url)
        with serving(proxy) as url:
            for number, moment in enumerate([*Moment, None]):
                proxy.plan(KILL_AT if moment else 0, moment or Moment.BEFORE_THE_EFFECT)
                program = (SYNC, ASYNC)[number % 2]
                command = [sys.executable, "-c", program, url, token, str(journal)]
                command += [str(REPLICAS), str(CONCURRENCY)]
                with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                    proxy.set_victim(process)
                    output, _ = process.communicate(timeout=120)
                proxy.wait_until_idle()
                assert process.returncode == (-signal.SIGKILL if moment else 0)
        with Client(base_url=server_url, token=token) as client:
            made = {each.session_id: each.name for each in client.sessions.list()}
    results = json.loads(output)
    names = [f"job-{number}" for number in range(1, REPLICAS + 1)]
    assert [name for name, *_ in results] == names
    # Each create was sent once at most.
    assert set(proxy.posts.values()) == {1}
    assert max(Counter(made.values()).values()) == 1
    # Those whose create never came to the server may be done, as far as the client can know.
    lost = [name for name, _, may_be_done in results if may_be_done]
    assert 1 <= len(lost) <= CONCURRENCY * len(Moment)
    assert {session_id: name for name, session_id, _ in results if session_id} == made
    assert sorted([*made.values(), *lost]) == sorted(names)
