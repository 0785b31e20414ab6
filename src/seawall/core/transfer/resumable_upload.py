"""What a resumable upload sends next, and what an answer to it means. Pure.

The protocol is that of Google Cloud Storage ("Perform resumable uploads", for its JSON and XML APIs). A POST
begins a session and is answered with the session's address. The bytes go there by PUT, in chunks of 256 KiB
times a whole number, the last one aside. A 308 says in Range how much of them is kept; a PUT without bytes
and with `Content-Range: bytes */TOTAL` asks for it. The address is a secret: who has it can write.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from urllib.parse import parse_qsl, urlsplit

from attrs import asdict, field, frozen

from seawall.core.errors import InputError
from seawall.core.http.message import Headers, Response
from seawall.core.transfer.checksum import Checksum
from seawall.core.transfer.download import Uploaded, query_values
from seawall.core.validation.arguments import short_repr

__all__ = [
    "CHUNK_UNIT",
    "ChunkRange",
    "Meaning",
    "SessionAnswer",
    "UploadSession",
    "address_words",
    "begin_headers",
    "checked_chunk_size",
    "chunk_headers",
    "next_chunk",
    "refuses_session",
    "session_answer",
    "stored_checksums",
]

CHUNK_UNIT = 1 << 18
"""Every chunk but the last one is this many bytes times a whole number."""

_COMPLETE = frozenset({200, 201})
_INCOMPLETE = 308
_GONE = frozenset({404, 410})
_LATER = frozenset({408, 429})
_KEPT = re.compile(r"bytes=0-(\d{1,18})")
_CRC32C_SIZE = 4
_SHORTEST_WORD = 8
# What differs between two signed addresses of one object. Another parameter may name the object.
_SIGNING = re.compile(r"(?i)x-goog-.*|x-amz-.*|googleaccessid|signature|expires")


@frozen
class ChunkRange:
    """The bytes from `start` up to `end`, which is not among them, of `total`. With none of them it asks."""

    start: int
    end: int
    total: int

    @property
    def is_question(self) -> bool:
        """Whether it brings no bytes and asks how many are kept."""
        return self.start == self.end

    @property
    def content_range(self) -> str:
        """The value of Content-Range."""
        span = "*" if self.is_question else f"{self.start}-{self.end - 1}"
        return f"bytes {span}/{self.total}"


class Meaning(Enum):
    """What an answer of the session says."""

    COMPLETE = "all is there"
    KEPT = "so much is kept: go on there"
    STUCK = "no more is kept than before: ask again, later"
    GONE = "the session is over: begin anew"
    ERROR = "the status stands for an error"
    UNREADABLE = "nothing that a session may say"


@frozen
class SessionAnswer:
    """What an answer of the session says; `kept` is how many bytes the server has, where it says that."""

    meaning: Meaning
    kept: int | None = None


@frozen
class UploadSession:
    """A session of an upload: what another process needs to go on with it.

    `address` is a secret. `place` is a hash of the address that it was begun at, and `size` and `checksum`
    are those of the source.
    """

    address: str = field(repr=False)
    place: str
    size: int
    checksum: str

    @classmethod
    def begun(cls, address: str, at: str, announced: Uploaded) -> "UploadSession":
        """The session at `address`, begun at the address `at` for what is `announced`."""
        return cls(address, _place(at), announced.size, str(announced.checksum))

    def is_for(self, at: str, announced: Uploaded) -> bool:
        """Whether it was begun at the address `at`, however signed, for the same bytes."""
        return self == UploadSession.begun(self.address, at, announced)

    @property
    def as_json(self) -> bytes:
        """How it is kept in a file."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "UploadSession | None":
        """What `text` was made from; None where it is something else."""
        try:
            match json.loads(text):
                case {"address": str(a), "place": str(p), "size": int(s), "checksum": str(c), **rest} if (
                    not rest
                ):
                    return cls(a, p, s, c)
        except (ValueError, RecursionError):
            pass
        return None


def checked_chunk_size(size: object) -> int:
    """`size`, in bytes; raises InputError where it is none that a chunk may have."""
    if not isinstance(size, int) or isinstance(size, bool) or size < CHUNK_UNIT or size % CHUNK_UNIT:
        raise InputError(
            f"chunk_size is {short_repr(size)}: give a multiple of {CHUNK_UNIT} bytes (256 KiB), "
            "the size of its steps."
        )
    return size


def next_chunk(kept: int | None, total: int, chunk_size: int) -> ChunkRange:
    """What to send where the server keeps `kept` bytes; a question where that is all, or not known."""
    if kept is None or kept >= total:
        return ChunkRange(total, total, total)
    return ChunkRange(kept, min(kept + chunk_size, total), total)


def session_answer(status: int, headers: Headers, sent: ChunkRange, most: int) -> SessionAnswer:
    """What the answer to `sent` says, where the server can have `most` bytes by now.

    A session that is whole before its last byte has left, that keeps more than it can have, or that moved
    somewhere else makes no sense: to believe it would leave bytes out.
    """
    if status in _COMPLETE:
        is_whole = sent.end == sent.total == most
        return SessionAnswer(Meaning.COMPLETE if is_whole else Meaning.UNREADABLE)
    if status in _GONE:
        return SessionAnswer(Meaning.GONE)
    if status != _INCOMPLETE:
        return SessionAnswer(Meaning.ERROR)
    kept = _kept(headers)
    if kept is None or kept > most or "location" in headers:
        return SessionAnswer(Meaning.UNREADABLE)
    is_stuck = kept >= sent.total if sent.is_question else kept <= sent.start
    return SessionAnswer(Meaning.STUCK if is_stuck else Meaning.KEPT, kept)


def refuses_session(status: int, sent: ChunkRange) -> bool:
    """Whether `status` says that not even a question is let into the session, now or later."""
    return sent.is_question and 400 <= status < 500 and status not in _LATER  # noqa: PLR2004


def begin_headers(at: str, size: int, user_agent: str, given: Mapping[str, str]) -> dict[str, str]:
    """The header fields of the request that begins a session at the address `at`, those `given` among them.

    An address with `uploadType=resumable` is the JSON API's; any other one is taken for the XML API's.
    """
    is_json = ("uploadType", "resumable") in parse_qsl(urlsplit(at).query)
    own = {"x-upload-content-length": str(size)} if is_json else {"x-goog-resumable": "start"}
    fields = {name.lower(): value for name, value in given.items()}
    return {"user-agent": user_agent, "accept": "*/*", **own, **fields, "content-length": "0"}


def chunk_headers(sent: ChunkRange, user_agent: str) -> dict[str, str]:
    """The header fields that go with a chunk. The address lets it in; no token is among them."""
    return {
        "user-agent": user_agent,
        "accept": "*/*",
        "content-length": str(sent.end - sent.start),
        "content-range": sent.content_range,
    }


def stored_checksums(response: Response) -> tuple[Checksum, ...]:
    """The CRC-32C that the server has stored: in x-goog-hash, and in the `crc32c` of an object in JSON."""
    told = [value for name, value in _hashes(response.headers.get("x-goog-hash", "")) if name == "crc32c"]
    if "json" in response.headers.get("content-type", ""):
        try:
            body = json.loads(response.body)
        except (ValueError, RecursionError):
            body = None
        told += [str(body["crc32c"])] if isinstance(body, dict) and "crc32c" in body else []
    return tuple(Checksum.crc32c(value) for value in told if _is_crc32c(value))


def address_words(address: str) -> list[str]:
    """What of a session's address must not show in a message, even where the server repeats it."""
    path = urlsplit(address).path
    words = [address, path, *path.split("/"), *query_values(address)]
    return [word for word in words if len(word) >= _SHORTEST_WORD]


def _kept(headers: Headers) -> int | None:
    """How many bytes a 308 says that there are, none without a Range; None where it says nonsense."""
    told = headers.get("range")
    if told is None:
        return 0
    found = _KEPT.fullmatch(told.strip())
    return int(found[1]) + 1 if found else None


def _hashes(value: str) -> Iterator[tuple[str, str]]:
    for part in value.split(","):
        name, _, digest = part.strip().partition("=")
        yield name.lower(), digest


def _is_crc32c(value: str) -> bool:
    try:
        return len(base64.b64decode(value, validate=True)) == _CRC32C_SIZE
    except ValueError:
        return False


def _place(at: str) -> str:
    parts = urlsplit(at)
    names = [f"{name}={value}" for name, value in parse_qsl(parts.query) if not _SIGNING.fullmatch(name)]
    text = "\n".join([f"{parts.scheme}://{parts.netloc}{parts.path}", *sorted(names)])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
