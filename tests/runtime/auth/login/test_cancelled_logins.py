"""Logins in an event loop, and logins that are cancelled or interrupted."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from seawall.core.errors import AttemptTimeoutError, LoginDeniedError, LoginExpiredError
from seawall.core.http.message import Request, Response
from seawall.runtime import async_browser_login, async_device_login, browser_login, device_login
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport
from seawall.transports import (
    AsyncHttpx2Transport,
    Httpx2Transport,
    async_default_transport,
    default_transport,
)
from seawall.transports.memory._async.transport import AsyncMemoryStream
from tests.runtime.answering_server import answering
from tests.runtime.auth.login.browsing import LoginPage, LoginServer, Shown, browser, visit
from tests.runtime.auth.login.device_server import DeviceServer
from tests.runtime.auth.login.test_device_login import LOGGED_IN, PENDING
from tests.transports.loopback import HANG, LoopbackServer, message, unaccepting_port

LONG_S = 20.0


class PausedTransport(AsyncMemoryTransport):
    """Waits for `may_respond` when the request number `pause_at` has come, and sets `paused`."""

    def __init__(self, respond: Callable[[Request], Response], *, pause_at: int) -> None:
        super().__init__(respond)
        self.paused, self.may_respond = asyncio.Event(), asyncio.Event()
        self._pause_at = pause_at

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncMemoryStream]:
        if len(self.requests) + 1 == self._pause_at:
            self.paused.set()
            await self.may_respond.wait()
        async with super().stream(request, timeout_s) as stream:
            yield stream


async def cancelled(login: "asyncio.Task[object]") -> None:
    login.cancel()
    # Far less than any timeout of a login.
    done, _ = await asyncio.wait([login], timeout=LONG_S / 4)
    assert done
    assert login.cancelled()


# --- In an event loop ------------------------------------------------------------------------------------


@pytest.mark.parametrize("pause_at", [1, 2])
async def test_a_browser_login_waits_without_blocking_the_loop(pause_at: int) -> None:
    pages: list[Shown] = []
    transport = PausedTransport(LoginServer().respond, pause_at=pause_at)
    with browser(lambda page: pages.append(visit(page.redirect(code="code-secret")))) as open_browser:
        login = asyncio.create_task(
            async_browser_login(
                "https://login.test", "c", transport=transport, show=lambda _: None, open_browser=open_browser
            )
        )
        # This task would not run if the login blocked the loop.
        await transport.paused.wait()
        transport.may_respond.set()
        assert (await login).access_token == "AT-secret"
    assert "You are logged in" in pages[0].text


async def test_a_denied_login_raises_in_the_loop() -> None:
    pages: list[Shown] = []
    with (
        browser(lambda page: pages.append(visit(page.redirect(error="access_denied")))) as open_browser,
        pytest.raises(LoginDeniedError),
    ):
        await async_browser_login(
            "https://login.test",
            "c",
            transport=AsyncMemoryTransport(LoginServer().respond),
            show=lambda _: None,
            open_browser=open_browser,
        )
    assert "denied" in pages[0].text


async def test_an_expired_login_raises_in_the_loop() -> None:
    with pytest.raises(LoginExpiredError):
        await async_browser_login(
            "https://login.test",
            "c",
            transport=AsyncMemoryTransport(LoginServer().respond),
            show=lambda _: None,
            open_browser=lambda _: None,
            clock=AsyncFakeClock(),
        )


async def test_a_device_login_polls_with_the_clock_of_the_loop() -> None:
    server, clock = DeviceServer(PENDING, LOGGED_IN), AsyncFakeClock()
    transport = AsyncMemoryTransport(server.respond)
    token = await async_device_login(
        "https://login.test", "c", transport=transport, show=server.prompts.append, clock=clock
    )
    assert (token.access_token, clock.sleeps_s) == ("new", [5.0, 5.0])


# --- Cancelled -------------------------------------------------------------------------------------------


async def test_cancelled_while_the_user_is_in_the_browser_the_port_closes() -> None:
    opened, pages = asyncio.Event(), list[LoginPage]()
    loop = asyncio.get_running_loop()

    def open_browser(url: str) -> None:
        pages.append(LoginPage(url))
        loop.call_soon_threadsafe(opened.set)

    login: asyncio.Task[object] = asyncio.create_task(
        async_browser_login(
            "https://login.test",
            "c",
            transport=AsyncMemoryTransport(LoginServer().respond),
            show=lambda _: None,
            open_browser=open_browser,
        )
    )
    await opened.wait()
    await cancelled(login)
    assert urlsplit(pages[0].redirect_uri).port
    with pytest.raises(ConnectionRefusedError):
        visit(pages[0].redirect(code="x"))


async def test_cancelled_while_the_code_is_exchanged_the_browser_shows_it() -> None:
    pages: list[Shown] = []
    transport = PausedTransport(LoginServer().respond, pause_at=2)
    with browser(lambda page: pages.append(visit(page.redirect(code="code-secret")))) as open_browser:
        login: asyncio.Task[object] = asyncio.create_task(
            async_browser_login(
                "https://login.test", "c", transport=transport, show=lambda _: None, open_browser=open_browser
            )
        )
        await transport.paused.wait()
        await cancelled(login)
    assert "did not succeed" in pages[0].text


@pytest.mark.parametrize("make", [AsyncHttpx2Transport, async_default_transport])
async def test_cancelled_while_it_connects_or_waits_for_the_server(
    make: Callable[[], AsyncHttpx2Transport],
) -> None:
    with unaccepting_port() as port, LoopbackServer(HANG) as server:
        for url in (f"http://127.0.0.1:{port}", server.url):
            async with make() as transport:
                for login in (
                    async_device_login(url, "c", transport=transport, show=print),
                    async_browser_login(url, "c", transport=transport, show=print),
                ):
                    task: asyncio.Task[object] = asyncio.create_task(login)
                    await asyncio.sleep(0.02)
                    await cancelled(task)


@pytest.mark.parametrize("make", [Httpx2Transport, default_transport])
def test_ctrl_c_ends_a_login_while_the_server_does_not_respond(make: Callable[[], Httpx2Transport]) -> None:
    def interrupt(_: Request) -> Response:
        signal.raise_signal(signal.SIGINT)
        return Response(404)

    # A shell lets its background jobs ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with answering(interrupt) as url, make() as transport, pytest.raises(KeyboardInterrupt):
            device_login(url, "c", transport=transport, show=print)
    finally:
        signal.signal(signal.SIGINT, before)


# One byte every 20 ms, after the head.
_HEAD = message(200, content_length="1000")
_SLOW_BODY: list[bytes | float] = [_HEAD, *[piece for _ in range(1000) for piece in (b" ", 0.02)]]


@pytest.mark.parametrize("pieces", [[HANG], [_HEAD, HANG], _SLOW_BODY])
def test_a_slow_server_has_the_time_that_was_given(pieces: list[bytes | float]) -> None:
    with LoopbackServer(*pieces) as server, default_transport() as transport:
        for login in (browser_login, device_login):
            with pytest.raises(AttemptTimeoutError, match=r"within 0\.05 s"):
                login(server.url, "c", transport=transport, show=print, server_timeout_s=0.05)


@pytest.mark.slow
def test_a_late_head_leaves_less_time_for_the_body() -> None:
    # The machine may be busy, so one quick attempt of three is enough.
    took_s: list[float] = []
    while len(took_s) < 3 and min(took_s, default=1.0) >= 0.8:
        with LoopbackServer(0.4, _HEAD, HANG) as server, default_transport() as transport:
            began_s = time.monotonic()
            with pytest.raises(AttemptTimeoutError, match=r"within 0\.5 s"):
                device_login(server.url, "c", transport=transport, show=print, server_timeout_s=0.5)
            took_s.append(time.monotonic() - began_s)
    # A whole timeout for the body would end after 0.9 s.
    assert min(took_s) < 0.8
