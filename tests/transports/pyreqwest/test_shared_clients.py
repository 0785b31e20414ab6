"""Transports with equal settings share the clients of pyreqwest, each used by one transport at a time."""

import asyncio
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from seawall.core.errors import AttemptTimeoutError, NotSentError, TransportError
from seawall.core.http.message import Request
from seawall.transports import AsyncPyreqwestTransport, PyreqwestTransport, TransportOptions
from seawall.transports.pyreqwest.client_pool import ClientLease, ClientPool, pool_for
from tests.transports.authorities import Authority
from tests.transports.loopback import LoopbackServer, message


def leases(number: int) -> list[ClientLease[int]]:
    """Leases of one pool, whose clients are the numbers from 0."""
    pool, numbers = ClientPool[int](), count()
    return [ClientLease(pool, lambda: next(numbers)) for _ in range(number)]


# --- Leases ----------------------------------------------------------------------------------------------


def test_transports_one_after_another_use_one_client() -> None:
    for lease in leases(5):
        with lease as client, lease as again:
            assert (client, again) == (0, 0)


def test_no_client_is_used_by_two_transports_at_the_same_time() -> None:
    one, two = leases(2)
    with one as first, two as second:
        with one as again:
            assert (first, second, again) == (0, 1, 0)
        # The first call is still in progress.
        with two as other:
            assert other == 1


@pytest.mark.parametrize(
    ("error", "client_of_the_next"),
    [(NotSentError, 0), (AttemptTimeoutError, 1), (asyncio.CancelledError, 1), (KeyboardInterrupt, 1)],
)
def test_a_client_that_may_still_send_stays_with_its_transport(
    error: type[BaseException], client_of_the_next: int
) -> None:
    one, two = leases(2)
    with pytest.raises(error), one:
        raise error("failed")
    with two as client:
        assert client == client_of_the_next
    with one as client:
        assert client == 0


def test_closing_returns_the_client_in_use_and_gives_it_to_no_other_transport() -> None:
    one, two = leases(2)
    with one:
        assert one.close() == 0
    with two as client:
        assert client == 1
    assert two.close() is None


def test_a_call_that_begins_while_its_transport_is_closed_makes_no_client() -> None:
    (lease,) = leases(1)
    assert lease.close() is None
    with pytest.raises(RuntimeError, match="transport is closed"), lease:
        pass


def test_clients_that_no_open_transport_can_use_are_dropped() -> None:
    pool, numbers = ClientPool[int](), count()
    one, two, three = (ClientLease(pool, lambda: next(numbers)) for _ in range(3))
    with one, two, three:
        pass
    assert len(pool.idle) == 3
    one.close()
    del two
    three.close()
    assert pool.idle == []


def test_threads_share_the_clients_as_one_thread_does() -> None:
    made, in_use, shared = count(), set[int](), list[int]()

    def use(lease: ClientLease[int]) -> None:
        for _ in range(300):
            with lease as client:
                if client in in_use:
                    shared.append(client)
                in_use.add(client)
                in_use.discard(client)

    pool = ClientPool[int]()
    used = [ClientLease(pool, lambda: next(made)) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, used))
    assert shared == []
    assert sorted(pool.idle) == list(range(next(made)))
    assert len(pool.idle) <= 8


def test_only_equal_settings_share_clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = pool_for("send", TransportOptions())
    assert pool_for("send", TransportOptions()) is plain
    ca_file = TransportOptions(ca_file=Authority.in_(tmp_path).ca_file)
    proxy = TransportOptions(proxy="http://proxy.test")
    others = [
        pool_for("other", TransportOptions()),
        pool_for("send", TransportOptions(max_connections=3)),
        *(pool_for("send", options) for options in (ca_file, ca_file, proxy, proxy)),
    ]
    monkeypatch.setenv("SSL_CERT_FILE", str(Authority.in_(tmp_path).ca_file))
    others.append(pool_for("send", TransportOptions()))
    assert len({id(pool) for pool in [plain, *others]}) == 8


# --- Transports ------------------------------------------------------------------------------------------


class HeldResponses:
    """A piece of a server that responds after `go_on`."""

    def __init__(self) -> None:
        self.arrived = threading.Semaphore(0)
        self.go_on = threading.Event()

    def __call__(self, request: bytes) -> bytes:
        self.arrived.release()
        self.go_on.wait(30.0)
        return message(200, b"hello")

    async def has_arrived(self, timeout_s: float = 30.0) -> bool:
        """Return whether one more request arrives in time."""
        return await asyncio.to_thread(self.arrived.acquire, timeout=timeout_s)


async def test_each_transport_has_its_own_limit_of_calls() -> None:
    held, options = HeldResponses(), TransportOptions(max_connections=1)
    with LoopbackServer(held, keep_alive=99) as server:
        request = Request("GET", server.url)
        transports = AsyncPyreqwestTransport(options=options), AsyncPyreqwestTransport(options=options)
        async with transports[0] as one, transports[1] as two:
            sending = [asyncio.ensure_future(each.send(request, 30.0)) for each in (one, one, two, two)]
            arrived = [await held.has_arrived(), await held.has_arrived(), await held.has_arrived(0.1)]
            held.go_on.set()
            await asyncio.gather(*sending)
    assert arrived == [True, True, False]
    assert len(server.requests) == 4


async def test_closing_a_transport_ends_its_own_calls_alone() -> None:
    held = HeldResponses()
    with LoopbackServer(held, keep_alive=99) as server:
        request = Request("GET", server.url)
        async with AsyncPyreqwestTransport() as one, AsyncPyreqwestTransport() as two:
            ended, kept = (asyncio.ensure_future(each.send(request, 30.0)) for each in (one, two))
            assert await held.has_arrived()
            assert await held.has_arrived()
            await one.aclose()
            with pytest.raises(TransportError, match="the transport was closed during the call"):
                await ended
            held.go_on.set()
            assert (await kept).body == b"hello"
            with pytest.raises(RuntimeError, match="closed"):
                await one.send(request, 30.0)
            assert (await two.send(request, 30.0)).body == b"hello"


def test_transports_that_are_used_once_share_a_connection() -> None:
    with LoopbackServer(message(200, b"hello"), keep_alive=99) as server:
        used = [PyreqwestTransport() for _ in range(20)]
        for transport in used:
            assert transport.send(Request("GET", server.url), 30.0).body == b"hello"
        for transport in used:
            transport.close()
    # pyreqwest returns a connection to its pool a moment after the response was read.
    assert server.connections < 20


@pytest.mark.slow  # a child that imports httpx2
@pytest.mark.skipif(not hasattr(os, "fork"), reason="This system has no fork.")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_leaves_the_shared_clients_to_its_parent() -> None:
    with LoopbackServer(message(200, b"hello"), keep_alive=99) as server:
        request = Request("GET", server.url)
        with PyreqwestTransport() as one, PyreqwestTransport() as two:
            assert [each.send(request, 30.0).body for each in (one, two)] == [b"hello"] * 2
            child = os.fork()
            if child == 0:
                signal.alarm(60)
                passed = False
                try:
                    passed = [each.send(request, 30.0).body for each in (one, two)] == [b"hello"] * 2
                    one.close()
                    two.close()
                finally:
                    os._exit(0 if passed else 1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
            assert [each.send(request, 30.0).body for each in (one, two)] == [b"hello"] * 2
