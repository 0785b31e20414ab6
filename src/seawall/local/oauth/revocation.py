"""Revocation of tokens (RFC 7009)."""

from fastapi import Response
from sqlalchemy.orm import Session

from seawall.local.oauth.errors import NO_STORE, OAuthError
from seawall.local.oauth.forms import Form
from seawall.local.oauth.opaque import hash_opaque
from seawall.local.oauth.server import OAuthServer
from seawall.local.oauth.tables import RefreshToken

__all__ = ["revoke"]


def revoke(server: OAuthServer, form: Form, client_id: str) -> Response:
    """Revoke the token of a form. A refresh token ends its whole login, an access token only itself.

    An unknown token needs no revocation, and the hint of its type is not needed to find it. Raises OAuthError
    `invalid_grant` if the token belongs to another client.
    """
    token = form.required("token")
    with server.database.write() as session:
        _revoke(server, session, token, client_id)
    return Response(status_code=200, headers=NO_STORE)


def _revoke(server: OAuthServer, session: Session, token: str, client_id: str) -> None:
    refresh_token = session.get(RefreshToken, hash_opaque(token))
    if refresh_token is not None:
        _check_client(refresh_token.client_id, client_id)
        server.revoke_login(session, refresh_token.family)
        return
    access_token = server.access_tokens.issued(token)
    if access_token is not None:
        _check_client(access_token.client_id, client_id)
        server.revoke_access_token(session, access_token)


def _check_client(owner: str, client_id: str) -> None:
    if owner != client_id:
        raise OAuthError("invalid_grant", "The token belongs to another client.")
