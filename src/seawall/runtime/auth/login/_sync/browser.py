# DO NOT EDIT. Derived from ../_async/browser.py by "python -m seawall.codegen.derive".
"""Login in a browser on this machine: authorization code with PKCE (RFC 6749, 7636, 8252).

Each login has its own port, state and code verifier, and accepts a response only of the server that it sent
the browser to (RFC 9700, sections 2.1 and 4.4; RFC 9207). There is no implicit and no password grant.
"""

import secrets
from collections.abc import Callable, Collection
from functools import partial

from seawall.core.auth.authorization_response import (
    AuthorizationResponse,
    ExpectedResponse,
    login_error,
    parse_authorization_response,
)
from seawall.core.auth.pkce import CHALLENGE_METHOD, code_challenge, code_verifier
from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError, LoginExpiredError
from seawall.core.http.message import Request
from seawall.core.redaction.secret import Secret
from seawall.core.validation.arguments import checked_sync_callable
from seawall.runtime.auth.login._sync.login_server import LoginServer, RefusedError
from seawall.runtime.auth.login.browser_launcher import open_in_browser
from seawall.runtime.auth.login.loopback_server import Connection, LoopbackServer, show_outcome
from seawall.runtime.auth.login.oauth_session import DEFAULT_SCOPE, authorization_url, code_request
from seawall.runtime.auth.login.prompts import BrowserPrompt
from seawall.runtime.auth.oauth import OAuthEndpoints
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["browser_login"]

_RANDOM_BYTES = 32
# Polling needs no thread and ends at once when the login is cancelled, also on systems where Ctrl-C does not
# interrupt a wait for sockets. The interval costs little CPU and is too short for a user to notice.
_POLL_INTERVAL_S = 0.05


def browser_login(
    issuer: str,
    client_id: str,
    *,
    transport: Transport,
    show: Callback[BrowserPrompt],
    open_browser: Callable[[str], object] = open_in_browser,
    audience: str | None = None,
    organization: str | None = None,
    scope: str = DEFAULT_SCOPE,
    timeout_s: float = 300.0,
    server_timeout_s: float = 30.0,
    clock: Clock | None = None,
) -> Token:
    """Log in on the page that `open_browser` opens.

    `show` receives the address first, in case the browser does not open. `open_browser` must return at once.
    `organization` goes to servers that ask for one. The user has `timeout_s` seconds, and each of the two
    requests over `transport` has `server_timeout_s`. The transport stays open. Raises LoginDeniedError,
    LoginExpiredError, AuthError if the login fails for another reason, TransportError if the server does not
    respond, ConfigError if `issuer` is neither https nor on this machine.
    """
    checked_callback(show, "show")
    checked_sync_callable(open_browser, "open_browser")
    clock = clock or SystemClock()
    server = LoginServer(transport, issuer, client_id, timeout_s=server_timeout_s, clock=clock)
    endpoints = server.endpoints()
    state = Secret(secrets.token_urlsafe(_RANDOM_BYTES))
    verifier = Secret(code_verifier(secrets.token_bytes(_RANDOM_BYTES)))
    with LoopbackServer() as loopback:
        url = authorization_url(
            client_id,
            _authorization_endpoint(endpoints),
            redirect_uri=loopback.redirect_uri,
            scope=scope,
            state=state,
            code_challenge=code_challenge(verifier),
            audience=audience,
            organization=organization,
        )
        deadline = clock.monotonic() + timeout_s
        call("show", show, BrowserPrompt(url, timeout_s))
        open_browser(url)
        expected = ExpectedResponse(state=state, issuer=endpoints.issuer, sends_issuer=endpoints.sends_issuer)
        response, connection = _wait_for_redirect(loopback, expected, deadline, clock)
        # The browser waits on this connection for a page, also if the login fails or is cancelled.
        with show_outcome(connection):
            if response.error is not None:
                raise login_error(response.error)
            request = code_request(
                client_id,
                endpoints.token,
                code=response.code,
                code_verifier=verifier,
                redirect_uri=loopback.redirect_uri,
            )
            return _exchange(server, request, hidden=[response.code, verifier])


def _authorization_endpoint(endpoints: OAuthEndpoints) -> str:
    if endpoints.authorization is None:
        raise AuthError("The server offers no login in a browser. Log in by device code.")
    methods = endpoints.challenge_methods
    if methods is not None and CHALLENGE_METHOD not in methods:
        raise AuthError("The server does not support PKCE with S256, so a code could be stolen.")
    return endpoints.authorization


def _wait_for_redirect(
    loopback: LoopbackServer, expected: ExpectedResponse, deadline: float, clock: Clock
) -> tuple[AuthorizationResponse, Connection]:
    read = partial(parse_authorization_response, expected=expected)
    while clock.monotonic() < deadline:
        if (redirect := loopback.poll(read)) is not None:
            return redirect
        clock.sleep(_POLL_INTERVAL_S)
    raise LoginExpiredError("The login in the browser was not finished in time. Start again.")


def _exchange(server: LoginServer, request: Request, hidden: Collection[Secret]) -> Token:
    try:
        return server.token(request, hidden=hidden)
    except RefusedError as error:
        raise login_error(str(error)) from error
