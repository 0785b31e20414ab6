"""A forked child makes its own connections, and leaves those of its parent alone."""

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transports.authorities import Authority
from tests.transports.loopback import LoopbackServer, echo

pytestmark = [
    pytest.mark.slow,
    pytest.mark.exhaustive,  # a process for each transport and way to fork
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no processes"),
]

# `call` sends a request and compares the echo, so that a response to another request is noticed.
PROGRAM = """
import asyncio, os, signal, sys
from pathlib import Path
from seawall.core.errors import MaybeProcessedError
from seawall.core.http.message import Request
from seawall.transports import {kind}, TransportOptions

url, ca_file, used, number = sys.argv[1], sys.argv[2], sys.argv[3] == "used", 12
transport = {kind}(options=TransportOptions(ca_file=Path(ca_file) if ca_file else None))

def children(work):
    pids = []
    for child in range(4):
        pid = os.fork()
        if pid == 0:
            signal.alarm(60)
            status = 1
            try:
                work(f"child{{child}}")
                status = 0
            finally:
                sys.stdout.flush()
                os._exit(status)
        pids.append(pid)
    work("parent")
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0, 0, 0, 0]

{body}
print("done")
"""

SYNC = """
def call(name):
    for count in range(number):
        text = f"{name}-{count}"
        assert transport.send(Request("GET", f"{url}/{text}"), 10.0).body == text.encode()
        with transport.stream(Request("GET", f"{url}/{text}"), 10.0) as stream:
            assert b"".join(stream.chunks()) == text.encode()

if used:
    call("before")
children(call)
call("after")

if used:
    with transport.stream(Request("GET", f"{url}/" + 'x' * 60000), 10.0) as stream:
        def read_the_stream_of_the_parent(name):
            if name != "parent":
                try:
                    list(stream.chunks())
                except MaybeProcessedError:
                    call(name)
                else:
                    raise AssertionError
        children(read_the_stream_of_the_parent)
        assert sum(map(len, stream.chunks())) == 60000
    def close(name):
        if name != "parent":
            call(name)
            transport.close()
    children(close)
    call("after")
"""

ASYNC = """
async def calls(name):
    for count in range(number):
        text = f"{name}-{count}"
        assert (await transport.send(Request("GET", f"{url}/{text}"), 10.0)).body == text.encode()
        async with transport.stream(Request("GET", f"{url}/{text}"), 10.0) as stream:
            assert b"".join([piece async for piece in stream.chunks()]) == text.encode()

def call(name):
    asyncio.run(calls(name))

async def fork_inside():
    await calls("before")
    pid = os.fork()
    if pid == 0:
        signal.alarm(60)
        status = 1
        try:
            asyncio.run(calls("inside"))
            status = 0
        finally:
            os._exit(status)
    await calls("parent")
    assert os.waitpid(pid, 0)[1] == 0
    await calls("after")

if used:
    call("before")
children(call)
call("after")
if used:
    asyncio.run(fork_inside())
"""


@pytest.mark.parametrize("used", ["used", "only made"])
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("Httpx2Transport", SYNC),
        ("HttpxTransport", SYNC),
        ("PyreqwestTransport", SYNC),
        ("AsyncHttpx2Transport", ASYNC),
        ("AsyncHttpxTransport", ASYNC),
        ("AsyncPyreqwestTransport", ASYNC),
    ],
    ids=["httpx2", "httpx", "pyreqwest", "async httpx2", "async httpx", "async pyreqwest"],
)
def test_parent_and_children_receive_their_own_responses(
    kind: str, body: str, scheme: str, used: str, tmp_path: Path
) -> None:
    authority = Authority.in_(tmp_path) if scheme == "https" else None
    with LoopbackServer(echo, tls=authority.server() if authority else None, keep_alive=math.inf) as server:
        done = subprocess.run(
            [
                *(sys.executable, "-c", PROGRAM.format(kind=kind, body=body), server.url),
                *(str(authority.ca_file) if authority else "", used),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert (done.stdout, done.returncode) == ("done\n", 0), done.stderr


OWN = """
import os, sys, {library} as library
from seawall.core.errors import ConfigError
from seawall.core.http.message import Request
from seawall.transports import {kind}

client = library.Client()
client.get(sys.argv[1])
transport = {kind}(client)
if os.fork() == 0:
    try:
        transport.send(Request("GET", sys.argv[1]), 5.0)
    except ConfigError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
print(transport.send(Request("GET", sys.argv[1]), 5.0).status)
"""


@pytest.mark.parametrize(
    ("library", "kind"), [("httpx2", "Httpx2Transport"), ("httpx", "HttpxTransport")], ids=["httpx2", "httpx"]
)
def test_a_client_that_was_passed_in_belongs_to_one_process(library: str, kind: str) -> None:
    program = OWN.format(library=library, kind=kind)
    with LoopbackServer(echo) as server:
        done = subprocess.run(
            [sys.executable, "-c", program, server.url],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    lines = done.stdout.splitlines()
    assert lines[0].startswith("the client that was passed in belongs to another process"), done.stderr
    assert lines[1] == "200"
