"""What a response means for a download that may have begun before. Pure."""

import re
from enum import Enum
from urllib.parse import urljoin, urlsplit

from seawall.core.errors import DecodeError
from seawall.core.message import Headers

__all__ = ["Continuation", "continuation", "download_headers", "download_url"]

_PARTIAL = 206
_OK = 200
_UNSATISFIABLE = 416
_NO_ADDRESS = "The server sends the download to no address that can be used. Tell its operator."


class Continuation(Enum):
    """What to do with the bytes that a response brings."""

    APPEND = "append to what is there"
    REPLACE = "put in place of what is there"
    RESTART = "throw away what is there and ask again, for all of it"
    ERROR = "the status stands for an error"


def continuation(status: int, headers: Headers, have: int) -> Continuation:
    """What a response means when `have` bytes are there already (RFC 9110, sections 14 and 15.3.7)."""
    if status == _OK:
        return Continuation.REPLACE
    if status == _UNSATISFIABLE and have:
        return Continuation.RESTART
    if status != _PARTIAL:
        return Continuation.ERROR
    if headers.get("content-encoding", "identity") != "identity":
        # The range counts encoded bytes, what is there was decoded.
        return Continuation.RESTART
    start = re.match(r"bytes (\d{1,18})-", headers.get("content-range", ""))
    return Continuation.APPEND if start and int(start[1]) == have else Continuation.RESTART


def download_headers(have: int, user_agent: str) -> dict[str, str]:
    """The header fields of a download that has `have` bytes; no token is among them."""
    fields = {"user-agent": user_agent, "accept": "*/*", "accept-encoding": "identity"}
    return {**fields, "range": f"bytes={have}-"} if have else fields


def download_url(api_url: str, location: str | None) -> str:
    """Where a redirect of the API at `api_url` sends a download.

    Raises DecodeError where it names nothing, leaves http and https, or leaves https for http.
    """
    try:
        url = urljoin(api_url, location or "")
        schemes = urlsplit(api_url).scheme, urlsplit(url).scheme
    except ValueError as error:
        raise DecodeError(_NO_ADDRESS) from error
    if not location or schemes not in {("https", "https"), ("http", "http"), ("http", "https")}:
        raise DecodeError(_NO_ADDRESS)
    return url
