"""Processes that share a login cause one renewal: real processes, a real file and a real server."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Semaphore

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.http.message import Request, Response
from seawall.runtime.auth.token_file import TokenFile
from seawall.testing import json_response
from tests.runtime.answering_server import answering

pytest.importorskip("fcntl", reason="This system has no lock between processes.")
pytestmark = pytest.mark.slow

PROCESSES = 4
ASKS = """
import sys, time
from seawall.runtime.auth._sync.refresh_tokens import StoredTokens
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.runtime.auth.token_file import TokenFile
from seawall.transports import Httpx2Transport

def sleep(seconds):
    print("waits", flush=True)
    time.sleep(seconds)

transport = Httpx2Transport()
tokens = StoredTokens(
    TokenFile(sys.argv[1]), transport, issuer=sys.argv[2], client_id="c", clock=SystemClock(sleep=sleep)
)
print("ready", flush=True)
sys.stdin.readline()
print("got", tokens.token(60.0), flush=True)
transport.close()
"""
HOLDS = """
import sys
from seawall.runtime.auth.token_file import TokenFile
release = TokenFile(sys.argv[1]).try_lock()
print("holds" if release else "free", flush=True)
sys.stdin.readline()
"""


def started(code: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def tell(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


class LoginServer:
    """A login server that responds when all other processes wait, or when a second one sends a request."""

    def __init__(self) -> None:
        self.url = ""
        self.renewals = 0
        self.others_wait = Event()

    def __call__(self, request: Request) -> Response:
        if request.method == "GET":
            return json_response(200, {"token_endpoint": f"{self.url}/token"})
        self.renewals += 1
        if self.renewals > 1:
            self.others_wait.set()
        self.others_wait.wait(20)
        fresh = {"access_token": f"new-{self.renewals}", "refresh_token": "r2", "expires_in": 3600}
        return json_response(200, fresh)


def test_processes_that_find_a_login_due_cause_one_renewal(tmp_path: Path) -> None:
    server, waiting = LoginServer(), Semaphore(0)

    def read(process: "subprocess.Popen[str]") -> str:
        """Return the last line of the process; count its first wait."""
        said = line_of(process)
        if said == "waits":
            waiting.release()
        while said == "waits":
            said = line_of(process)
        return said

    file = TokenFile(tmp_path / "token.json")
    with answering(server) as server.url, ThreadPoolExecutor(PROCESSES) as readers, ExitStack() as stack:
        old = Token(
            access_token="old", refresh_token="r1", obtained_at=0.0, lifetime_s=1.0, issuer=server.url
        )
        file.save(old)
        processes = [stack.enter_context(started(ASKS, str(file.path), server.url)) for _ in range(PROCESSES)]
        assert [line_of(process) for process in processes] == ["ready"] * PROCESSES
        for process in processes:
            tell(process)
        said = readers.map(read, processes)
        for _ in range(PROCESSES - 1):
            if not waiting.acquire(timeout=10):
                break
        server.others_wait.set()
        assert list(said) == ["got new-1"] * PROCESSES
    assert server.renewals == 1


def test_a_killed_process_releases_the_lock(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "token.json")
    with started(HOLDS, str(file.path)) as holder:
        assert line_of(holder) == "holds"
        assert file.try_lock() is None
        holder.kill()
    release = file.try_lock()
    assert release is not None
    release()
