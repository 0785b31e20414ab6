"""Requests of a login to its server."""

from collections.abc import Collection, Mapping
from io import BytesIO
from urllib.parse import urlencode

from attrs import evolve

from seawall.core.auth.tokens import Token, token_from_response
from seawall.core.errors import AttemptTimeoutError, AuthError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.oauth import (
    BUSY_STATUSES,
    OAuthEndpoints,
    parse_discovery,
    parse_token_response,
    require_secure,
    server_url,
)
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.http._async.protocols import AsyncTransport

__all__ = ["AsyncLoginServer", "RefusedError"]

_BAD_REQUEST = 400
_MAX_RESPONSE_BYTES = 1024 * 1024
_FORM = {"accept": "application/json", "content-type": "application/x-www-form-urlencoded"}


class RefusedError(AuthError):
    """The token endpoint refuses; the text is the error code of the response (RFC 6749, section 5.2)."""


class AsyncLoginServer:
    """The login server at `issuer`.

    A response must begin within `timeout_s` seconds. It is cut off by the first piece that comes later, or
    does not come in another `timeout_s` seconds. All methods raise TransportError if there is no complete
    response, AuthError if it is larger than 1 MiB. Raises ConfigError if `issuer` is neither https nor on
    this machine.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        issuer: str,
        client_id: str,
        *,
        timeout_s: float,
        clock: AsyncClock,
    ) -> None:
        self._issuer = server_url(issuer, client_id)
        require_secure(issuer)
        self._transport = transport
        self._client_id = client_id
        self._timeout_s = timeout_s
        self._clock = clock

    async def endpoints(self) -> OAuthEndpoints:
        """Fetch the discovery document (RFC 8414); raises AuthError or ConfigError if it can not be used."""
        request = Request("GET", f"{self._issuer}/.well-known/openid-configuration")
        return parse_discovery(await self._send(request), self._issuer)

    async def post(self, url: str, form: Mapping[str, str]) -> Response:
        """Post a form; return the response, whatever its status."""
        return await self._send(Request("POST", url, _FORM, urlencode(form).encode()))

    async def token(self, request: Request, *, hidden: Collection[Secret]) -> Token:
        """Send a token request; no error shows the `hidden` secrets.

        Raises RefusedError if the server refuses or sends no token, NotSentError if it is not available.
        """
        obtained_at = self._clock.wall()
        response = await self._send(request)
        # Servers send the errors of RFC 8628, section 3.5, in different statuses, slow_down with 429 too.
        if response.status in BUSY_STATUSES and b"error" in response.body:
            response = evolve(response, status=_BAD_REQUEST)
        fields = parse_token_response(response, self._client_id, rejected=RefusedError, hidden=hidden)
        return token_from_response(fields, obtained_at, issuer=self._issuer)

    async def _send(self, request: Request) -> Response:
        deadline = self._clock.monotonic() + self._timeout_s
        # A buffer, whose repr hides the body: it may hold a token, and tracebacks show local variables.
        body = BytesIO()
        async with self._transport.stream(request, self._timeout_s) as stream:
            async for piece in stream.chunks():
                body.write(piece)
                del piece
                if body.tell() > _MAX_RESPONSE_BYTES:
                    raise AuthError("The login server's response is larger than 1 MiB. Check the base URL.")
                if self._clock.monotonic() > deadline:
                    raise AttemptTimeoutError(
                        f"the login server sent no complete response within {self._timeout_s:g} s."
                    )
            return Response(stream.status, stream.headers, body.getvalue())
