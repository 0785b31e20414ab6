"""Requests of a login to its server."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from attrs import evolve

from seawall.core.auth.tokens import Token, token_from_response
from seawall.core.errors import AuthError, NotSentError, ResponseTooLargeError
from seawall.core.http.message import Request, Response
from seawall.core.http.retry_after import retry_after_s
from seawall.core.http.times import with_date
from seawall.core.redaction.secret import Secret, SecretMapping, hidden
from seawall.core.wire.codec import decoder_for, encode
from seawall.runtime.auth.client_authentication import ConfidentialClient
from seawall.runtime.auth.oauth import (
    OAuthEndpoints,
    parse_discovery,
    parse_token_response,
    require_secure,
    server_url,
)
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncTransport

__all__ = ["AsyncLoginServer", "RefusedError", "read_object"]

_FIRST_ERROR = 400
# RFC 8628, section 3.5. Servers send them in different statuses, slow_down with 429 too.
_POLL_ERRORS = frozenset({"authorization_pending", "slow_down", "access_denied", "expired_token"})
_NO_TOKEN = "missing_token"  # noqa: S105
_MAX_RESPONSE_BYTES = 1024 * 1024
_JSON = {"accept": "application/json", "content-type": "application/json"}
_FORM = {**_JSON, "content-type": "application/x-www-form-urlencoded"}


class RefusedError(AuthError):
    """The token endpoint refuses; the text is the error code of the response (RFC 6749, section 5.2)."""


class AsyncLoginServer:
    """The login server at `issuer`.

    `client_secret` goes with each form, in the Authorization header; a public client has none. Each request
    takes `timeout_s` seconds at most. `retry_after_s` is the time that the last response asks to
    wait, 0 if it does not. All methods raise TransportError if there is no complete response, AuthError if it
    is larger than 1 MiB. Raises ConfigError if `issuer` is neither https nor on this machine.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        issuer: str,
        client_id: str,
        *,
        client_secret: str | None = None,
        timeout_s: float,
        clock: AsyncClock,
    ) -> None:
        client_secret = hidden(client_secret)
        self._issuer = server_url(issuer, client_id)
        require_secure(issuer)
        self.retry_after_s = 0.0
        self._transport = transport
        self._client_id = client_id
        self._hidden = () if client_secret is None else (Secret(client_secret),)
        self._authorization: Mapping[str, str] = (
            {} if client_secret is None else ConfidentialClient(client_id, client_secret).headers()
        )
        self._timeout_s = timeout_s
        self._clock = clock

    async def endpoints(self) -> OAuthEndpoints:
        """Fetch the discovery document (RFC 8414); raises AuthError or ConfigError if it can not be used."""
        request = Request("GET", f"{self._issuer}/.well-known/openid-configuration")
        return parse_discovery(await self._send(request), self._issuer)

    async def post(self, url: str, form: Mapping[str, str]) -> Response:
        """Post a form; return the response, whatever its status."""
        headers = SecretMapping({**_FORM, **self._authorization})
        return await self._send(Request("POST", url, headers, urlencode(form).encode()))

    async def post_json(self, url: str, fields: Mapping[str, object]) -> Response:
        """Post a JSON object, without the client's secret; return the response, whatever its status."""
        return await self._send(Request("POST", url, _JSON, encode(fields)))

    async def user_info(self, url: str, access_token: Secret) -> Mapping[str, object]:
        """Return the claims of the user (OpenID Connect Core, 5.3); raises AuthError if there are none."""
        headers = SecretMapping({"accept": "application/json", "authorization": f"Bearer {access_token}"})
        response = await self._send(Request("GET", url, headers))
        fields = read_object(response.body) if response.status < _FIRST_ERROR else None
        if fields is None:
            raise AuthError(f"The login server does not say who logged in (status {response.status}).")
        return fields

    async def token(self, request: Request, *, hidden: Collection[Secret]) -> Token:
        """Send a token request; no error shows the `hidden` secrets.

        Raises RefusedError if the server refuses or sends no token, NotSentError if it is not available: also
        if a proxy responds in its place, with an error that is no JSON.
        """
        obtained_at = self._clock.wall()
        request = evolve(request, headers=SecretMapping({**request.headers, **self._authorization}))
        response = await self._send(request)
        is_json, error = _read_error(response.body)
        if error in _POLL_ERRORS:
            raise RefusedError(error)
        if not is_json and response.status >= _FIRST_ERROR:
            raise NotSentError(f"the login server answered {response.status}.")
        if not is_json:
            # oauthlib would look for an error in a page too, as in a form.
            raise RefusedError(_NO_TOKEN)
        fields = parse_token_response(
            response, self._client_id, rejected=RefusedError, hidden=[*hidden, *self._hidden]
        )
        return token_from_response(fields, obtained_at, issuer=self._issuer)

    async def _send(self, request: Request) -> Response:
        self.retry_after_s = 0.0
        request = evolve(request, max_response_bytes=_MAX_RESPONSE_BYTES)
        try:
            response = await self._transport.send(request, self._timeout_s)
        except ResponseTooLargeError as error:
            raise AuthError(
                "The login server's response is larger than 1 MiB. Check the base URL."
            ) from error
        self.retry_after_s = retry_after_s(with_date(response.headers, self._clock.wall())) or 0.0
        return response


def _read_error(body: bytes) -> tuple[bool, Secret | None]:
    """Return whether `body` is a JSON object, and its `error` if that is text."""
    fields = read_object(body)
    if fields is None:
        return False, None
    error = fields.get("error")
    return True, Secret(error) if isinstance(error, str) else None


def read_object(body: bytes) -> SecretMapping[object] | None:
    """Return the fields of a JSON object, None if `body` is none."""
    try:
        fields = decoder_for(Any).decode(body)
    except ValueError:
        return None
    return SecretMapping(fields) if isinstance(fields, dict) else None
