"""Client authentication at a token endpoint, and the form of the client credentials grant."""

from base64 import b64encode
from enum import Enum
from urllib.parse import quote_plus

from attrs import field, frozen
from oauthlib.oauth2 import BackendApplicationClient

from seawall.core.redaction.secret import Secret, SecretBytes, SecretMapping

__all__ = ["ClientAuthentication", "ConfidentialClient"]


class ClientAuthentication(Enum):
    """The place of the client secret in a request (RFC 6749, section 2.3.1), by its name in RFC 7591."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"


@frozen
class ConfidentialClient:
    """A client with a secret. The repr does not show it."""

    client_id: str
    client_secret: str = field(repr=False, converter=Secret)
    authentication: ClientAuthentication = ClientAuthentication.BASIC

    def headers(self) -> dict[str, str]:
        """Return the Authorization header for BASIC; nothing for POST."""
        if self.authentication is not ClientAuthentication.BASIC:
            return {}
        # Both are form-encoded before they are joined (RFC 6749, section 2.3.1).
        pair = ":".join(map(quote_plus, (self.client_id, self.client_secret)))
        return SecretMapping({"authorization": f"Basic {b64encode(pair.encode()).decode()}"})

    def form(self, *, scope: str | None, audience: str | None) -> bytes:
        """Return the form of the client credentials grant (RFC 6749, section 4.4.2)."""
        extra = {"audience": audience} if audience else {}
        secret = {"client_secret": str(self.client_secret)}
        is_post = self.authentication is ClientAuthentication.POST
        body = BackendApplicationClient(self.client_id).prepare_request_body(
            scope=scope, include_client_id=is_post, **extra, **(secret if is_post else {})
        )
        return SecretBytes(str(body).encode())
