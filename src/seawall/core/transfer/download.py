"""What a response means for a download that may have begun before. Pure."""

import hashlib
import re
from collections.abc import Mapping
from enum import Enum
from urllib.parse import parse_qsl, urljoin, urlsplit

from attrs import field, frozen

from seawall.core.errors import DecodeError
from seawall.core.http.message import Headers, Response
from seawall.core.http.times import parse_http_date
from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.digest_fields import WANT_DIGEST, digest_field

__all__ = [
    "Continuation",
    "TransferProgress",
    "Uploaded",
    "Validator",
    "announced_end",
    "announced_size",
    "continuation",
    "download_headers",
    "download_url",
    "is_encoded",
    "is_left_packed",
    "origin_of",
    "query_values",
    "session_url",
    "upload_headers",
]

_PARTIAL = 206
_OK = 200
_UNSATISFIABLE = 416
_NO_ADDRESS = "The server sends the {what} to no address that can be used. Tell its operator."
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
# What the transports unpack, maybe several times over.
_UNPACKED = frozenset({"gzip", "x-gzip", "zstd"})
_STRONG_ETAG = re.compile(r'"[!#-~]*"')
# Two versions of one second have one date: it tells them apart only where it was old already.
_OLD_ENOUGH_S = 60.0
# Shorter ones are in every other word.
_SHORTEST_SECRET = 4


@frozen
class TransferProgress:
    """How far a transfer is: `size` bytes so far, of `total` where that is known."""

    size: int
    total: int | None = None


@frozen
class Uploaded:
    """What was sent: its size in bytes, its SHA-256, and what the server answered."""

    size: int
    checksum: Checksum
    response: Response = field(factory=lambda: Response(0), repr=False)


@frozen
class Validator:
    """What a part is a part of: the address that it came from, without its query and hashed, and a validator.

    The validator is a strong ETag or a Last-Modified that can serve as one (RFC 9110, section 8.8).
    """

    source: str
    validator: str

    def is_at(self, url: str) -> bool:
        """Whether it is what lies at `url`, whatever the query."""
        return self.source == _source(url)

    @property
    def text(self) -> str:
        """How it is kept in a file: two lines."""
        return f"{self.source}\n{self.validator}\n"

    @classmethod
    def from_text(cls, text: str) -> "Validator | None":
        """What `text` was made from; None where it is torn or something else."""
        match text.split("\n"):
            case [source, validator, ""] if source and validator:
                return cls(source, validator)
        return None


class Continuation(Enum):
    """What to do with the bytes that a response brings."""

    APPEND = "append to what is there"
    REPLACE = "put in place of what is there"
    RESTART = "throw away what is there and ask again, for all of it"
    ERROR = "the status stands for an error"


def continuation(
    status: int, headers: Headers, have: int, validator: Validator | None = None, *, is_summed: bool = False
) -> Continuation:
    """What a response means when `have` bytes of `validator` are there (RFC 9110, sections 14 and 15.3.7).

    `is_summed` says that a checksum of the whole is known: a range may leave its total open then.
    """
    if status == _OK:
        return Continuation.REPLACE
    # Who has nothing asked for no range.
    if not have or status not in {_PARTIAL, _UNSATISFIABLE}:
        return Continuation.ERROR
    span = _span(headers) if status == _PARTIAL else None
    # An encoded range counts encoded bytes, what is there was decoded.
    if span is None or is_encoded(headers) or _is_other(headers, validator):
        return Continuation.RESTART
    start, _, total = span
    goes_on = start == have and (total is not None or is_summed)
    return Continuation.APPEND if goes_on else Continuation.RESTART


def announced_size(status: int, headers: Headers) -> int | None:
    """The size of the whole file as a response tells it, in bytes; None where it does not."""
    if is_encoded(headers):
        return None
    if status == _PARTIAL:
        span = _span(headers)
        return span[2] if span else None
    length = headers.get("content-length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,18}", length) else None


def announced_end(status: int, headers: Headers) -> int | None:
    """How many bytes of the file are there once a response's body has come; None where it does not tell."""
    span = _span(headers) if status == _PARTIAL else None
    return span[1] + 1 if span else announced_size(status, headers)


def is_encoded(headers: Headers) -> bool:
    """Whether a body has a content coding (RFC 9110, section 8.4): its length is not the file's."""
    return headers.get("content-encoding", "").strip().lower() not in {"", "identity"}


def is_left_packed(headers: Headers) -> bool:
    """Whether a body has a content coding that no transport unpacks."""
    names = {name.strip().lower() for name in headers.get("content-encoding", "").split(",")}
    return is_encoded(headers) and not names <= _UNPACKED


def download_headers(have: int, user_agent: str, validator: Validator | None = None) -> dict[str, str]:
    """The header fields of a download that has `have` bytes of `validator`; no token is among them."""
    fields = {"user-agent": user_agent, "accept": "*/*", "accept-encoding": "identity", **WANT_DIGEST}
    if not have:
        return fields
    fields["range"] = f"bytes={have}-"
    return {**fields, "if-range": validator.validator} if validator else fields


def upload_headers(announced: Uploaded, user_agent: str, given: Mapping[str, str]) -> dict[str, str]:
    """The header fields of an upload, those that are `given` among them; no token is of ours.

    Without a content coding the representation is the content, so both digests are one (RFC 9530, section 3).
    """
    told = digest_field([announced.checksum])
    return {
        "user-agent": user_agent,
        "accept": "*/*",
        **{name.lower(): value for name, value in given.items()},
        "content-length": str(announced.size),
        "content-digest": told,
        "repr-digest": told,
    }


def query_values(url: str) -> list[str]:
    """The values in a URL's query: a signature may be one, so no message repeats them."""
    return [value for _, value in parse_qsl(urlsplit(url).query) if len(value) >= _SHORTEST_SECRET]


def origin_of(url: str, headers: Headers) -> Validator | None:
    """What the file at `url` can be known by later on; None where nothing strong enough is told."""
    etag, modified = headers.get("etag"), headers.get("last-modified", "")
    if is_encoded(headers):
        return None
    if etag is not None:
        # A weak one must not be asked for, nor the date beside it (RFC 9110, section 13.1.5).
        return Validator(_source(url), etag) if _STRONG_ETAG.fullmatch(etag) else None
    said, changed = parse_http_date(headers.get("date")), parse_http_date(modified)
    if said is None or changed is None:
        return None
    is_old = (said - changed).total_seconds() >= _OLD_ENOUGH_S
    return Validator(_source(url), modified) if is_old and modified.isprintable() else None


def download_url(api_url: str, location: str | None) -> str:
    """Where a redirect of the API at `api_url` sends a download.

    Raises DecodeError where it names nothing, leaves http and https, or leaves https for http.
    """
    return _address(api_url, location, "download")


def session_url(begun_at: str, location: str | None) -> str:
    """Where the session of an upload is that was begun at `begun_at`; raises as `download_url`."""
    return _address(begun_at, location, "upload")


def _address(api_url: str, location: str | None, what: str) -> str:
    try:
        url = urljoin(api_url, location or "")
        schemes = urlsplit(api_url).scheme, urlsplit(url).scheme
    except ValueError as error:
        raise DecodeError(_NO_ADDRESS.format(what=what)) from error
    if not location or schemes not in {("https", "https"), ("http", "http"), ("http", "https")}:
        raise DecodeError(_NO_ADDRESS.format(what=what))
    return url


def _span(headers: Headers) -> tuple[int, int, int | None] | None:
    """First byte, last byte and total of one range; None where they make no sense (RFC 9110, 14.4)."""
    found = _RANGE.fullmatch(headers.get("content-range", ""))
    is_multiple = headers.get("content-type", "").strip().lower().startswith("multipart/byteranges")
    if not found or is_multiple:
        return None
    start, end, total = int(found[1]), int(found[2]), None if found[3] == "*" else int(found[3])
    return (start, end, total) if start <= end and (total is None or end < total) else None


def _is_other(headers: Headers, validator: Validator | None) -> bool:
    """Whether a range is of another version, sent by a server that did not look at If-Range."""
    if validator is None:
        return False
    told = headers.get("etag" if validator.validator.startswith('"') else "last-modified")
    return told is not None and told != validator.validator


def _source(url: str) -> str:
    # A query holds a signature, which differs each time and must not be kept.
    return hashlib.sha256(url.partition("?")[0].encode("utf-8", "surrogatepass")).hexdigest()
