"""The URL and the header fields of a request as they are sent, the same for each transport."""

import re
from urllib.parse import urlsplit

from seawall.core.errors import ConfigError, InputError
from seawall.core.http.message import Request
from seawall.transports.http_message.decoding import ACCEPT_ENCODING

__all__ = ["NO_URL", "checked_url", "outgoing_headers"]

NO_URL = "the URL to call is not an http or https URL. Check the base URL."

# Field names are tokens (RFC 9110, section 5.6.2). Values may hold more than ASCII (section 5.5), but not all
# servers and proxies pass that on.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e]*")
# Methods for which an empty body is announced with `Content-Length: 0` (RFC 9110, section 8.6).
_EXPECT_A_BODY = frozenset({"PATCH", "POST", "PUT"})


# The functions below keep URLs and fields out of local variables before they raise: error reporters show the
# local variables of a frame.


def checked_url(request: Request) -> str:
    """Return the URL, apostrophes in the query encoded. Raises ConfigError if it is not http or https."""
    if not _is_http_url(request.url):
        raise ConfigError(NO_URL)
    path, mark, query = request.url.partition("?")
    # pyreqwest encodes apostrophes and httpx2 does not; signatures need one spelling.
    return path + mark + query.replace("'", "%27")


def _is_http_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        return False


def outgoing_headers(request: Request) -> list[tuple[str, str]]:
    """Return the header fields to send, names in lower case.

    The HTTP library adds Host, and Transfer-Encoding for a streamed body. Raises InputError for a name or a
    value that would break the message.
    """
    fields = {"accept": "*/*", "accept-encoding": ACCEPT_ENCODING, "user-agent": "seawall"}
    if not all(_TOKEN.fullmatch(name) and _VALUE.fullmatch(value) for name, value in request.headers.items()):
        raise InputError("a header field can not be sent: its name or value has a forbidden character.")
    fields |= {name.lower(): value for name, value in request.headers.items()}
    if isinstance(request.body, bytes) and (request.body or request.method in _EXPECT_A_BODY):
        fields["content-length"] = str(len(request.body))
    elif request.body is None and request.method in _EXPECT_A_BODY:
        fields["content-length"] = "0"
    return list(fields.items())
