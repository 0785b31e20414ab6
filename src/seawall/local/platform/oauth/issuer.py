"""The issuer of a request: the server's URL with a slash, or with `/oauth` for clients that expect that.

Each issuer has metadata and endpoints of its own below its URL, and a token names the issuer whose endpoint
has issued it (OpenID Connect Discovery 1.0, section 4.3). Keys, clients and logins are the same.
"""

from fastapi import Request

from seawall.local.platform.instance.dependencies import SECOND_ISSUER_PATH, base_url
from seawall.local.platform.instance.platform import Platform

__all__ = ["issuer_of", "use_second_issuer"]


async def use_second_issuer(http: Request) -> None:
    """Dependency of the routes of the second issuer."""
    http.state.is_second_issuer = True


def issuer_of(http: Request, platform: Platform) -> str:
    """Return the issuer that the routes of the request belong to."""
    is_second = getattr(http.state, "is_second_issuer", False)
    return base_url(http, platform) + (SECOND_ISSUER_PATH if is_second else "/")
