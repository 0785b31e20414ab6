"""Decide how a download resumes, and what a response means for it. Pure."""

import hashlib
import re
from enum import Enum

from attrs import frozen

from seawall.core.http.message import Headers
from seawall.core.http.times import parse_http_date, response_date
from seawall.core.transfer.digest_fields import WANT_DIGEST

__all__ = [
    "ResumeDecision",
    "TransferProgress",
    "Validator",
    "announced_end",
    "announced_size",
    "download_headers",
    "has_unsupported_encoding",
    "is_encoded",
    "resume_decision",
    "size_of_same_version",
    "validator_of",
]

_PARTIAL = 206
_OK = 200
_UNSATISFIABLE = 416
_RANGE = re.compile(r"(?a)bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
# The transports decode these codings, nested ones too.
_DECODED = frozenset({"gzip", "x-gzip", "zstd"})
_SIZE = re.compile(r"[0-9]{1,18}")
_STRONG_ETAG = re.compile(r'"[!#-~]*"')
# Two versions written within a second have the same Last-Modified: it identifies a version only if it was
# old enough when the response was sent (RFC 9110, section 8.8.2.2).
_MIN_AGE_S = 60.0


@frozen
class TransferProgress:
    """The progress of a transfer: `size` bytes so far, of `total` if that is known."""

    size: int
    total: int | None = None


@frozen
class Validator:
    """Identifies the version of a file that a partial download belongs to (RFC 9110, section 8.8).

    `source` is a hash of the URL without its query; `validator` is a strong ETag, or a Last-Modified that can
    serve as one. `size` is the size of this version in bytes, if the response stated it.
    """

    source: str
    validator: str
    size: int | None = None

    def is_for(self, url: str) -> bool:
        """Return whether it belongs to the file at `url`, with any query."""
        return self.source == _source_hash(url)

    @property
    def text(self) -> str:
        """The content of the validator file: two lines, and a third one with the size if it is known."""
        size = "" if self.size is None else f"{self.size}\n"
        return f"{self.source}\n{self.validator}\n{size}"

    @classmethod
    def from_text(cls, text: str) -> "Validator | None":
        """Parse the content of a validator file; None if it is torn or something else."""
        match text.split("\n"):
            case [source, validator, ""] if source and validator:
                return cls(source, validator)
            case [source, validator, size, ""] if source and validator and _SIZE.fullmatch(size):
                return cls(source, validator, int(size))
        return None


class ResumeDecision(Enum):
    """The use of the body of a response."""

    APPEND = "append it to the partial file"
    REPLACE = "replace the partial file with it"
    RESTART = "discard it and the partial file, and request the whole file"
    ERROR = "raise the error of the status"
    CONTRADICTION = "discard it: its status says that it is the whole file, and its headers do not"


def resume_decision(
    status: int,
    headers: Headers,
    have: int,
    validator: Validator | None = None,
    *,
    has_checksum: bool = False,
) -> ResumeDecision:
    """Decide how to use a response if `have` bytes of `validator` are there (RFC 9110, sections 14, 15.3.7).

    `has_checksum` says that the checksum of the whole file is known: then a range need not state its total.
    """
    if status == _OK:
        if _is_whole(headers, validator):
            return ResumeDecision.REPLACE
        # Without a Range in the request, the server may answer the next one in the right way.
        return ResumeDecision.RESTART if have else ResumeDecision.CONTRADICTION
    # Without bytes, no range was requested.
    if not have or status not in {_PARTIAL, _UNSATISFIABLE}:
        return ResumeDecision.ERROR
    span = _span(headers) if status == _PARTIAL else None
    # An encoded range counts encoded bytes; those on disk are decoded.
    if span is None or is_encoded(headers) or _is_other_version(headers, span, validator):
        return ResumeDecision.RESTART
    start, end, total = span
    continues = start == have and (total is not None or has_checksum)
    return (
        ResumeDecision.APPEND
        if continues and _length(headers) in {None, end - start + 1}
        else ResumeDecision.RESTART
    )


def announced_size(status: int, headers: Headers) -> int | None:
    """Return the size of the whole file in bytes, if the response states it."""
    if is_encoded(headers):
        return None
    if status == _PARTIAL:
        span = _span(headers)
        return span[2] if span else None
    return _length(headers)


def announced_end(status: int, headers: Headers) -> int | None:
    """Return the size of the partial file after the body of the response, if the response states it."""
    span = _span(headers) if status == _PARTIAL else None
    return span[1] + 1 if span else announced_size(status, headers)


def size_of_same_version(status: int, headers: Headers, validator: Validator | None) -> int | None:
    """Return the size that a whole file without a length must have: an earlier response has stated it.

    None if the length is stated, or if the response may be of another version than that of `validator`.
    """
    if status != _OK or validator is None or _length(headers) is not None or is_encoded(headers):
        return None
    return validator.size if headers.get(_validator_field(validator)) == validator.validator else None


def is_encoded(headers: Headers) -> bool:
    """Return whether a body has a content coding (RFC 9110, section 8.4): its length is not the file's."""
    return headers.get("content-encoding", "").strip().lower() not in {"", "identity"}


def has_unsupported_encoding(headers: Headers) -> bool:
    """Return whether a body has a content coding that the transports do not decode."""
    names = {name.strip().lower() for name in headers.get("content-encoding", "").split(",")}
    return is_encoded(headers) and not names <= _DECODED


def download_headers(have: int, user_agent: str, validator: Validator | None = None) -> dict[str, str]:
    """Build the header fields of a download that has `have` bytes of `validator`; no token is added."""
    fields = {"user-agent": user_agent, "accept": "*/*", "accept-encoding": "identity", **WANT_DIGEST}
    if not have:
        return fields
    fields["range"] = f"bytes={have}-"
    return {**fields, "if-range": validator.validator} if validator else fields


def validator_of(url: str, headers: Headers) -> Validator | None:
    """Return the validator of the response from `url`, or None if it has no strong one."""
    etag, modified = headers.get("etag"), headers.get("last-modified", "")
    if is_encoded(headers):
        return None
    if etag is not None:
        # If-Range allows no weak ETag, and no date beside one (RFC 9110, section 13.1.5).
        return Validator(_source_hash(url), etag, _length(headers)) if _STRONG_ETAG.fullmatch(etag) else None
    # Not the time of receipt: only times of one clock can be compared here.
    sent_at = response_date(headers)
    modified_at = parse_http_date(modified, sent_at)
    if sent_at is None or modified_at is None:
        return None
    is_old = (sent_at - modified_at).total_seconds() >= _MIN_AGE_S
    return (
        Validator(_source_hash(url), modified, _length(headers))
        if is_old and modified.isprintable()
        else None
    )


def _length(headers: Headers) -> int | None:
    """Return the value of Content-Length, None if it is missing or invalid."""
    length = headers.get("content-length", "")
    return int(length) if _SIZE.fullmatch(length) else None


def _is_whole(headers: Headers, validator: Validator | None) -> bool:
    """Return whether the headers of a 200 agree that its body is the whole file.

    Broken servers and caches answer a Range with 200, Content-Range and a part of the file.
    """
    stated, length = headers.get("content-range", "").strip(), _length(headers)
    if stated or _is_multipart(headers):
        span = _span(headers)
        if span is None or span[0] != 0 or span[2] != span[1] + 1:
            return False
        if not is_encoded(headers) and length not in {None, span[2]}:
            return False
    if validator is None or validator.size is None or length is None or is_encoded(headers):
        return True
    # The same version can not have two lengths.
    return headers.get(_validator_field(validator)) != validator.validator or length == validator.size


def _span(headers: Headers) -> tuple[int, int, int | None] | None:
    """Parse first byte, last byte and total of a single range; None if invalid (RFC 9110, section 14.4)."""
    found = _RANGE.fullmatch(headers.get("content-range", ""))
    if not found or _is_multipart(headers):
        return None
    start, end, total = int(found[1]), int(found[2]), None if found[3] == "*" else int(found[3])
    return (start, end, total) if start <= end and (total is None or end < total) else None


def _is_multipart(headers: Headers) -> bool:
    return headers.get("content-type", "").strip().lower().startswith("multipart/byteranges")


def _is_other_version(
    headers: Headers, span: tuple[int, int, int | None], validator: Validator | None
) -> bool:
    """Return whether a range is of another version: a server may ignore If-Range."""
    if validator is None:
        return False
    current = headers.get(_validator_field(validator))
    # The total counts even if the ETag is the same: some servers do not change it with the file.
    is_other_size = validator.size is not None and span[2] not in {None, validator.size}
    return is_other_size or (current is not None and current != validator.validator)


def _validator_field(validator: Validator) -> str:
    return "etag" if validator.validator.startswith('"') else "last-modified"


def _source_hash(url: str) -> str:
    # Without the query: it contains a signature, which differs each time and must not be stored.
    return hashlib.sha256(url.partition("?")[0].encode("utf-8", "surrogatepass")).hexdigest()
