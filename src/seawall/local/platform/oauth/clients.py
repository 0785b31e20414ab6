"""Checks of client ids, redirect URIs and audiences.

There is one public client. With `auto_approve` the server accepts any client id, so that a client of the real
platform needs no change.
"""

import re
from collections.abc import Sequence

from seawall.local.oauth.errors import OAuthError
from seawall.local.oauth.forms import Form
from seawall.local.platform.settings import PlatformSettings

__all__ = ["CLIENT_ID", "DEFAULT_SCOPE", "checked_audience", "checked_client_id", "checked_redirect_uri"]

CLIENT_ID = "seawall"
DEFAULT_SCOPE = "offline_access"

# RFC 8252 section 7.3: a literal loopback address with any port; section 8.3: not `localhost`.
_REGISTERED_REDIRECT = re.compile(r"http://(127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?/callback")
_LOOPBACK_REDIRECT = re.compile(r"http://(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")


def checked_client_id(form: Form, settings: PlatformSettings) -> str:
    """Return the client id. Raises OAuthError `invalid_client` if it is unknown."""
    client_id = form.required("client_id")
    if client_id != CLIENT_ID and not settings.auto_approve:
        raise OAuthError("invalid_client", f"The client id is unknown. Use `{CLIENT_ID}`.")
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
