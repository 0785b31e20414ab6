"""Protection of the page against other web sites: headers of responses, and refusal of their requests.

The page sends no CORS headers. Cookies of a host go to all of its ports, so the check of the request does not
rely on `SameSite`: for browsers, two ports of 127.0.0.1 are one site.
"""

from urllib.parse import urlsplit

from starlette.requests import Request

__all__ = ["HEADERS", "is_from_another_site", "is_navigation"]

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Vary": "Cookie",
    "X-Content-Type-Options": "nosniff",
}


def is_navigation(request: Request) -> bool:
    """Return True if the browser opens the response as a document, and for clients that do not tell."""
    return request.headers.get("sec-fetch-mode", "navigate") == "navigate"


def is_from_another_site(request: Request) -> bool:
    """Return True if another site sent the request, other than by a link to a page.

    https://www.w3.org/TR/fetch-metadata/; browsers without it tell the origin of a POST.
    """
    site = request.headers.get("sec-fetch-site")
    if site is None:
        origin = request.headers.get("origin")
        return origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site in {"same-origin", "none"}:
        return False
    is_link = request.method in {"GET", "HEAD"} and request.headers.get("sec-fetch-dest") == "document"
    return not (is_link and is_navigation(request))
