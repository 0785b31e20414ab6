"""Ctrl-C, forked processes and the end of a process, which the thread of pyreqwest must not disturb."""

import os
import signal
import subprocess
import sys
import time

import pytest

from seawall.transports import Httpx2Transport, HttpxTransport, PyreqwestTransport
from tests.transports.loopback import HANG, LoopbackServer, message

pytestmark = pytest.mark.slow

# A shell starts background jobs, and so their children, with SIGINT ignored.
INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from seawall.core.http.message import Request
from seawall.transports import {kind}
with {kind}() as transport:
    for _ in range(2):
        try:
            transport.send(Request("GET", sys.argv[1]), 60.0)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
"""

FORKED = """
import os, signal, sys
from seawall.core.http.message import Request
from seawall.transports import default_transport
before = default_transport()
print(type(before).__name__, before.send(Request("GET", sys.argv[1]), 5.0).status, flush=True)
if os.fork() == 0:
    signal.alarm(30)
    print(before.send(Request("GET", sys.argv[1]), 5.0).status, flush=True)
    after = default_transport()
    print(type(after).__name__, after.send(Request("GET", sys.argv[1]), 5.0).status, flush=True)
    os._exit(0)
os.wait()
"""


SHORT = """
import asyncio, sys
from seawall.core.http.message import Request
from seawall.transports import AsyncPyreqwestTransport
async def main():
    async with AsyncPyreqwestTransport() as transport:
        await transport.send(Request("GET", sys.argv[1]), 5.0)
asyncio.run(main())
"""


def test_a_process_that_ends_right_after_a_call_is_not_aborted() -> None:
    # Without the pause at exit, one in ten of these processes is aborted.
    with LoopbackServer(message(200)) as server:
        command = [sys.executable, "-c", SHORT, server.url]
        for _ in range(6):
            children = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(4)]
            assert [child.wait(60) for child in children] == [0, 0, 0, 0]


@pytest.mark.parametrize("kind", [Httpx2Transport, HttpxTransport, PyreqwestTransport])
def test_ctrl_c_interrupts_a_blocking_call_at_once(kind: type) -> None:
    with LoopbackServer(HANG) as server:
        code = INTERRUPTED.format(kind=kind.__name__)
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-c", code, server.url], stdout=subprocess.PIPE, text=True
        ) as child:
            for number in range(1, 3):
                while len(server.requests) < number:
                    assert child.poll() is None
                    time.sleep(0.01)
                os.kill(child.pid, signal.SIGINT)
                assert child.stdout is not None
                assert child.stdout.readline() == "interrupted\n"
        assert child.returncode == 0
    assert time.monotonic() - began < 30.0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes")
def test_a_forked_process_uses_httpx2() -> None:
    with LoopbackServer(message(200)) as server:
        done = subprocess.run(
            [sys.executable, "-c", FORKED, server.url], capture_output=True, text=True, timeout=60, check=True
        )
    assert done.stdout.splitlines() == ["PyreqwestTransport 200", "200", "Httpx2Transport 200"], done.stderr


def test_a_new_process_sends_with_the_default_transport() -> None:
    # pyreqwest crashes a process in which another thread, which has ended, has imported it.
    program = """
from seawall.core.errors import NotSentError
from seawall.core.http.message import Request
from seawall.transports import default_transport
with default_transport() as transport:
    try:
        transport.send(Request("GET", "http://127.0.0.1:9"), 5.0)
    except NotSentError:
        print("not sent")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "not sent\n")
