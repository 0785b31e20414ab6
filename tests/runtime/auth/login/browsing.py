"""A login server behind a memory transport, and a browser that talks to the real port of a login."""

import http.client
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

from attrs import field, frozen

from seawall.core.auth.tokens import Token
from seawall.core.http.message import Request, Response
from seawall.runtime.auth.login import BrowserPrompt, browser_login
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.testing import MemoryTransport, json_response
from tests.runtime.auth.login.logins import ISSUER

TOKEN = {"access_token": "AT-secret", "token_type": "Bearer", "refresh_token": "RT-secret"}


@frozen
class Shown:
    """A page as the browser received it."""

    status: int
    headers: Mapping[str, str]
    text: str


def visit(url: str, *, method: str = "GET", host: str | None = None) -> Shown:
    """Open `url` as a browser does; `host` replaces the Host header."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, headers={} if host is None else {"Host": host})
        response = connection.getresponse()
        return Shown(response.status, dict(response.headers), response.read().decode())
    finally:
        connection.close()


@frozen
class LoginPage:
    """The login page that a browser opened, by its address and its parameters."""

    url: str

    @property
    def parameters(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.url).query)

    @property
    def redirect_uri(self) -> str:
        return self.parameters["redirect_uri"][0]

    def redirect(self, **fields: str) -> str:
        """The address that the server redirects to: the right state and `fields`, which may replace it."""
        return f"{self.redirect_uri}?{urlencode({'state': self.parameters['state'][0], **fields})}"


@contextmanager
def browser(browse: Callable[[LoginPage], object]) -> Iterator[Callable[[str], None]]:
    """Yield the function that opens a browser: `browse` in a thread, which ends with the block."""
    threads: list[Thread] = []

    def open_browser(url: str) -> None:
        threads.append(Thread(target=browse, args=[LoginPage(url)]))
        threads[-1].start()

    try:
        yield open_browser
    finally:
        for thread in threads:
            thread.join()


@frozen(slots=False)
class LoginServer:
    """Offers a login in a browser; `discovery` and `token` change its responses."""

    discovery: Mapping[str, object] = field(factory=dict)
    token: Response = field(factory=lambda: json_response(200, TOKEN))
    issuer: str = ISSUER
    forms: list[dict[str, list[str]]] = field(factory=list)
    prompts: list[BrowserPrompt] = field(factory=list)
    while_exchanging: Callable[[], object] = lambda: None

    def login(
        self,
        browse: Callable[[LoginPage], object],
        *,
        audience: str | None = None,
        organization: str | None = None,
        timeout_s: float = 20.0,
        clock: Clock | None = None,
    ) -> Token:
        """Log in; the browser runs `browse` in a thread."""
        with browser(browse) as open_browser:
            return browser_login(
                self.issuer,
                "cli-1",
                transport=MemoryTransport(self.respond),
                show=self.prompts.append,
                open_browser=open_browser,
                audience=audience,
                organization=organization,
                timeout_s=timeout_s,
                clock=clock,
            )

    def respond(self, request: Request) -> Response:
        """Respond as the server does."""
        if request.method == "GET":
            endpoints = {"token_endpoint": "/token", "authorization_endpoint": "/authorize"}
            document = {name: self.issuer + path for name, path in endpoints.items()}
            return json_response(200, {**document, **self.discovery})
        assert request.url == f"{self.issuer}/token"
        assert isinstance(request.body, bytes)
        self.forms.append(parse_qs(request.body.decode()))
        self.while_exchanging()
        return self.token
