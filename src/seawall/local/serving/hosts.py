"""The host names under which a local server answers."""

from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

__all__ = ["only_own_hosts"]

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def only_own_hosts(app: FastAPI, public_url: str | None) -> None:
    """Refuse requests to `app` for other hosts than the loopback names and that of `public_url`.

    DNS rebinding: a web page must not reach the server through a foreign name that resolves to 127.0.0.1.
    """
    own = urlsplit(public_url or "").hostname
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOOPBACK, *([own] if own else [])])
