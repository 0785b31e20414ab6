"""Logins in an event loop, and how both halves end before their time: over real sockets."""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from seawall.core.errors import LoginDeniedError, LoginExpiredError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.runtime import (
    async_browser_login,
    async_device_login,
    browser_login,
    device_login,
)
from seawall.runtime.concurrency._async.clock import AsyncSystemClock
from seawall.testing import json_response
from tests.runtime.answering_server import answering
from tests.runtime.auth.login.browsing import TOKEN, LoginPage, LoginServer, Shown, visit
from tests.transports.authorities import Authority
from tests.transports.loopback import HANG, LoopbackServer, full_port, message
from tests.transports.proxy import LoopbackProxy

LONG_S = 20.0
CODE = {
    "device_code": "device-1",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://login.test/activate",
    "expires_in": 900,
}


@contextmanager
def nothing_left() -> Iterator[None]:
    """A block after which no thread of a login is there; a socket that is left is an error of its own."""
    yield
    left = {thread.name for thread in threading.enumerate()}
    assert not {name for name in left if name.startswith(("seawall-", "asyncio_"))}


class DeviceServer:
    """A server of the device flow; `asked` is called before each answer."""

    def __init__(self, *polls: Response, asked: Callable[[], object] = lambda: None) -> None:
        self.url = ""
        self._polls = list(polls)
        self._asked = asked

    def __call__(self, request: Request) -> Response:
        self._asked()
        if request.method == "GET":
            document = {"token_endpoint": "/token", "device_authorization_endpoint": "/device"}
            return json_response(200, {name: self.url + path for name, path in document.items()})
        return json_response(200, CODE) if request.url == "/device" else self._polls.pop(0)


# --- In an event loop ------------------------------------------------------------------------------------


def test_other_tasks_run_while_a_person_logs_in_in_the_browser() -> None:
    # Each side waits for a task of the loop, so a loop that is blocked would never get on.
    asked, may_go = [threading.Event() for _ in range(2)], [threading.Event() for _ in range(2)]

    def waits(number: int) -> None:
        asked[number].set()
        assert may_go[number].wait(LONG_S)

    server, pages = LoginServer(while_redeeming=lambda: waits(1)), list[Shown]()

    def browse(page: LoginPage) -> None:
        waits(0)
        pages.append(visit(page.back(code="code-secret")))

    async def beside() -> None:
        for one, other in zip(asked, may_go, strict=True):
            assert await asyncio.to_thread(one.wait, LONG_S)
            other.set()

    async def both() -> str:
        token, _ = await asyncio.gather(server.async_login(browse), beside())
        return token.access_token

    with nothing_left():
        assert asyncio.run(both()) == "AT-secret"
    assert "You are logged in" in pages[0].text
    assert [prompt.expires_in_s for prompt in server.shown] == [20.0]


async def test_a_refusal_in_the_browser_is_told_in_the_loop() -> None:
    seen: list[Shown] = []
    with pytest.raises(LoginDeniedError):
        await LoginServer().async_login(lambda page: seen.append(visit(page.back(error="access_denied"))))
    assert "denied" in seen[0].text


async def test_nobody_is_waited_for_longer_than_said() -> None:
    with LoginServer().offered(lambda _: None) as (url, _), pytest.raises(LoginExpiredError):
        await async_browser_login(url, "c", show=lambda _: None, open_browser=lambda _: 1, timeout_s=0.01)


async def test_other_tasks_run_while_a_person_confirms_a_code() -> None:
    waits, confirmed = asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        waits.set()
        await confirmed.wait()

    server = DeviceServer(json_response(400, {"error": "slow_down"}), json_response(200, TOKEN))
    with answering(server) as server.url:
        login = asyncio.create_task(
            async_device_login(server.url, "c", show=lambda _: None, clock=AsyncSystemClock(sleep=sleep))
        )
        await waits.wait()
        confirmed.set()
        assert (await login).access_token == "AT-secret"


def test_other_tasks_run_while_the_server_thinks() -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def thinks() -> None:
        asked.set()
        assert may_answer.wait(LONG_S)

    server = DeviceServer(json_response(200, TOKEN), asked=thinks)

    async def sleep(_: float) -> None:
        pass

    async def both() -> str:
        login = asyncio.create_task(
            async_device_login(server.url, "c", show=lambda _: None, clock=AsyncSystemClock(sleep=sleep))
        )
        assert await asyncio.to_thread(asked.wait, LONG_S)
        may_answer.set()
        return (await login).access_token

    with answering(server) as server.url, nothing_left():
        assert asyncio.run(both()) == "AT-secret"


# --- Cancelled -------------------------------------------------------------------------------------------


async def cancelled_once(begun: threading.Event, login: Coroutine[object, object, object]) -> None:
    task = asyncio.create_task(login)
    assert await asyncio.to_thread(begun.wait, LONG_S)
    task.cancel()
    # Far less than any timeout of the login's own.
    done, _ = await asyncio.wait([task], timeout=LONG_S / 4)
    assert done
    assert task.cancelled()


def test_a_login_that_is_cancelled_while_the_person_is_waited_for_closes_its_port() -> None:
    opened, pages = threading.Event(), list[LoginPage]()

    def browse(page: LoginPage) -> None:
        pages.append(page)
        opened.set()

    with LoginServer().offered(browse) as (url, open_browser), nothing_left():
        login = async_browser_login(url, "c", show=lambda _: None, open_browser=open_browser)
        asyncio.run(cancelled_once(opened, login))
        port = urlsplit(pages[0].redirect_uri).port or 0
        with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            pass


def test_a_login_that_is_cancelled_while_its_code_is_redeemed_says_so_in_the_browser() -> None:
    redeeming, may_answer, seen = threading.Event(), threading.Event(), list[Shown]()

    def redeems() -> None:
        redeeming.set()
        assert may_answer.wait(LONG_S)

    def browse(page: LoginPage) -> None:
        seen.append(visit(page.back(code="code-secret")))
        may_answer.set()

    server = LoginServer(while_redeeming=redeems)
    with server.offered(browse) as (url, open_browser), nothing_left():
        login = async_browser_login(url, "c", show=lambda _: None, open_browser=open_browser)
        asyncio.run(cancelled_once(redeeming, login))
    assert "did not succeed" in seen[0].text


@pytest.mark.parametrize("login", [async_browser_login, async_device_login])
def test_a_login_that_is_cancelled_while_the_server_says_nothing_hangs_up(
    login: Callable[..., Coroutine[object, object, object]],
) -> None:
    asked, may_answer = threading.Event(), threading.Event()

    def answer(_: Request) -> Response:
        asked.set()
        assert may_answer.wait(LONG_S)
        return Response(200)

    with answering(answer) as url:
        with nothing_left():
            asyncio.run(cancelled_once(asked, login(url, "c", show=print)))
        may_answer.set()


@pytest.mark.parametrize("after_s", [0.0, 0.01])
def test_a_login_that_is_cancelled_while_it_connects_leaves_nothing(after_s: float) -> None:
    async def main(port: int) -> None:
        login = asyncio.create_task(async_device_login(f"http://127.0.0.1:{port}", "c", show=print))
        # Nothing tells that it has begun to connect; at first the thread has only just been started.
        await asyncio.sleep(after_s)
        login.cancel()
        done, _ = await asyncio.wait([login], timeout=LONG_S / 4)
        assert done

    with full_port() as port, nothing_left():
        asyncio.run(main(port))


# --- A server that takes too long ------------------------------------------------------------------------

SHORT_S = 0.05
DRIP: list[bytes | float] = [piece for byte in message(200, b"{}") for piece in (bytes([byte]), 0.02)]


@pytest.mark.parametrize("pieces", [[HANG], DRIP, [message(200, b"{}", content_length="9"), HANG]])
@pytest.mark.parametrize("login", [browser_login, device_login])
def test_each_answer_comes_within_its_time_or_not_at_all(
    login: Callable[..., object], pieces: list[bytes | float]
) -> None:
    with LoopbackServer(*pieces) as server, pytest.raises(NotSentError, match=r"within 0\.05 s"):
        login(server.url, "c", show=print, server_timeout_s=SHORT_S)


@pytest.mark.parametrize("pieces", [[HANG], DRIP])
@pytest.mark.parametrize("login", [async_browser_login, async_device_login])
async def test_each_answer_comes_within_its_time_or_not_at_all_in_a_loop(
    login: Callable[..., Coroutine[object, object, object]], pieces: list[bytes | float]
) -> None:
    with LoopbackServer(*pieces) as server, pytest.raises(NotSentError, match=r"within 0\.05 s"):
        await login(server.url, "c", show=print, server_timeout_s=SHORT_S)


def test_a_code_is_redeemed_within_its_time_or_not_at_all() -> None:
    may_answer, seen = threading.Event(), list[Shown]()
    server = LoginServer(while_redeeming=lambda: may_answer.wait(LONG_S))

    def browse(page: LoginPage) -> None:
        seen.append(visit(page.back(code="code-secret")))
        may_answer.set()

    with (
        server.offered(browse) as (url, open_browser),
        pytest.raises(NotSentError, match=r"gave no whole answer within 0\.2 s"),
    ):
        browser_login(url, "c", show=lambda _: None, open_browser=open_browser, server_timeout_s=0.2)
    assert "did not succeed" in seen[0].text


def test_a_connection_comes_about_within_its_time_or_not_at_all() -> None:
    with full_port() as port, nothing_left(), pytest.raises(NotSentError, match=r"within 0\.05 s"):
        device_login(f"http://127.0.0.1:{port}", "c", show=print, server_timeout_s=SHORT_S)


@pytest.mark.parametrize("pieces", [[HANG], DRIP])
def test_a_server_behind_tls_and_a_proxy_is_waited_for_no_longer(
    pieces: list[bytes | float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority.in_(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "no_proxy", "NO_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = LoopbackServer(*pieces, tls=authority.server("login.test"))
    with server, LoopbackProxy(urlsplit(server.url).netloc) as proxy, nothing_left():
        monkeypatch.setenv("https_proxy", proxy.url)
        with pytest.raises(NotSentError, match=r"within 0\.2 s"):
            device_login("https://login.test", "c", show=print, server_timeout_s=0.2)
        assert proxy.asked[0].startswith(b"CONNECT login.test:443")
        assert server.requests


def test_ctrl_c_ends_a_login_while_the_server_says_nothing() -> None:
    def interrupts(_: Request) -> Response:
        signal.raise_signal(signal.SIGINT)
        assert may_answer.wait(LONG_S)
        return Response(200)

    may_answer = threading.Event()
    # A shell has its background jobs ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with answering(interrupts) as url, nothing_left():
            with pytest.raises(KeyboardInterrupt):
                device_login(url, "c", show=print)
            may_answer.set()
    finally:
        signal.signal(signal.SIGINT, before)
