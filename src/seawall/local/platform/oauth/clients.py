"""Who may ask for tokens, for whom, and where a browser may be sent back to.

There is one public client. Under `auto_approve` any is welcome, so that a client of the real platform needs
no change.
"""

import re
from collections.abc import Sequence

from seawall.local.platform.oauth.errors import OAuthError
from seawall.local.platform.oauth.forms import Form
from seawall.local.platform.settings import PlatformSettings

__all__ = ["CLIENT_ID", "DEFAULT_SCOPE", "audience_in", "client_id_in", "redirect_uri_in"]

CLIENT_ID = "seawall"
DEFAULT_SCOPE = "offline_access"

# RFC 8252 section 7.3: a loopback address to the letter, any port; section 8.3: not `localhost`.
_OWN_REDIRECT = re.compile(r"http://(127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?/callback")
_STRANGERS_REDIRECT = re.compile(
    r"http://(127\.0\.0\.1|\[::1\]|localhost)(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?"
)


def client_id_in(form: Form, settings: PlatformSettings) -> str:
    """The client; raises OAuthError `invalid_client` where it is unknown."""
    client_id = form.required("client_id")
    if client_id != CLIENT_ID and not settings.auto_approve:
        raise OAuthError("invalid_client", f"The client id is unknown. Use `{CLIENT_ID}`.")
    return client_id


def redirect_uri_in(form: Form, client_id: str) -> str:
    """Where the browser goes afterwards; raises OAuthError `invalid_request` where it may not."""
    redirect_uri = form.required("redirect_uri")
    allowed = _OWN_REDIRECT if client_id == CLIENT_ID else _STRANGERS_REDIRECT
    if not allowed.fullmatch(redirect_uri):
        raise OAuthError(
            "invalid_request",
            "The redirect URI is unknown. Use `http://127.0.0.1:PORT/callback`, with any port.",
        )
    return redirect_uri


def audience_in(form: Form, settings: PlatformSettings) -> Sequence[str]:
    """Whom the token is for: always this platform; under auto_approve also whom the client names."""
    wanted = form.get("audience") or settings.audience
    if wanted == settings.audience:
        return [wanted]
    if not settings.auto_approve:
        raise OAuthError("invalid_target", f"The audience is unknown. Use `{settings.audience}`.")
    return [wanted, settings.audience]
