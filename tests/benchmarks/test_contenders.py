"""Contenders that need no peer of their own do their work, on the server that every client asks."""

from collections.abc import Iterator

import pytest

from benchmarks.harness.answering import Server, answering
from benchmarks.harness.worker import measured, open_contender

# A process with the server, and sockets.
pytestmark = pytest.mark.slow

CONTENDERS = "benchmarks.contenders"
OURS = "PyreqwestTransport", "Httpx2Transport", "HttpxTransport"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with answering() as running:
        yield running


def _calls(url: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for transport in OURS:
        yield "sync_calls:seawall", (url, transport)
        yield "async_calls:seawall", (url, "2", f"Async{transport}")
    for name, arguments in (("raw_socket", ()), ("httpx", ("httpx2",)), ("requests", ()), ("pyreqwest", ())):
        yield f"sync_calls:{name}", (url, *arguments)
    for name, arguments in (("raw_protocol", ()), ("httpx", ("httpx2",)), ("pyreqwest", ())):
        yield f"async_calls:{name}", (url, "2", *arguments)


def _without_a_server() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in ("decode_wire", "decode_stable", "encode_seawall", "cached_read", "async_cached_read"):
        yield f"models:{name}", ()
    for name in ("read", "write", "async_read"):
        yield f"engines:{name}", ()
    yield "many_items:pager", ("250",)


def test_each_contender_runs_as_often_as_it_is_asked(server: Server) -> None:
    journals = [("many_items:bulk", (server.url, "5", kind)) for kind in ("none", "new", "done")]
    failed = {}
    for name, arguments in (*_calls(server.url), *_without_a_server(), *journals):
        try:
            with open_contender(f"{CONTENDERS}.{name}", list(arguments)) as run:
                found = [measured(run, count) for count in (1, 3)]
        except Exception as error:  # noqa: BLE001 - the table names every failure
            failed[name, arguments] = error
        else:
            assert all(one["wall_s"] > 0 for one in found), name
    assert failed == {}
