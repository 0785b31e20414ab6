"""The registration of an OAuth client by itself, as data (RFC 7591)."""

from collections.abc import Mapping

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError
from seawall.core.redaction.secret import Secret, hidden
from seawall.runtime.auth.oauth import OAuthEndpoints

__all__ = ["RegisteredClient", "RegisteredLogin"]

_DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"


@frozen(kw_only=True)
class RegisteredClient:
    """A client that a login server has registered. The repr does not show its secret.

    `secret_expires_at` is in seconds since 1970; 0 means never.
    """

    client_id: str
    client_secret: str | None = field(default=None, repr=False, converter=optional(Secret))
    secret_expires_at: float = 0.0

    @staticmethod
    def request(name: str, scope: str) -> dict[str, object]:
        """The fields that register a client for logins by device code (RFC 7591, section 2)."""
        return {
            "client_name": name,
            "grant_types": [_DEVICE_CODE, "refresh_token"],
            # The device flow has no response type; servers that demand one accept this.
            "response_types": ["token"],
            "token_endpoint_auth_method": "client_secret_basic",
            "scope": scope,
        }

    @classmethod
    def from_response(cls, fields: Mapping[str, object] | None, status: int) -> "RegisteredClient":
        """Read a registration response (RFC 7591, section 3.2.1); raises AuthError if it holds no client."""
        fields = fields or {}
        client_id, secret = fields.get("client_id"), hidden(fields.get("client_secret"))
        if not isinstance(client_id, str) or not client_id or not isinstance(secret, str | None):
            raise AuthError(f"The login server registers no client for this login (status {status}).")
        expires_at = fields.get("client_secret_expires_at")
        return cls(
            client_id=client_id,
            client_secret=secret,
            secret_expires_at=float(expires_at) if isinstance(expires_at, int | float) else 0.0,
        )


@frozen(kw_only=True)
class RegisteredLogin:
    """A login whose client was registered for it: both are needed to renew the login.

    `user` is the user's name at the login server (`preferred_username`, else `sub`), None if it tells none.
    """

    token: Token
    client: RegisteredClient
    endpoints: OAuthEndpoints
    user: str | None
