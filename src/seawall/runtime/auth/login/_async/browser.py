"""Logging in with a browser on this machine: authorization code with PKCE (RFC 6749, 7636, 8252).

Every login has a port, a state and a verifier of its own, and takes an answer of the server that it asked
alone (RFC 9700, sections 2.1 and 4.4; RFC 9207). There is no implicit and no password grant.
"""

import secrets
from collections.abc import Callable
from functools import partial

from oauthlib.oauth2 import WebApplicationClient

from seawall.core.auth.authorization_response import (
    AuthorizationAnswer,
    ExpectedAnswer,
    answer_in,
    login_refusal,
)
from seawall.core.auth.pkce import CHALLENGE_METHOD, code_challenge, code_verifier
from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError, LoginDeniedError, LoginExpiredError
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.login._async.login_client import AsyncConversation
from seawall.runtime.auth.login.browser_launcher import open_in_browser
from seawall.runtime.auth.login.cancellable_thread import async_in_own_thread
from seawall.runtime.auth.login.loopback_server import Loopback
from seawall.runtime.auth.login.oauth_session import DEFAULT_SCOPE, RefusedError, login_session
from seawall.runtime.auth.login.prompts import BrowserPrompt
from seawall.runtime.auth.login.result_page import DENIED, FAILED, LOGGED_IN
from seawall.runtime.auth.oauth import OAuthEndpoints
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread

__all__ = ["async_browser_login"]

_OCTETS = 32


async def async_browser_login(
    issuer: str,
    client_id: str,
    *,
    show: Callable[[BrowserPrompt], None],
    open_browser: Callable[[str], object] = open_in_browser,
    audience: str | None = None,
    organization: str | None = None,
    scope: str = DEFAULT_SCOPE,
    timeout_s: float = 300.0,
    server_timeout_s: float = 30.0,
    clock: AsyncClock | None = None,
) -> Token:
    """The token of the person who logs in on the page that `open_browser` opens.

    `show` is told the address first, for a person whose browser does not open by itself. `open_browser` must
    return at once. `organization` is sent to servers that ask which one to log in to. The person is waited
    for `timeout_s` at most, the server `server_timeout_s` each of the two times that it is asked. Raises
    LoginDeniedError, LoginExpiredError, AuthError where it comes to no login for another reason, NotSentError
    where the server can not be reached, ConfigError where `issuer` is not secure.
    """
    clock = clock or AsyncSystemClock()
    client = WebApplicationClient(client_id)
    with login_session(issuer, client, clock.wall) as session, Loopback(clock.monotonic) as port:
        server = AsyncConversation(session, server_timeout_s)
        endpoints = await server.endpoints()
        state = Secret(secrets.token_urlsafe(_OCTETS))
        verifier = Secret(code_verifier(secrets.token_bytes(_OCTETS)))
        named = {"audience": audience, "organization": organization}
        url = Secret(
            session.authorization_url(
                _authorization_endpoint(endpoints),
                redirect_uri=port.redirect_uri,
                scope=scope,
                state=state,
                fields={
                    "code_challenge": code_challenge(verifier),
                    "code_challenge_method": CHALLENGE_METHOD,
                    **{name: value for name, value in named.items() if value},
                },
            )
        )
        deadline = clock.monotonic() + timeout_s
        show(BrowserPrompt(url, timeout_s))
        await run_in_thread(open_browser, url)
        expected = ExpectedAnswer(state=state, issuer=endpoints.issuer, sends_issuer=endpoints.sends_issuer)
        answering = partial(port.answer, partial(answer_in, expected=expected), deadline=deadline)
        came = await async_in_own_thread(answering, cut=port.cut)
        if came is None:
            raise LoginExpiredError("Nobody finished the login in the browser in time. Start again.")
        answer, visit = came
        # The browser waits for it, and is shown how that went.
        page = FAILED
        try:
            token = await _redeemed(server, endpoints, answer, verifier)
            page = LOGGED_IN
        except LoginDeniedError:
            page = DENIED
            raise
        finally:
            visit.show(page)
        return token


def _authorization_endpoint(endpoints: OAuthEndpoints) -> str:
    if endpoints.authorization is None:
        raise AuthError("The server offers no login in a browser. Log in by device code.")
    methods = endpoints.challenge_methods
    if methods is not None and CHALLENGE_METHOD not in methods:
        raise AuthError("The server offers no PKCE with S256, without which a code could be stolen.")
    return endpoints.authorization


async def _redeemed(
    server: AsyncConversation, endpoints: OAuthEndpoints, answer: AuthorizationAnswer, verifier: Secret
) -> Token:
    if answer.refusal is not None:
        raise login_refusal(answer.refusal)
    try:
        return await server.token(endpoints.token, code=answer.code, code_verifier=verifier)
    except RefusedError as error:
        raise login_refusal(str(error)) from error
