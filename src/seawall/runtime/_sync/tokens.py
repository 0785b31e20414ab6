# DO NOT EDIT. Derived from ../_async/tokens.py by "make regenerate".
"""Where the engine gets bearer tokens: one that was given, or the login that a file keeps."""

from attrs import field, frozen

from seawall.core.errors import ConfigError, LoginRequiredError, NotSentError, TransportError
from seawall.core.message import Request, Response
from seawall.core.tokens import Token, is_over, is_sendable, needs_renewal, token_from_answer
from seawall.runtime._sync.seams import Transport
from seawall.runtime.oauth import OAuthEndpoints, endpoints_in, refresh_body, token_fields
from seawall.runtime.timing import Lock, Timing, in_place
from seawall.runtime.token_file import TokenFile

__all__ = ["GivenToken", "StoredTokens"]

_TIMEOUT_S = 30.0
_FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}


@frozen
class GivenToken:
    """A token from outside, e.g. an environment variable. It can not be renewed."""

    _token: str = field(repr=False)

    def token(self) -> str:
        """The token; raises ConfigError where it can be none."""
        if not is_sendable(self._token):
            raise ConfigError("The token that was given holds spaces or other characters that no token has.")
        return self._token

    def renew(self, rejected: str) -> str:
        """The same token: the server's refusal then reaches the caller."""
        return rejected


class StoredTokens:
    """The login that a token file keeps, renewed with its refresh token when it is due.

    `issuer` is the URL below which `/.well-known/openid-configuration` names the token endpoint; `login_hint`
    ends the errors that only a new login mends. Callers that renew at the same time share one renewal;
    another process's renewal is picked up from the file. A token that is due but still good is used where
    its renewal fails.
    """

    def __init__(
        self,
        file: TokenFile,
        transport: Transport,
        *,
        issuer: str,
        client_id: str,
        login_hint: str,
        timing: Timing,
    ) -> None:
        self._file = file
        self._transport = transport
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._login_hint = login_hint
        self._timing = timing
        self._lock = Lock()
        self._token: Token | None = None
        self._endpoints: OAuthEndpoints | None = None

    def token(self) -> str:
        """The access token, renewed first if it is due; raises LoginRequiredError or NotSentError."""
        token = self._token or in_place(self._file.load)
        if token is None:
            raise self._login_required("Nobody is logged in.")
        self._token = token
        if not needs_renewal(token, self._timing.wall()):
            return token.access_token
        try:
            return self.renew(token.access_token)
        except (LoginRequiredError, NotSentError):
            if is_over(token, self._timing.wall()):
                raise
            return token.access_token

    def renew(self, rejected: str) -> str:
        """An access token in place of `rejected`; raises LoginRequiredError or NotSentError."""
        with self._lock:
            stored = self._stored()
            if stored.access_token == rejected or needs_renewal(stored, self._timing.wall()):
                stored = self._refreshed(stored)
            self._token = stored
            return stored.access_token

    def _stored(self) -> Token:
        stored = in_place(self._file.load)
        if stored is None:
            self._token = None
            raise self._login_required("Nobody is logged in any more.")
        return stored

    def _refreshed(self, token: Token) -> Token:
        if token.refresh_token is None:
            raise self._login_required("The login has expired.")
        try:
            renewed = self._asked(token.refresh_token)
        except LoginRequiredError as error:
            # Another process may have used the refresh token up, and kept what it got.
            stored = self._stored()
            if stored.access_token != token.access_token:
                return stored
            raise self._login_required(str(error)) from error
        in_place(self._file.save, renewed)
        return renewed

    def _asked(self, refresh_token: str) -> Token:
        now = self._timing.wall()
        try:
            endpoints = self._endpoints or endpoints_in(
                self._send(Request("GET", f"{self._issuer}/.well-known/openid-configuration")),
                self._issuer,
            )
            self._endpoints = endpoints
            body = refresh_body(self._client_id, refresh_token)
            response = self._send(Request("POST", endpoints.token, _FORM, body))
            fields = token_fields(response, self._client_id)
        except TransportError as error:
            # Whatever became of the renewal, the call that asked for a token was never sent.
            raise NotSentError(f"the login could not be renewed: {error}") from error
        return token_from_answer(fields, now, refresh_token)

    def _send(self, request: Request) -> Response:
        return self._transport.send(request, _TIMEOUT_S)

    def _login_required(self, what: str) -> LoginRequiredError:
        return LoginRequiredError(f"{what} {self._login_hint}")
