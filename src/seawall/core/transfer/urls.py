"""URLs that a server gives for a transfer, and their secret parts. Pure."""

from urllib.parse import parse_qsl, urljoin, urlsplit

from seawall.core.errors import DecodeError
from seawall.core.redaction.secret import Secret, hidden

__all__ = ["download_url", "query_values", "session_url"]

# Shorter values occur in ordinary words; hiding them would garble messages.
_MIN_SECRET_CHARACTERS = 4


def download_url(api_url: str, location: str | None) -> str:
    """Return the URL of a download to which the API at `api_url` redirects.

    Raises DecodeError if there is none, or if it is not http or https, or http after https.
    """
    api_url, location = hidden(api_url), hidden(location)
    return _resolve(api_url, location, "download")


def session_url(started_at: str, location: str | None) -> str:
    """Return the URL of the upload session that was started at `started_at`; raises as `download_url`."""
    started_at, location = hidden(started_at), hidden(location)
    return _resolve(started_at, location, "upload")


def query_values(url: str) -> list[Secret]:
    """Return the values in the query of a URL: no message may contain them, since one may be a signature."""
    pairs = parse_qsl(urlsplit(url).query)
    return [Secret(value) for _, value in pairs if len(value) >= _MIN_SECRET_CHARACTERS]


def _resolve(base: str, location: str | None, purpose: str) -> str:
    message = f"The server gave no usable URL for the {purpose}. Report it to the operator of the server."
    try:
        url = Secret(urljoin(base, location or ""))
        schemes = urlsplit(base).scheme, urlsplit(url).scheme
    except ValueError as error:
        raise DecodeError(message) from error
    if not location or schemes not in {("https", "https"), ("http", "http"), ("http", "https")}:
        raise DecodeError(message)
    return url
