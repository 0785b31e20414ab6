"""What leaves this machine for a request: address and header fields, the same for every transport."""

import re
from urllib.parse import urlsplit

from seawall.core.errors import ConfigError, InputError
from seawall.core.http.message import Request
from seawall.transports.http_message.decoding import ACCEPTED

__all__ = ["NO_URL", "checked_url", "outgoing_headers"]

NO_URL = "the address to call is no http or https URL. Check the base URL."

# RFC 9110, section 5.6.2; and 5.5, of which only ASCII passes everywhere.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e]*")
# A user agent should say that nothing follows (RFC 9110, section 8.6).
_EXPECTED_TO_CARRY = frozenset({"PATCH", "POST", "PUT"})


# What raises here gives no name to an address or a field: an error shows what a frame names.


def checked_url(request: Request) -> str:
    """Its address, apostrophes in the query encoded; raises ConfigError for what is no http or https URL."""
    if not _is_whole(request.url):
        raise ConfigError(NO_URL)
    path, mark, query = request.url.partition("?")
    # One of the libraries encodes it and one does not.
    return path + mark + query.replace("'", "%27")


def _is_whole(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        return False


def outgoing_headers(request: Request) -> list[tuple[str, str]]:
    """The fields to send, names in lower case; Host, and framing where the body is a stream, are added later.

    Raises InputError for a name or a value that would break the message.
    """
    fields = {"accept": "*/*", "accept-encoding": ACCEPTED, "user-agent": "seawall"}
    if not all(_TOKEN.fullmatch(name) and _VALUE.fullmatch(value) for name, value in request.headers.items()):
        raise InputError("a header field can not be sent: its name or value holds what no header may.")
    fields |= {name.lower(): value for name, value in request.headers.items()}
    if isinstance(request.body, bytes) and (request.body or request.method in _EXPECTED_TO_CARRY):
        fields["content-length"] = str(len(request.body))
    elif request.body is None and request.method in _EXPECTED_TO_CARRY:
        fields["content-length"] = "0"
    return list(fields.items())
