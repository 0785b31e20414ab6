# DO NOT EDIT. Derived from ../_async/token_endpoint.py by "python -m seawall.codegen.derive".
"""A token endpoint over our own transport: found by discovery, asked with a form."""

from collections.abc import Callable, Collection, Mapping

from seawall.core.errors import AuthError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.oauth import OAuthEndpoints, endpoints_in, require_secure, token_fields
from seawall.runtime.http._sync.protocols import Transport

__all__ = ["TokenEndpoint"]

_TIMEOUT_S = 30.0
_FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}


class TokenEndpoint:
    """Where `client_id` gets tokens: at `url`, or where the discovery document of `issuer` says.

    Discovery is asked once, before the first form.
    """

    def __init__(
        self, transport: Transport, *, client_id: str, issuer: str, url: str | None = None
    ) -> None:
        self.issuer = issuer.rstrip("/")
        self._transport = transport
        self._client_id = client_id
        self._url = url

    def ask(
        self,
        form: Callable[[], bytes],
        *,
        headers: Callable[[], Mapping[str, str]] = dict,
        refused: Callable[[str], AuthError],
        hidden: Collection[Secret] = (),
    ) -> dict[str, object]:
        """The fields of the answer to `form`; what is `hidden` shows in no error.

        Raises ConfigError where a secret would go out in the open, TransportError where there is no answer or
        the server is out of order for now, what `refused` makes of the reason where it refuses.
        """
        url = self._url = self._url or (self.endpoints()).token
        require_secure(url)
        # The form is made here and gets no name: a traceback would show it among the local variables.
        response = self._send(Request("POST", url, {**_FORM, **headers()}, form()))
        return token_fields(response, self._client_id, refused=refused, hidden=hidden)

    def endpoints(self) -> OAuthEndpoints:
        """What discovery names; raises AuthError, ConfigError, TransportError."""
        require_secure(self.issuer)
        answer = self._send(Request("GET", f"{self.issuer}/.well-known/openid-configuration"))
        return endpoints_in(answer, self.issuer)

    def _send(self, request: Request) -> Response:
        return self._transport.send(request, _TIMEOUT_S)
