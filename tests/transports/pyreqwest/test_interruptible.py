"""The ways of a sync call: the main thread runs coroutines, other threads block."""

import asyncio
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from pyreqwest.client import Client, ClientBuilder, SyncClientBuilder

from seawall.core.errors import AttemptTimeoutError
from seawall.transports.pyreqwest.interruptible_calls import BlockingCalls, CoroutineCalls, calls_over
from tests.transports.loopback import HANG, LoopbackServer, message

MAIN = threading.main_thread()


def in_thread(work: Callable[[], object]) -> object:
    """Return the result of `work` in a new thread."""
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    return results[0]


def status(client: Client, url: str, limit_s: float = 60.0) -> int:
    """Send one request with the coroutines of `client`."""
    response = CoroutineCalls().run(client.get(url).build().send, 60.0, limit_s)
    assert isinstance(response.status, int)
    return response.status


def test_blocking_calls_of_the_main_thread_run_in_another_which_ends() -> None:
    calls = BlockingCalls()
    made = calls.run(threading.current_thread, 60.0, 60.0)
    assert made is not MAIN
    made.join(30.0)
    assert not made.is_alive()
    assert calls.run_at_once(threading.current_thread) is MAIN


def test_blocking_calls_of_other_threads_run_in_those_threads() -> None:
    made = in_thread(lambda: BlockingCalls().run(threading.current_thread, 60.0, 60.0) is MAIN)
    assert made is False
    thread = in_thread(
        lambda: BlockingCalls().run(threading.current_thread, 60.0, 60.0) is threading.current_thread()
    )
    assert thread is True


def test_an_error_of_a_blocking_call_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        BlockingCalls().run(lambda: 1 // 0, 60.0, 60.0)


def test_a_blocking_call_ends_at_its_limit() -> None:
    go_on = threading.Event()
    with pytest.raises(AttemptTimeoutError, match=r"within 5 s\."):
        BlockingCalls().run(go_on.wait, 5.0, 0.01)
    go_on.set()


def test_a_coroutine_call_starts_no_thread() -> None:
    with LoopbackServer(message(200)) as server:
        assert status(ClientBuilder().build(), server.url) == 200
        assert not [one for one in threading.enumerate() if "pyreqwest" in one.name]


def test_a_coroutine_call_ends_at_its_limit_in_each_thread() -> None:
    client = ClientBuilder().build()

    def timed_out() -> object:
        with pytest.raises(AttemptTimeoutError, match=r"within 60 s\."):
            status(client, server.url, 0.05)
        return True

    with LoopbackServer(HANG) as server:
        assert timed_out()
        assert in_thread(timed_out)


def test_a_coroutine_call_works_inside_of_an_event_loop() -> None:
    async def cell() -> tuple[int, bool]:
        loop = asyncio.get_running_loop()
        return status(client, server.url), loop is asyncio.get_running_loop()

    client = ClientBuilder().build()
    with LoopbackServer(message(200)) as server:
        assert asyncio.run(cell()) == (200, True)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timers")
def test_a_signal_handler_that_returns_ends_no_coroutine_call() -> None:
    handled: list[int] = []
    go_on = threading.Event()

    def handle(number: int, _frame: object) -> None:
        handled.append(number)
        go_on.set()

    before = signal.signal(signal.SIGALRM, handle)
    try:
        with LoopbackServer(go_on, message(200)) as server:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            assert status(ClientBuilder().build(), server.url) == 200
    finally:
        signal.signal(signal.SIGALRM, before)
    assert handled == [signal.SIGALRM]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timers")
def test_an_interrupted_coroutine_call_leaves_no_event_loop() -> None:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    began = time.monotonic()
    try:
        with LoopbackServer(HANG) as server:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(KeyboardInterrupt):
                status(ClientBuilder().build(), server.url)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - began < 30.0
    with pytest.raises(RuntimeError, match="no running event loop"):
        asyncio.get_running_loop()


def test_the_main_thread_uses_coroutines_and_others_block() -> None:
    assert isinstance(calls_over(None), CoroutineCalls)
    assert isinstance(in_thread(lambda: calls_over(None)), BlockingCalls)
    with SyncClientBuilder().build() as client:
        assert isinstance(calls_over(client), BlockingCalls)


@pytest.mark.slow
def test_the_first_calls_of_a_process_load_no_asyncio() -> None:
    program = """
import sys
from seawall.core.http.message import Request
from seawall.transports import PyreqwestTransport
with PyreqwestTransport() as transport:
    for number in range(130):
        assert transport.send(Request("GET", sys.argv[1]), 60.0).status == 200
        if number == 0:
            print("asyncio" in sys.modules)
print("asyncio" in sys.modules)
"""
    with LoopbackServer(message(200), keep_alive=999) as server:
        done = subprocess.run(
            [sys.executable, "-c", program, server.url],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.stdout.split() == ["False", "True"], done.stderr
