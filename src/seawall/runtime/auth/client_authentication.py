"""How a client proves who it is at a token endpoint, and the form of the client credentials grant.

oauthlib is imported when a token is asked for, not before: most processes never need it.
"""

from base64 import b64encode
from enum import Enum
from urllib.parse import quote_plus

from attrs import field, frozen

from seawall.core.redaction.secret import Secret

__all__ = ["ClientAuthentication", "ConfidentialClient"]


class ClientAuthentication(Enum):
    """Where the client's secret goes (RFC 6749, section 2.3.1); the names are those of RFC 7591."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"


@frozen
class ConfidentialClient:
    """A client with a secret. The repr does not show it."""

    client_id: str
    client_secret: str = field(repr=False, converter=Secret)
    authentication: ClientAuthentication = ClientAuthentication.BASIC

    def headers(self) -> dict[str, str]:
        """The header fields that prove who asks; none where the form does."""
        if self.authentication is not ClientAuthentication.BASIC:
            return {}
        # Both are encoded as a form's fields are before they are joined (RFC 6749, section 2.3.1).
        pair = ":".join(map(quote_plus, (self.client_id, self.client_secret)))
        return {"authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def form(self, *, scope: str | None, audience: str | None) -> bytes:
        """The form that asks for a token in the client's own name (RFC 6749, section 4.4.2)."""
        from oauthlib.oauth2 import BackendApplicationClient  # noqa: PLC0415

        asked = {"audience": audience} if audience else {}
        proof = {"client_secret": str(self.client_secret)}
        is_post = self.authentication is ClientAuthentication.POST
        body = BackendApplicationClient(self.client_id).prepare_request_body(
            scope=scope, include_client_id=is_post, **asked, **(proof if is_post else {})
        )
        return str(body).encode()
