"""A login server and a browser, as a login in a browser meets them: real sockets on this machine."""

import http.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from attrs import field, frozen

from seawall.core.auth.tokens import Token
from seawall.core.http.message import Request, Response
from seawall.runtime.auth.login import BrowserPrompt, async_browser_login, browser_login
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.testing import json_response
from tests.runtime.answering_server import answering

TOKEN = {"access_token": "AT-secret", "token_type": "Bearer", "refresh_token": "RT-secret"}


@frozen
class Shown:
    """What a browser got for a visit."""

    status: int
    headers: Mapping[str, str]
    text: str


def visit(url: str, *, method: str = "GET", host: str | None = None) -> Shown:
    """Go to `url` as a browser does; it may name another host than it connects to."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={} if host is None else {"Host": host})
        answer = connection.getresponse()
        return Shown(answer.status, dict(answer.headers), answer.read().decode())
    finally:
        connection.close()


@frozen
class LoginPage:
    """The login page that a browser was sent to: what was asked for, and the ways back."""

    url: str
    asked: Mapping[str, list[str]]

    @property
    def redirect_uri(self) -> str:
        return self.asked["redirect_uri"][0]

    def back(self, **fields: str) -> str:
        """The way back with `fields`, the right state among them unless they say otherwise."""
        return f"{self.redirect_uri}?{urlencode({'state': self.asked['state'][0], **fields})}"


@frozen(slots=False)
class LoginServer:
    """Offers a login in a browser; `discovery` and `token` change what it says.

    `while_redeeming` is called when the code has come, before the token is given.
    """

    discovery: Mapping[str, object] = field(factory=dict)
    token: Response = field(factory=lambda: json_response(200, TOKEN))
    forms: list[dict[str, list[str]]] = field(factory=list)
    shown: list[BrowserPrompt] = field(factory=list)
    while_redeeming: Callable[[], object] = lambda: None

    def login(
        self,
        browse: Callable[[LoginPage], object],
        *,
        audience: str | None = None,
        organization: str | None = None,
        timeout_s: float = 20.0,
        clock: Clock | None = None,
    ) -> Token:
        """Log in; `browse` is what the person's browser does, in a thread of its own."""
        with self.offered(browse) as (url, open_browser):
            return browser_login(
                url,
                "cli-1",
                show=self.shown.append,
                open_browser=open_browser,
                audience=audience,
                organization=organization,
                timeout_s=timeout_s,
                clock=clock,
            )

    async def async_login(self, browse: Callable[[LoginPage], object]) -> Token:
        """The same in an event loop."""
        with self.offered(browse) as (url, open_browser):
            return await async_browser_login(
                url, "cli-1", show=self.shown.append, open_browser=open_browser, timeout_s=20.0
            )

    @contextmanager
    def offered(self, browse: Callable[[LoginPage], object]) -> Iterator[tuple[str, Callable[[str], object]]]:
        """The address of the server while it runs, and what opens the browser."""
        threads: list[Thread] = []

        def open_browser(url: str) -> None:
            page = LoginPage(url, parse_qs(urlsplit(url).query))
            threads.append(Thread(target=browse, args=[page]))
            threads[0].start()

        with answering(self._answer) as url:
            self._url.append(url)
            try:
                yield url, open_browser
            finally:
                for thread in threads:
                    thread.join()

    _url: list[str] = field(factory=list)

    def _answer(self, request: Request) -> Response:
        if request.method == "GET":
            root = self._url[0]
            document = {"token_endpoint": f"{root}/token", "authorization_endpoint": f"{root}/authorize"}
            return json_response(200, {**document, **self.discovery})
        body = request.body
        assert isinstance(body, bytes)
        self.forms.append(parse_qs(body.decode()))
        self.while_redeeming()
        return self.token
