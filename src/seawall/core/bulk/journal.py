"""The journal of a bulk job: what a line of it says, and what the lines together say. Pure.

Every line is a JSON object with a checksum in front, so that a torn one is told from a whole one:

    {"crc32c":"…","record":{"journal":1,"job":"…","seed":"…"}}     the first line, made once
    {"crc32c":"…","record":{"key":"a","value":…}}                  item `a` is done
    {"crc32c":"…","record":{"key":"b","error":"NotFoundError"}}    item `b` failed, and may be sent again

The idempotency key of an item is made of the seed and the item's own key (UUID of version 5, RFC 9562), so
that it is settled for every item once the first line is on disk, before anything is sent.
"""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from attrs import frozen

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import crc32c_base64
from seawall.core.wire.codec import decoder_for, encode

__all__ = [
    "Done",
    "Failed",
    "Head",
    "Record",
    "as_kept",
    "idempotency_key",
    "is_torn_head",
    "job_digest",
    "line_of",
    "record_in",
]

_FORMAT = 1
_OPENING, _MIDDLE, _CLOSING = b'{"crc32c":"', b'","record":', b"}\n"
_CHECKSUM_CHARACTERS = 8


@frozen
class Head:
    """The first line: whose journal it is, and what idempotency keys are made of."""

    job: str
    seed: str


@frozen
class Done:
    """An item that is done, and what came of it."""

    key: str
    value: object


@frozen
class Failed:
    """An item that failed with an error of class `error`."""

    key: str
    error: str


Record = Head | Done | Failed
"""What a line says."""


def line_of(record: Record) -> bytes:
    """The line that says `record`, with its end. Raises InputError for a value that JSON can not hold."""
    match record:
        case Head():
            body: dict[str, object] = {"journal": _FORMAT, "job": record.job, "seed": record.seed}
        case Done():
            body = {"key": record.key, "value": record.value}
        case Failed():
            body = {"key": record.key, "error": record.error}
    try:
        text = encode(body)
    except ValueError as error:
        raise _not_kept(_name(record), error) from error
    return b"".join((_OPENING, crc32c_base64(text).encode(), _MIDDLE, text, _CLOSING))


def as_kept(key: str, value: object) -> Done:
    """Item `key` as done, with `value` in the form that it will have when its line is read again.

    Raises InputError for a value that JSON can not hold.
    """
    try:
        return Done(key, decoder_for(Any).decode(encode(value)))
    except ValueError as error:
        raise _not_kept(key, error) from error


def _not_kept(key: str, error: ValueError) -> InputError:
    return InputError(
        f"What came of item {key[:80]!r} can not be kept: {error}. Give the journal an `encode`."
    )


def _name(record: Record) -> str:
    return "" if isinstance(record, Head) else record.key[:80]


def record_in(line: bytes) -> Record | None:
    """What a line says; None where it is torn or none of ours."""
    begin = len(_OPENING) + _CHECKSUM_CHARACTERS
    text = line[begin + len(_MIDDLE) : -len(_CLOSING)]
    if line != b"".join((_OPENING, crc32c_base64(text).encode(), _MIDDLE, text, _CLOSING)):
        return None
    try:
        said = decoder_for(Any).decode(text)
        return _record(said) if isinstance(said, dict) else None
    except ValueError:
        return None


def is_torn_head(content: bytes, head: Head) -> bool:
    """Whether a file with `content` is a first line that a power cut has torn, so that nothing was sent yet.

    It is then no more than the begin of a line such as `head` makes, of any seed, and NUL after that.
    """
    line, written = line_of(head), content.rstrip(b"\0")
    begin = len(_OPENING)
    end = begin + _CHECKSUM_CHARACTERS
    same = line[: line.index(head.seed.encode())]
    masked = written[:begin] + same[begin : min(end, len(written))] + written[end:]
    is_short = len(content) <= len(line) and b"\n" not in content
    return is_short and masked[: len(same)] == same[: len(masked)]


def _record(said: dict[str, object]) -> Record | None:
    match said:
        case {"journal": 1, "job": str(job), "seed": str(seed)}:
            return Head(job, seed)
        case {"key": str(key), "value": value}:
            return Done(key, value)
        case {"key": str(key), "error": str(error)}:
            return Failed(key, error)
    return None


def idempotency_key(seed: str, key: str) -> str:
    """The idempotency key of item `key`: the same each time, another for each key and each journal."""
    return str(uuid5(uuid5(NAMESPACE_OID, seed), key))


def job_digest(name: str, keys: Iterable[object]) -> str:
    """What a job is known by: its name and the keys of its items, in their order.

    Raises InputError where two items have one key, or one that is no text, empty, or no text for the wire.
    """
    digest, seen = hashlib.sha256(_hashed(name)), set[str]()
    for key in keys:
        if not isinstance(key, str):
            raise InputError(f"The key of an item is of type {type(key).__name__}. Give text, e.g. str(id).")
        if not key:
            raise InputError("The key of an item is empty text. Give each item one of its own.")
        if key in seen:
            raise InputError(f"Two items have the key {key[:80]!r}. Give each item one of its own.")
        seen.add(key)
        digest.update(_hashed(key))
    return digest.hexdigest()


def _hashed(text: str) -> bytes:
    # Each hashed for itself: "ab", "c" must not be "a", "bc".
    try:
        return hashlib.sha256(text.encode()).digest()
    except UnicodeEncodeError as error:
        raise InputError(f"{text[:80]!a} holds half a character. Give another key.") from error
