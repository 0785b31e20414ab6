"""Checks of client ids, redirect URIs and audiences.

There is one public client. With `auto_approve` the server accepts any client id with any secret, so that a
client of the real platform needs no change.
"""

import re
from collections.abc import Sequence

from fastapi import Request

from seawall.local.oauth.errors import OAuthError
from seawall.local.oauth.forms import Form, client_credentials
from seawall.local.platform.settings import PlatformSettings

__all__ = [
    "CLIENT_ID",
    "authenticated_client_id",
    "authentication_methods",
    "checked_audience",
    "checked_client_id",
    "checked_redirect_uri",
]

CLIENT_ID = "seawall"
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="seawall"'}

# RFC 8252 section 7.3: a literal loopback address with any port; section 8.3: not `localhost`.
_REGISTERED_REDIRECT = re.compile(r"http://(127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?/callback")
_LOOPBACK_REDIRECT = re.compile(r"http://(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")


def checked_client_id(form: Form, settings: PlatformSettings) -> str:
    """Return the client id. Raises OAuthError `invalid_client` if it is unknown."""
    client_id = form.required("client_id")
    if client_id != CLIENT_ID and not settings.auto_approve:
        raise OAuthError("invalid_client", f"The client id is unknown. Use `{CLIENT_ID}`.", _CHALLENGE)
    return client_id


def authentication_methods(settings: PlatformSettings) -> Sequence[str]:
    """The methods of client authentication (RFC 8414 section 2)."""
    return ["none", "client_secret_basic", "client_secret_post"] if settings.auto_approve else ["none"]


def authenticated_client_id(http: Request, form: Form, settings: PlatformSettings) -> str:
    """Return the client id of a request with a form: in the form, or in the HTTP Basic header.

    Some clients send the header with an empty secret if they have none. Raises OAuthError.
    """
    if not http.headers.get("authorization", "").lower().startswith("basic "):
        client_id, secret = checked_client_id(form, settings), form.get("client_secret", "")
    else:
        sent = client_credentials(http)
        if sent is None:
            raise OAuthError("invalid_client", "The Authorization header is not valid.", _CHALLENGE)
        client_id, secret = sent
        if form.get("client_id", client_id) != client_id or "client_secret" in form:
            raise OAuthError(
                "invalid_request", "The client id and secret are both in the header and in the form."
            )
        checked_client_id(Form(client_id=client_id), settings)
    if secret and not settings.auto_approve:
        raise OAuthError("invalid_client", f"The client `{client_id}` has no secret. Send none.", _CHALLENGE)
    return client_id


def checked_redirect_uri(form: Form, client_id: str) -> str:
    """Return the redirect URI. Raises OAuthError `invalid_request` if the client may not use it."""
    redirect_uri = form.required("redirect_uri")
    allowed = _REGISTERED_REDIRECT if client_id == CLIENT_ID else _LOOPBACK_REDIRECT
    if not allowed.fullmatch(redirect_uri):
        raise OAuthError(
            "invalid_request",
            "The redirect URI is not allowed. Use `http://127.0.0.1:PORT/callback` with any port.",
        )
    return redirect_uri


def checked_audience(form: Form, settings: PlatformSettings) -> Sequence[str]:
    """Return the audience: this platform and, with `auto_approve`, the audience that the client asks for."""
    audience = form.get("audience") or settings.audience
    if audience == settings.audience:
        return [audience]
    if not settings.auto_approve:
        raise OAuthError("invalid_target", f"The audience is unknown. Use `{settings.audience}`.")
    return [audience, settings.audience]
