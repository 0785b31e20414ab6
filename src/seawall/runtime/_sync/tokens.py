# DO NOT EDIT. Derived from ../_async/tokens.py by "make regenerate".
"""Where the engine gets bearer tokens: one that was given, or the login that a file keeps."""

import logging
import math

from attrs import field, frozen

from seawall.core.errors import ConfigError, LoginRequiredError, NotSentError, TransportError
from seawall.core.message import Request, Response
from seawall.core.tokens import Token, is_over, is_sendable, needs_renewal, token_from_answer
from seawall.runtime._sync.seams import Transport
from seawall.runtime.oauth import OAuthEndpoints, endpoints_in, refresh_body, require_secure, token_fields
from seawall.runtime.timing import Lock, Timing, in_place, in_place
from seawall.runtime.token_file import TokenFile

__all__ = ["GivenToken", "StoredTokens"]

_TIMEOUT_S = 30.0
_REST_S = 30.0
_SAVING_S = 1.0
_FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}

_log = logging.getLogger("seawall")


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
    ends the errors that only a new login mends. Callers that renew at the same time share one renewal, or
    its failure; another process's renewal is picked up from the file. A token that is due but still good is
    used where its renewal fails.
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
        self._failed_at = -math.inf
        self._rest_until = -math.inf

    def token(self) -> str:
        """The access token, renewed first if it is due; raises LoginRequiredError or NotSentError."""
        token = self._token = self._token or self._stored("Nobody is logged in.")
        is_resting = self._timing.clock() < self._rest_until and not is_over(token, self._timing.wall())
        if is_resting or not needs_renewal(token, self._timing.wall()):
            return token.access_token
        try:
            return self.renew(token.access_token)
        except (LoginRequiredError, NotSentError):
            if is_over(token, self._timing.wall()):
                raise
            self._rest_until = self._timing.clock() + _REST_S
            return token.access_token

    def renew(self, rejected: str) -> str:
        """An access token in place of `rejected`; raises LoginRequiredError or NotSentError."""
        # A refresh token is good once: what it brings must be kept, even when nobody waits for it any more.
        return in_place(self._renewed, rejected, self._timing.clock())

    def _renewed(self, rejected: str, asked_at: float) -> str:
        with self._lock:
            if self._failed_at > asked_at:
                raise NotSentError("the login could not be renewed: another call has just tried.")
            try:
                stored = self._stored("Nobody is logged in any more.")
                if stored.access_token == rejected or needs_renewal(stored, self._timing.wall()):
                    stored = self._refreshed(stored)
            except (LoginRequiredError, NotSentError):
                self._failed_at = self._timing.clock()
                raise
            self._token = stored
            return stored.access_token

    def _stored(self, otherwise: str) -> Token:
        """The login in the file, or the one in memory where that is newer."""
        stored = in_place(self._file.load)
        if stored is None:
            self._token = None
            raise self._login_required(otherwise)
        if stored.issuer not in {None, self._issuer}:
            raise self._login_required("The token file keeps a login to another server.")
        held = self._token
        return held if held is not None and held.obtained_at > stored.obtained_at else stored

    def _refreshed(self, token: Token) -> Token:
        if token.refresh_token is None:
            raise self._login_required("The login has expired.")
        try:
            renewed = self._asked(token.refresh_token)
        except LoginRequiredError as error:
            return self._of_another_process(token, error)
        self._token = renewed
        try:
            in_place(self._file.save, renewed)
        except ConfigError as error:
            # The login goes on in this process; the next one will have to log in.
            _log.warning("The renewed login could not be kept: %s", error)
        return renewed

    def _of_another_process(self, token: Token, refusal: LoginRequiredError) -> Token:
        """What another process got, which has used the refresh token up; it may be about to save it."""
        for pause_s in (0.0, _SAVING_S):
            self._timing.sleep(pause_s)
            stored = self._stored("Nobody is logged in any more.")
            if stored.access_token != token.access_token:
                return stored
        raise self._login_required(str(refusal)) from refusal

    def _asked(self, refresh_token: str) -> Token:
        require_secure(self._issuer)
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
        return token_from_answer(fields, now, issuer=self._issuer, refresh_token=refresh_token)

    def _send(self, request: Request) -> Response:
        return self._transport.send(request, _TIMEOUT_S)

    def _login_required(self, what: str) -> LoginRequiredError:
        return LoginRequiredError(f"{what} {self._login_hint}".strip())
