"""Decide what a resumable upload sends next, and what a response means for it. Pure.

The protocol is that of Google Cloud Storage ("Perform resumable uploads", for its JSON and XML APIs). A POST
starts a session and returns the session's URL. PUT requests to that URL upload the bytes, in chunks of a
multiple of 256 KiB; only the last one may have another size. A 308 states in Range how many bytes the server
has stored. A PUT without bytes and with `Content-Range: bytes */TOTAL` asks for that number. The session URL
is a secret: it gives write access.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from urllib.parse import parse_qsl, urlsplit

from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.http.message import Headers, Response
from seawall.core.redaction.secret import Secret, SecretMapping
from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.upload import SourceDigest
from seawall.core.transfer.urls import query_values
from seawall.core.validation.arguments import short_repr

__all__ = [
    "CHUNK_UNIT",
    "ChunkRange",
    "SessionOutcome",
    "SessionStatus",
    "UploadSession",
    "checked_chunk_size",
    "chunk_headers",
    "next_chunk",
    "rejects_session",
    "session_secrets",
    "session_status",
    "start_headers",
    "stored_checksums",
]

CHUNK_UNIT = 1 << 18
"""The size of every chunk but the last is a multiple of this many bytes."""

_COMPLETE = frozenset({200, 201})
_INCOMPLETE = 308
_EXPIRED = frozenset({404, 410})
_RETRY_LATER = frozenset({408, 429})
_STORED = re.compile(r"(?a)bytes=0-(\d{1,18})")
_CRC32C_BYTES = 4
# Shorter parts of a URL occur in ordinary words.
_MIN_SECRET_CHARACTERS = 8
# The parameters that differ between two signed URLs of one object. Any other parameter may name the object.
_SIGNATURE_PARAMETER = re.compile(r"(?i)x-goog-.*|x-amz-.*|googleaccessid|signature|expires")


@frozen
class ChunkRange:
    """The bytes from `start` up to but excluding `end`, of `total`. An empty range is a status check."""

    start: int
    end: int
    total: int

    @property
    def is_status_check(self) -> bool:
        """True if it uploads no bytes and asks how many are stored."""
        return self.start == self.end

    @property
    def content_range(self) -> str:
        """The value of Content-Range."""
        span = "*" if self.is_status_check else f"{self.start}-{self.end - 1}"
        return f"bytes {span}/{self.total}"


class SessionOutcome(Enum):
    """The meaning of a response in a session."""

    COMPLETE = "all bytes are stored"
    PROGRESS = "more bytes are stored: continue after them"
    STALLED = "no more bytes are stored than before: check the status later"
    EXPIRED = "the session has ended: start a new one"
    ERROR = "raise the error of the status"
    INVALID = "the protocol does not allow this response"


@frozen
class SessionStatus:
    """The meaning of a response in a session; `stored` is the number of stored bytes, if it states that."""

    outcome: SessionOutcome
    stored: int | None = None


@frozen
class UploadSession:
    """An upload session: all that another process needs to resume it.

    `url` is a secret. `target` is a hash of the URL at which it was started, and `size` and `checksum` are
    those of the source.
    """

    url: str = field(repr=False, converter=Secret)
    target: str
    size: int
    checksum: str

    @classmethod
    def create(cls, url: str, target_url: str, source: SourceDigest) -> "UploadSession":
        """Make the session at `url`, started at `target_url` for `source`."""
        return cls(url, _target_hash(target_url), source.size, str(source.checksum))

    def matches(self, target_url: str, source: SourceDigest) -> bool:
        """Return whether it was started at `target_url`, with any signature, for the same source."""
        return self == UploadSession.create(self.url, target_url, source)

    @property
    def as_json(self) -> bytes:
        """The content of the state file."""
        # The keys "address" and "place" stay, so that the files of earlier versions can be read.
        return json.dumps(
            {"address": str(self.url), "place": self.target, "size": self.size, "checksum": self.checksum}
        ).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "UploadSession | None":
        """Parse the content of a state file; None if it is something else."""
        try:
            match json.loads(text):
                case {
                    "address": str(url),
                    "place": str(target),
                    "size": int(size),
                    "checksum": str(checksum),
                    **rest,
                } if not rest:
                    return cls(url, target, size, checksum)
        except (ValueError, RecursionError):
            pass
        return None


def checked_chunk_size(size: object) -> int:
    """Check that `size`, in bytes, is a multiple of 256 KiB; raises InputError."""
    if not isinstance(size, int) or isinstance(size, bool) or size < CHUNK_UNIT or size % CHUNK_UNIT:
        raise InputError(
            f"chunk_size is {short_repr(size)}: give a multiple of {CHUNK_UNIT} bytes (256 KiB)."
        )
    return size


def next_chunk(stored: int | None, total: int, chunk_size: int) -> ChunkRange:
    """Return the chunk after `stored` bytes, or a status check if all are stored or `stored` is not known."""
    if stored is None or stored >= total:
        return ChunkRange(total, total, total)
    return ChunkRange(stored, min(stored + chunk_size, total), total)


def session_status(status: int, headers: Headers, sent: ChunkRange, max_stored: int) -> SessionStatus:
    """Interpret the response to `sent`; the server can have stored at most `max_stored` bytes.

    Invalid are: a session that is complete before the last byte was sent, or whose headers state another
    size, more stored bytes than were sent, and a redirect. To trust them could lose bytes.
    """
    if status in _COMPLETE:
        is_complete = sent.end == sent.total == max_stored and _states_size(headers, sent.total)
        return SessionStatus(SessionOutcome.COMPLETE if is_complete else SessionOutcome.INVALID)
    if status in _EXPIRED:
        return SessionStatus(SessionOutcome.EXPIRED)
    if status != _INCOMPLETE:
        return SessionStatus(SessionOutcome.ERROR)
    stored = _stored(headers)
    # A 308 with Location is a permanent redirect (RFC 9110, section 15.4.9), not "resume incomplete".
    if stored is None or stored > max_stored or "location" in headers:
        return SessionStatus(SessionOutcome.INVALID)
    is_stalled = stored >= sent.total if sent.is_status_check else stored <= sent.start
    return SessionStatus(SessionOutcome.STALLED if is_stalled else SessionOutcome.PROGRESS, stored)


def rejects_session(status: int, sent: ChunkRange) -> bool:
    """Return whether `status` rejects a status check for good: the session can not be used."""
    is_client_error = 400 <= status < 500  # noqa: PLR2004 - the class of client errors
    return sent.is_status_check and is_client_error and status not in _RETRY_LATER


def start_headers(
    target_url: str, size: int, user_agent: str, given: Mapping[str, str]
) -> SecretMapping[str]:
    """Build the header fields of the request that starts a session, with those in `given`.

    A URL with `uploadType=resumable` belongs to the JSON API; any other one to the XML API.
    """
    # A given content-length is overridden: this request has no body, whatever the size of the upload.
    is_json = ("uploadType", "resumable") in parse_qsl(urlsplit(target_url).query)
    own = {"x-upload-content-length": str(size)} if is_json else {"x-goog-resumable": "start"}
    fields = SecretMapping({name.lower(): value for name, value in given.items()})
    return SecretMapping({"user-agent": user_agent, "accept": "*/*", **own, **fields, "content-length": "0"})


def chunk_headers(sent: ChunkRange, user_agent: str) -> dict[str, str]:
    """Build the header fields of a chunk. The session URL authorizes it; no token is added."""
    return {
        "user-agent": user_agent,
        "accept": "*/*",
        "content-length": str(sent.end - sent.start),
        "content-range": sent.content_range,
    }


def stored_checksums(response: Response) -> tuple[Checksum, ...]:
    """Return the CRC-32C of the stored object, from x-goog-hash and from `crc32c` of an object in JSON."""
    found = [value for name, value in _hashes(response.headers.get("x-goog-hash", "")) if name == "crc32c"]
    if "json" in response.headers.get("content-type", ""):
        try:
            body = json.loads(response.body)
        except (ValueError, RecursionError):
            # Deeply nested JSON raises RecursionError.
            body = None
        found += [str(body["crc32c"])] if isinstance(body, dict) and "crc32c" in body else []
    return tuple(Checksum.crc32c(value) for value in found if _is_crc32c(value))


def session_secrets(url: str) -> list[Secret]:
    """Return the parts of a session URL that no message may contain, even if the server repeats them."""
    path = urlsplit(url).path
    parts = [url, path, *path.split("/"), *query_values(url)]
    return [Secret(part) for part in parts if len(part) >= _MIN_SECRET_CHARACTERS]


def _stored(headers: Headers) -> int | None:
    """Parse the number of stored bytes of a 308: 0 without a Range, None for an invalid one."""
    value = headers.get("range")
    if value is None:
        return 0
    found = _STORED.fullmatch(value.strip())
    return int(found[1]) + 1 if found else None


def _states_size(headers: Headers, total: int) -> bool:
    """Return whether the headers of a final response agree that all `total` bytes are stored."""
    size = headers.get("x-goog-stored-content-length", "").strip()
    is_size = not size or size == str(total)
    return is_size and ("range" not in headers or _stored(headers) == total)


def _hashes(value: str) -> Iterator[tuple[str, str]]:
    for part in value.split(","):
        name, _, digest = part.strip().partition("=")
        yield name.lower(), digest


def _is_crc32c(value: str) -> bool:
    try:
        return len(base64.b64decode(value, validate=True)) == _CRC32C_BYTES
    except ValueError:
        return False


def _target_hash(url: str) -> str:
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    names = [f"{name}={value}" for name, value in query if not _SIGNATURE_PARAMETER.fullmatch(name)]
    text = "\n".join([f"{parts.scheme}://{parts.netloc}{parts.path}", *sorted(names)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
