"""Clients of the OIDC provider: dynamic registration (RFC 7591) and their authentication (RFC 6749 2.3.1)."""

from datetime import datetime
from hmac import compare_digest
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.orm import Mapped, Session, mapped_column
from starlette.requests import Request

from seawall.local.oauth.errors import OAuthError
from seawall.local.oauth.forms import client_credentials
from seawall.local.oauth.grants import DEVICE_GRANTS
from seawall.local.oauth.opaque import hash_opaque, new_opaque
from seawall.local.oauth.scopes import SCOPES
from seawall.local.oauth.tables import OAuthTable

__all__ = ["AUTHENTICATION_METHOD", "RegisteredClient", "authenticated_client", "register_client"]

AUTHENTICATION_METHOD = "client_secret_basic"
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="oidc"'}

_Text = Annotated[str, Field(max_length=1000)]


class RegisteredClient(OAuthTable):
    """Client that has registered itself."""

    __tablename__ = "registered_clients"

    client_id: Mapped[str] = mapped_column(primary_key=True)
    secret_hash: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]


class _Registration(BaseModel):
    """Metadata of a client; what is not named here is ignored (RFC 7591 section 2)."""

    client_name: _Text = ""
    grant_types: Annotated[list[_Text], Field(max_length=10)] = []
    response_types: Annotated[list[_Text], Field(max_length=10)] = []
    token_endpoint_auth_method: _Text = AUTHENTICATION_METHOD
    scope: _Text = " ".join(SCOPES)


def register_client(session: Session, body: bytes, now: datetime) -> dict[str, object]:
    """Register a client; returns the response. Raises OAuthError `invalid_client_metadata`."""
    try:
        asked = _Registration.model_validate_json(body)
    except ValidationError as error:
        raise _invalid_metadata("The body is not the metadata of a client in JSON.") from error
    if asked.token_endpoint_auth_method != AUTHENTICATION_METHOD:
        raise _invalid_metadata(f"The authentication method is not supported. Use `{AUTHENTICATION_METHOD}`.")
    unknown = set(asked.grant_types) - set(DEVICE_GRANTS)
    if unknown:
        raise _invalid_metadata(f"The grant type is not supported: {', '.join(sorted(unknown))}.")
    secret = new_opaque()
    client = RegisteredClient(
        client_id=new_opaque()[:22], secret_hash=hash_opaque(secret), name=asked.client_name, created_at=now
    )
    session.add(client)
    return {
        "client_id": client.client_id,
        "client_secret": secret,
        "client_id_issued_at": int(now.timestamp()),
        "client_secret_expires_at": 0,  # never
        **asked.model_dump(),
    }


def authenticated_client(session: Session, request: Request) -> RegisteredClient:
    """The client that a request's HTTP Basic header proves. Raises OAuthError `invalid_client`."""
    client_id, secret = client_credentials(request) or ("", "")
    client = session.get(RegisteredClient, client_id)
    if client is None or not compare_digest(hash_opaque(secret), client.secret_hash):
        raise OAuthError("invalid_client", "The client is unknown or its secret is wrong.", _CHALLENGE)
    return client


def _invalid_metadata(description: str) -> OAuthError:
    return OAuthError("invalid_client_metadata", description)
