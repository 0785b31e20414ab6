"""Rules for the parts of a request that decide where its message ends and where it goes. Pure."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

__all__ = ["FRAMING_FIELDS", "has_dot_segment", "has_plain_host", "is_token"]

FRAMING_FIELDS = frozenset(
    {
        *("connection", "expect", "host", "http2-settings", "keep-alive", "proxy-connection", "te"),
        *("trailer", "transfer-encoding", "upgrade"),
    }
)
"""Fields that belong to a connection (RFC 9110, section 7.6.1) or its framing; only a transport sets them.

Content-Length is not among them: it announces the length of a body that is an iterable.
"""

# RFC 9110, section 5.6.2.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# ASCII only: the libraries encode other hosts in different ways (IDNA 2008 and UTS 46). Labels have 1 to 63
# characters (RFC 1035, section 2.3.4).
_HOST = re.compile(r"(?!.{255})[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
# A host whose last label is a number is an IPv4 address (WHATWG URL, section 3.5).
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Some libraries resolve dot segments, encoded ones too, and others do not.
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)


def is_token(text: object) -> bool:
    """Return whether `text` is a token, as the name of a field and a method must be."""
    return isinstance(text, str) and _TOKEN.fullmatch(text) is not None


def has_plain_host(url: str) -> bool:
    """Return whether all HTTP libraries read the same host from `url`: an ASCII name or a full address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_address = ":" in host or _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) is not None
        if is_address:
            ip_address(host)
    except ValueError:
        return False
    # WHATWG URL parsers, such as that of pyreqwest, read a backslash as a slash; urlsplit does not.
    is_plain = is_address or _HOST.fullmatch(host) is not None
    return is_plain and "%" not in host and "\\" not in parts.netloc


def has_dot_segment(path: str) -> bool:
    """Return whether a segment of `path` is `.` or `..`, also percent-encoded (RFC 3986, section 5.2.4)."""
    return ("." in path or "%" in path) and _DOT_SEGMENT.search(path) is not None
