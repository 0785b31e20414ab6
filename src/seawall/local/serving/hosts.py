"""The host names under which a local server answers."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp

__all__ = ["only_own_hosts"]

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def only_own_hosts(app: ASGIApp, public_url: str | None, names: Sequence[str] = ()) -> ASGIApp:
    """Wrap `app`: refuse requests for other hosts than the loopback names, that of `public_url` and `names`.

    DNS rebinding: a web page must not reach the server through a foreign name that resolves to 127.0.0.1.
    """
    own = urlsplit(public_url or "").hostname
    return TrustedHostMiddleware(app, allowed_hosts=[*_LOOPBACK, *([own] if own else []), *names])
