"""What both logins say to the login server, with requests-oauthlib.

http is for this machine only, no redirect is followed (it could take a code or a verifier elsewhere), and
nothing that a login sends or gets is logged.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import requests
from oauthlib.oauth2 import Client, OAuth2Error
from requests_oauthlib import OAuth2Session

from seawall.core.auth.tokens import Token, is_sendable, token_from_answer
from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.core.http.message import Response
from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.login.cancellable_connection import CuttableAdapter, Line, current_line
from seawall.runtime.auth.oauth import (
    BUSY,
    NO_ANSWER,
    OAuthEndpoints,
    endpoints_in,
    is_loopback,
    require_secure,
)

__all__ = ["DEFAULT_SCOPE", "LoginSession", "RefusedError", "login_session"]

DEFAULT_SCOPE = "openid profile email offline_access"
"""What a login asks for if not told otherwise: who it is, and a refresh token (OpenID Connect Core, 11)."""

_TIMEOUT_S = 30.0
_SERVER_FAULT = 500
_NOTHING_GIVEN = "The server answered the login with no token. Start again."
_SWITCH = "OAUTHLIB_INSECURE_TRANSPORT"
_TALKATIVE = frozenset({"oauthlib", "requests", "requests_oauthlib", "urllib3"})


class RefusedError(Exception):
    """The token endpoint refuses; the text is the name of the refusal, fit for a message (RFC 6749, 5.2)."""


class _Session(OAuth2Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere: what stands at an endpoint's address is the endpoint's answer."""


class LoginSession:
    """One login's conversation with `issuer`; `login_session` opens it.

    Each method blocks, one at a time, and raises NotSentError where the server can not be reached or is out
    of order for now, or where another thread cuts it off.
    """

    def __init__(self, issuer: str, session: _Session, line: Line, wall: Callable[[], float]) -> None:
        self._issuer = issuer
        self._session = session
        self._line = line
        self._wall = wall

    def cut(self) -> None:
        """End what another thread asks right now, or is about to."""
        self._line.cut()

    def mend(self) -> None:
        """Be ready for the next question after a cut."""
        self._line.mend()

    def endpoints(self) -> OAuthEndpoints:
        """What discovery names; raises AuthError and ConfigError as `endpoints_in` does."""
        with self._asking():
            answer = self._session.get(f"{self._issuer}/.well-known/openid-configuration", timeout=_TIMEOUT_S)
        return endpoints_in(Response(answer.status_code, body=answer.content), self._issuer)

    def asked(self, url: str, form: Mapping[str, str]) -> Response:
        """The answer to a form, whatever its status."""
        with self._asking():
            answer = self._session.post(url, data=dict(form), timeout=_TIMEOUT_S)
        return Response(answer.status_code, body=answer.content)

    def authorization_url(
        self, endpoint: str, *, redirect_uri: str, scope: str, state: str, fields: Mapping[str, str]
    ) -> str:
        """The address of the server's login page for this login (RFC 6749, section 4.1.1)."""
        self._session.redirect_uri, self._session.scope = redirect_uri, scope
        with self._asking():
            url, _ = self._session.authorization_url(endpoint, state=state, **fields)
        # A server may grant less than it was asked for (section 3.3), which oauthlib takes for a fault.
        self._session.scope = None
        return str(url)

    def token(
        self,
        url: str,
        *,
        code: Secret | None = None,
        code_verifier: Secret | None = None,
        device_code: Secret | None = None,
    ) -> Token:
        """The token for a device code, or for a code and its verifier.

        Raises RefusedError where the server refuses, AuthError where it gives no token.
        """
        asked_at = self._wall()
        try:
            with self._line.speaking(), _http_on_loopback(self._issuer):
                answer = self._session.fetch_token(
                    url,
                    code=code,
                    code_verifier=code_verifier,
                    device_code=device_code,
                    include_client_id=True,
                    timeout=_TIMEOUT_S,
                )
        # Without the causes: their texts and frames hold what was sent and what came, codes and tokens.
        except _UNREACHED as error:
            raise _not_reached(error) from None
        except OAuth2Error as error:
            sent = [secret for secret in (code, code_verifier, device_code) if secret]
            raise RefusedError(redact(str(error.error or "no reason given"), hidden=sent)) from None
        except NO_ANSWER:
            raise AuthError(_NOTHING_GIVEN) from None
        # RFC 6749, section 7.1: a token of an unknown kind must not be used.
        is_bearer = str(answer.get("token_type") or "bearer").lower() == "bearer"
        if not is_bearer or not is_sendable(answer.get("access_token")):
            del answer
            raise AuthError(_NOTHING_GIVEN)
        return token_from_answer(dict(answer), asked_at, issuer=self._issuer)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            with self._line.speaking(), _http_on_loopback(self._issuer):
                yield
        except _UNREACHED as error:
            raise _not_reached(error) from error


@contextmanager
def login_session(issuer: str, client: Client, wall: Callable[[], float]) -> Iterator[LoginSession]:
    """A session with `issuer` in the grammar of oauthlib's `client`; `wall` is seconds since 1970.

    Raises ConfigError where `issuer` is neither https nor on this machine, or no authorities are found.
    """
    require_secure(issuer)
    with _quiet(), _Session(client=client) as session:
        # On this machine there is no proxy between, and no .netrc to mix in.
        session.trust_env = not is_loopback(issuer)
        session.verify = _trusted()
        session.register_compliance_hook("access_token_response", _in_order)
        line = Line()
        session.mount("https://", CuttableAdapter())
        session.mount("http://", CuttableAdapter())
        try:
            yield LoginSession(issuer.rstrip("/"), session, line, wall)
        finally:
            line.close()


class _OutOfOrderError(Exception):
    """The token endpoint answers with a status that says nothing of the login."""


_UNREACHED = (requests.RequestException, _OutOfOrderError)


def _not_reached(error: Exception) -> NotSentError:
    return NotSentError(
        f"the login server can not be reached ({type(error).__name__}). Check the base URL and the network."
    )


def _trusted() -> str | bool:
    """The authorities that the transports trust, where the environment names them; else requests' own."""
    path = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")
    if path and not Path(path).exists():
        raise ConfigError("SSL_CERT_FILE or SSL_CERT_DIR names nothing that is there. Correct or unset it.")
    return path or True


def _in_order(response: requests.Response) -> requests.Response:
    if response.status_code >= _SERVER_FAULT or (
        response.status_code in BUSY and b"error" not in response.content
    ):
        raise _OutOfOrderError
    return response


@contextmanager
def _http_on_loopback(issuer: str) -> Iterator[None]:
    """Oauthlib's own switch for http, on while something is asked of a server on this very machine."""
    if not is_loopback(issuer):
        yield
        return
    _http.begin()
    try:
        yield
    finally:
        _http.end()


class _Switch:
    """The switch is the whole process's: the first to ask turns it on, the last turns it back."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asking = 0
        self._before: str | None = None

    def begin(self) -> None:
        with self._lock:
            self._asking += 1
            if self._asking == 1:
                self._before = os.environ.get(_SWITCH)
                os.environ[_SWITCH] = "1"

    def end(self) -> None:
        with self._lock:
            self._asking -= 1
            if self._asking:
                return
            if self._before is None:
                del os.environ[_SWITCH]
            else:
                os.environ[_SWITCH] = self._before


_http = _Switch()


@contextmanager
def _quiet() -> Iterator[None]:
    """A block in which these libraries log no detail of a login: at DEBUG it is codes and tokens."""
    names = [name for name in list(logging.root.manager.loggerDict) if name.split(".")[0] in _TALKATIVE]

    def is_fit(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.INFO or current_line() is None

    for name in names:
        logging.getLogger(name).addFilter(is_fit)
    try:
        yield
    finally:
        for name in names:
            logging.getLogger(name).removeFilter(is_fit)
