"""`httpx2.alias_httpx()` makes both libraries one."""

import subprocess
import sys

import pytest

from tests.transports.loopback import LoopbackServer, message

pytestmark = pytest.mark.slow

PROGRAM = """
import sys, httpx2
httpx2.alias_httpx()
from seawall.core.http.message import Request
from seawall.transports import HttpxTransport
with HttpxTransport() as transport, httpx2.Client() as client:
    print(transport.send(Request("GET", sys.argv[1]), 5.0).body)
    print(HttpxTransport(client).send(Request("GET", sys.argv[1]), 5.0).body)
"""


def test_an_alias_of_httpx_is_httpx2() -> None:
    with LoopbackServer(message(200, b"hello")) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.url], capture_output=True, text=True, check=True
        )
    assert done.stdout.splitlines() == ["b'hello'"] * 2
