"""A job that is killed at any moment and run again does each item once, if the server supports the keys."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL"),
]

ITEMS = 80
# Each of the four moments twice.
KILLS = 8
MAX_REQUESTS_PER_RUN = 6

SYNC = """
import http.client, json, sys
from seawall.runtime.bulk._sync.bulk import Bulk
from seawall.runtime.bulk.results import BulkJournal

port, journal = int(sys.argv[1]), sys.argv[2]

def work(item, idempotency_key):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("POST", f"/{item}", headers={"idempotency-key": idempotency_key})
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()

bulk = Bulk(work, key=lambda item: f"item-{item}", at_once=3, journal=BulkJournal(path=journal, job="test"))
results = bulk.run(range(int(sys.argv[3])))
print(json.dumps([result.unwrap() for result in results]))
"""
ASYNC = """
import asyncio, http.client, json, sys
from seawall.runtime.bulk._async.bulk import AsyncBulk
from seawall.runtime.bulk.results import BulkJournal

port, journal = int(sys.argv[1]), sys.argv[2]

async def work(item, idempotency_key):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"POST /{item} HTTP/1.0\\r\\nidempotency-key: {idempotency_key}\\r\\n\\r\\n".encode())
        return json.loads((await reader.read()).rpartition(b"\\r\\n")[2])
    finally:
        writer.close()

async def main():
    journalled = BulkJournal(path=journal, job="test")
    bulk = AsyncBulk(work, key=lambda item: f"item-{item}", at_once=3, journal=journalled)
    results = await bulk.run(range(int(sys.argv[3])))
    print(json.dumps([result.unwrap() for result in results]))

asyncio.run(main())
"""


class Moment(Enum):
    """When the client is killed."""

    BEFORE_THE_EFFECT = 1
    AFTER_THE_EFFECT = 2
    IN_THE_RESPONSE = 3
    AFTER_THE_RESPONSE = 4


class Server:
    """Does each item once per idempotency key, and kills the client at the n-th request."""

    def __init__(self) -> None:
        self.effects: Counter[str] = Counter()
        self.keys: defaultdict[str, set[str]] = defaultdict(set)
        self.requests: Counter[str] = Counter()
        self._bodies: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._left = 0
        self._moment = Moment.BEFORE_THE_EFFECT
        self._delay = 0
        self._has_victim = threading.Event()
        self.victim: subprocess.Popen[str] | None = None

    def plan(self, requests: int, moment: Moment, delay: int) -> None:
        self._left, self._moment, self._delay = requests, moment, delay
        self._has_victim.clear()

    def set_victim(self, victim: "subprocess.Popen[str]") -> None:
        self.victim = victim
        self._has_victim.set()

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        item, key = handler.path, str(handler.headers["idempotency-key"])
        self._has_victim.wait(30)
        with self._lock:
            self._left -= 1
            moment = self._moment if self._left == 0 else None
            self.requests[item] += 1
            self.keys[item].add(key)
        self._kill_at(Moment.BEFORE_THE_EFFECT, moment)
        with self._lock:
            if key not in self._bodies:
                self.effects[item] += 1
                self._bodies[key] = json.dumps({"did": item}).encode()
        self._kill_at(Moment.AFTER_THE_EFFECT, moment)
        # The client may have been killed already; the effect counts all the same.
        body = self._bodies[key]
        with suppress(ConnectionError):
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(body[:3])
        self._kill_at(Moment.IN_THE_RESPONSE, moment)
        with suppress(ConnectionError):
            handler.wfile.write(body[3:])
            handler.wfile.flush()
        self._kill_at(Moment.AFTER_THE_RESPONSE, moment)

    def _kill_at(self, here: Moment, moment: Moment | None) -> None:
        if here is moment and self.victim is not None:
            for _ in range(self._delay):
                # A short delay, so that the kill hits any point of the work of the client, such as a write.
                os.getpid()
            self.victim.send_signal(signal.SIGKILL)


@contextmanager
def serving(server: Server) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.respond(self)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Listening(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Ignore the errors of killed clients."""

    listening = Listening(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield listening.server_address[1]
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()


@pytest.mark.parametrize("program", [SYNC, ASYNC], ids=["sync", "async"])
def test_killed_at_any_moment_every_item_is_done_once(tmp_path: Path, program: str) -> None:
    chance, server, codes = random.Random(9530), Server(), []
    moments = list(Moment)
    with serving(server) as port:
        command = [sys.executable, "-c", program, str(port), str(tmp_path / "journal"), str(ITEMS)]
        for run in range(KILLS + 1):
            requests = chance.randint(1, MAX_REQUESTS_PER_RUN) if run < KILLS else 0
            server.plan(requests, moments[run % len(moments)], chance.randrange(3000))
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                server.set_victim(process)
                output, _ = process.communicate(timeout=60)
            codes.append(process.returncode)
        assert codes == [-signal.SIGKILL] * KILLS + [0]
        assert server.effects == {f"/{item}": 1 for item in range(ITEMS)}
        assert json.loads(output) == [{"did": f"/{item}"} for item in range(ITEMS)]
        # Each item was sent with one key only, and some items more than once: they were running at a kill.
        assert {len(keys) for keys in server.keys.values()} == {1}
        assert max(server.requests.values()) > 1
        before = server.requests.total()
        again = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        assert (again.stdout, server.requests.total()) == (output, before)
