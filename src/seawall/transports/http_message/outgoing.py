"""The method, the URL and the header fields of a request as they are sent, the same for each transport."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

from seawall.core.errors import ConfigError, InputError
from seawall.core.http.message import Request
from seawall.core.http.outgoing import FRAMING_FIELDS, has_dot_segment, has_plain_host, is_token
from seawall.transports.http_message.decoding import ACCEPT_ENCODING

__all__ = ["NO_URL", "are_valid_fields", "checked_method", "checked_url", "outgoing_headers"]

NO_URL = "the URL to call is not an http or https URL. Check the base URL."

# Values may hold more than ASCII (RFC 9110, section 5.5), but not all servers and proxies pass that on.
# Spaces at the ends are no part of a value: httpx2 refuses them, pyreqwest sends them, servers remove them.
_VALUE = r"(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?"
_VALUES = re.compile(rf"{_VALUE}(?:\n{_VALUE})*")
# Tokens (RFC 9110, section 5.6.2), one in each line.
_NAMES = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:\n[!#$%&'*+.^_`|~0-9A-Za-z-]+)*")
# Methods for which an empty body is announced with `Content-Length: 0` (RFC 9110, section 8.6).
_EXPECT_A_BODY = frozenset({"PATCH", "POST", "PUT", "QUERY"})
# Most methods. They need no other check.
_PLAIN_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
# At most 18 digits: longer lengths overflow the counters of servers.
_LENGTH = re.compile(r"[0-9]{1,18}")
# One spelling for all libraries, which signatures need. pyreqwest encodes apostrophes in queries, httpx2 does
# not; httpx2 encodes a percent sign that starts no escape, pyreqwest does not.
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Most URLs. They need no other check, which saves 15 us for each request.
_PLAIN_URL = re.compile(
    r"https?://(?:(?![a-z0-9.-]{254})(?:[a-z0-9-]{1,63}\.)*[a-z][a-z0-9-]{0,62}|127\.0\.0\.1)(?::[1-5]?[0-9]{1,4})?"
    r"(?:/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?)*"
    r"(?:\?(?:[A-Za-z0-9._~=&+,:/-]|%[0-9A-Fa-f]{2})+)?"
)
_SAFE_IN_PATH = "!$%&'()*+,;=:@/~[]"
_DEFAULTS = {"accept": "*/*", "accept-encoding": ACCEPT_ENCODING, "user-agent": "seawall"}
_SAFE_IN_QUERY = "!$%&()*+,;=:@/~[]?{}|^`\\"


# The functions below keep URLs and fields out of local variables before they raise: error reporters show the
# local variables of a frame.


def checked_method(request: Request) -> str:
    """Return the method. Raises InputError if it is not a token in upper case, or opens a tunnel."""
    if request.method in _PLAIN_METHODS:
        return request.method
    # httpx2 would send a lower-case method in upper case, and pyreqwest as it is: methods are case-sensitive.
    if not is_token(request.method) or request.method != request.method.upper():
        raise InputError("the method can not be sent. Give an HTTP method in upper case, such as GET.")
    if request.method == "CONNECT":
        raise InputError("the method CONNECT opens a tunnel, which a call can not use. Use the option proxy.")
    return request.method


def checked_url(request: Request) -> str:
    """Return the URL, percent-encoded. Raises ConfigError if it is not an http or https URL.

    Raises InputError if HTTP libraries would send it to different places: a control character, a host that is
    neither an ASCII name nor a full address, or a dot segment in its path.
    """
    if _PLAIN_URL.fullmatch(request.url):
        return request.url
    if not _is_http_url(request.url):
        raise ConfigError(NO_URL)
    if not request.url.isprintable() or not has_plain_host(request.url):
        raise InputError(
            "the URL to call has a control character, or a host that is neither a name in ASCII nor an IP "
            "address. Write names in other scripts as xn--…, and IPv4 addresses with four numbers."
        )
    if has_dot_segment(urlsplit(request.url).path):
        raise InputError("the path of the URL to call has a segment `.` or `..`. Remove it.")
    return _encoded(request.url)


def _is_http_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        return False


def _encoded(url: str) -> str:
    parts = urlsplit(_STRAY_PERCENT.sub("%25", url))
    path, query = quote(parts.path, safe=_SAFE_IN_PATH), quote(parts.query, safe=_SAFE_IN_QUERY)
    return f"{parts.scheme}://{parts.netloc}{path}{query and '?'}{query}"


def outgoing_headers(request: Request) -> list[tuple[str, str]]:
    """Return the header fields to send, names in lower case.

    The HTTP library adds Host, and Transfer-Encoding for a streamed body. Raises InputError for a name or a
    value that would break the message, and for a field that only the transport may set.
    """
    if request.body is None and request.method == "GET" and _are_plain_names(tuple(request.headers)):
        # Most requests: only the values differ.
        if not _all_match(_VALUES, request.headers.values()):
            raise _invalid_field()
        return list({**_DEFAULTS, **request.headers}.items())
    fields = dict(_DEFAULTS)
    if not are_valid_fields(request.headers):
        raise _invalid_field()
    names = [name.lower() for name in request.headers]
    if not FRAMING_FIELDS.isdisjoint(names):
        raise InputError(
            f"the header {min(FRAMING_FIELDS.intersection(names))} can not be sent: it belongs to the "
            "connection, and the transport sets it. Remove it."
        )
    fields |= dict(zip(names, request.headers.values(), strict=True))
    if "content-length" in fields and (
        names.count("content-length") > 1 or not _is_length(request, fields["content-length"])
    ):
        raise InputError("the header content-length is not the length of the body. Remove it.")
    if isinstance(request.body, bytes) and (request.body or request.method in _EXPECT_A_BODY):
        fields["content-length"] = str(len(request.body))
    elif request.body is None and request.method in _EXPECT_A_BODY:
        fields["content-length"] = "0"
    return list(fields.items())


# A program has few sets of names.
@lru_cache(maxsize=256)
def _are_plain_names(names: tuple[object, ...]) -> bool:
    """Return whether `names` are tokens in lower case, and no field among them needs another check."""
    needs_check = FRAMING_FIELDS | {"content-length"}
    return all(is_token(name) and str(name).islower() and name not in needs_check for name in names)


def _invalid_field() -> InputError:
    return InputError(
        "a header field can not be sent: its name or value is no text, has a forbidden character, or its "
        "value starts or ends with a space."
    )


def are_valid_fields(fields: Mapping[str, str]) -> bool:
    """Return whether all names are tokens, and all values printable ASCII or tabs without spaces around."""
    return _all_match(_NAMES, fields.keys()) and _all_match(_VALUES, fields.values())


def _all_match(lines: re.Pattern[str], texts: Collection[str]) -> bool:
    """Return whether each of `texts` is a text that is one line, and `lines` matches them all."""
    # One match for all: a match for each takes three times as long.
    try:
        joined = "\n".join(texts)
    except TypeError:
        return False
    return not texts or (joined.count("\n") == len(texts) - 1 and lines.fullmatch(joined) is not None)


def _is_length(request: Request, value: str) -> bool:
    """Return whether `value` announces the body; the length of an iterable is checked while it is sent."""
    if request.body is None or isinstance(request.body, bytes):
        return value == str(len(request.body or b""))
    return _LENGTH.fullmatch(value) is not None
