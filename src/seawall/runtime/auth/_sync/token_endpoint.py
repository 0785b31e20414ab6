# DO NOT EDIT. Derived from ../_async/token_endpoint.py by "python -m seawall.codegen.derive".
"""A client for token endpoints: discovery (RFC 8414), and requests with a form (RFC 6749, section 3.2)."""

from collections.abc import Callable, Collection, Mapping

from seawall.core.errors import AuthError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.oauth import (
    OAuthEndpoints,
    check_revocation,
    parse_discovery,
    parse_token_response,
    require_secure,
    server_url,
)
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["TokenEndpoint"]

_TIMEOUT_S = 30.0
_MAX_RESPONSE_BYTES = 1024 * 1024
_FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}


class TokenEndpoint:
    """The token endpoint of `client_id`: at `url`, or as the discovery document of `issuer` says.

    The document is requested once, before the first form.
    """

    def __init__(
        self, transport: Transport, *, client_id: str, issuer: str, url: str | None = None
    ) -> None:
        self.issuer = server_url(issuer, client_id)
        self._transport = transport
        self._client_id = client_id
        self._url = url

    def request(
        self,
        form: Callable[[], bytes],
        *,
        headers: Callable[[], Mapping[str, str]] = dict,
        rejected: Callable[[str], AuthError],
        hidden: Collection[Secret] = (),
    ) -> dict[str, object]:
        """Send a form and return the fields of the response; errors do not show the values of `hidden`.

        Raises ConfigError if the address is not secure, TransportError if there is no response or the server
        is out of order, and if it rejects the form, what `rejected` makes of the reason.
        """
        url = self._url = self._url or (self.endpoints()).token
        require_secure(url)
        # The form has no name here: a traceback would show it among the local variables.
        response = self._send(
            Request("POST", url, {**_FORM, **headers()}, form(), max_response_bytes=_MAX_RESPONSE_BYTES)
        )
        return parse_token_response(response, self._client_id, rejected=rejected, hidden=hidden)

    def revoke(
        self,
        form: Callable[[], bytes],
        *,
        headers: Callable[[], Mapping[str, str]],
        hidden: Collection[Secret],
    ) -> bool:
        """Send a form to the revocation endpoint (RFC 7009); False if the discovery document names none.

        Raises AuthError if the server refuses, TransportError if there is no response or the server is out of
        order, and what `endpoints` raises.
        """
        url = (self.endpoints()).revocation
        if url is None:
            return False
        require_secure(url)
        response = self._send(
            Request("POST", url, {**_FORM, **headers()}, form(), max_response_bytes=_MAX_RESPONSE_BYTES)
        )
        check_revocation(response, hidden=hidden)
        return True

    def endpoints(self) -> OAuthEndpoints:
        """Request the discovery document; raises AuthError, ConfigError or TransportError."""
        require_secure(self.issuer)
        url = f"{self.issuer}/.well-known/openid-configuration"
        response = self._send(Request("GET", url, max_response_bytes=_MAX_RESPONSE_BYTES))
        return parse_discovery(response, self.issuer)

    def _send(self, request: Request) -> Response:
        return self._transport.send(request, _TIMEOUT_S)
