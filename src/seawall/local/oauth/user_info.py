"""User information (OpenID Connect Core 1.0, section 5.3), and how a request carries its access token."""

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import JSONResponse

from seawall.local.oauth.access_tokens import InvalidAccessTokenError
from seawall.local.oauth.errors import NO_STORE, OAuthError
from seawall.local.oauth.forms import Form
from seawall.local.oauth.scopes import OPENID, claims_in, has_scope
from seawall.local.oauth.server import OAuthServer

__all__ = ["user_info"]


def user_info(
    server: OAuthServer, http: Request, form: Form, *, issuers: Sequence[str] | None = None
) -> JSONResponse:
    """Return the claims about the user that the scope of the request's access token gives.

    The token is in the Authorization header or in the form (RFC 6750 section 2). Raises OAuthError.
    """
    scheme, _, sent = http.headers.get("authorization", "").partition(" ")
    token = sent.strip() if scheme.lower() == "bearer" else form.get("access_token", "")
    if not token:
        # RFC 6750 section 3.1: no error code for a request without a token.
        raise OAuthError(
            "invalid_request", "Send an access token.", {"WWW-Authenticate": "Bearer"}, status=401
        )
    try:
        verified = server.verified(token, issuers=issuers)
    except InvalidAccessTokenError as error:
        raise _refused("invalid_token", "The access token is invalid or has expired.", 401) from error
    if not has_scope(verified.scope, OPENID):
        raise _refused("insufficient_scope", f"The access token lacks the scope `{OPENID}`.", 403)
    with server.database.read() as session:
        profile = server.profile_of(session, verified.user_id)
    return JSONResponse({"sub": verified.user_id, **claims_in(verified.scope, profile)}, headers=NO_STORE)


def _refused(code: str, description: str, status: int) -> OAuthError:
    challenge = f'Bearer error="{code}"' + (f', scope="{OPENID}"' if code == "insufficient_scope" else "")
    return OAuthError(code, description, {"WWW-Authenticate": challenge}, status=status)
