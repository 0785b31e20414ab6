"""The journal of a bulk job: encode and decode its lines. Pure.

Each line is a JSON object with a checksum in front, so that a torn line is recognized:

    {"crc32c":"…","record":{"journal":1,"job":"…","seed":"…"}}     the header, written once
    {"crc32c":"…","record":{"key":"a","value":…}}                  item `a` is done
    {"crc32c":"…","record":{"key":"b","error":"NotFoundError"}}    item `b` failed and may be sent again
    {"crc32c":"…","record":{"key":"c","sent":true,"at":1.5}}       item `c` is about to be sent, and sent once

The idempotency key of an item is a UUID of version 5 (RFC 9562) of the seed and the item's own key. So all
idempotency keys are fixed once the header is on disk, before anything is sent.
"""

import binascii
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import google_crc32c
import msgspec
from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.wire.codec import decoder_for, encode

__all__ = [
    "Done",
    "Failed",
    "Header",
    "Record",
    "Sent",
    "decode_line",
    "done_record",
    "encode_line",
    "idempotency_key",
    "is_torn_header",
    "job_digest",
]

_FORMAT_VERSION = 1
# Lines are cut at fixed offsets, not parsed: the checksum is of the exact bytes of the record.
_PREFIX, _MIDDLE, _SUFFIX = b'{"crc32c":"', b'","record":', b"}\n"
_CHECKSUM_CHARACTERS = 8


@frozen
class Header:
    """The first line: the digest of the job, and the seed of its idempotency keys."""

    job: str
    seed: str


@frozen
class Done:
    """Item `key` is done, with the result `value`; `text` is that as JSON, if it was encoded already."""

    key: str
    value: object
    text: bytes | None = field(default=None, eq=False, repr=False)


@frozen
class Failed:
    """Item `key` failed with an error of class `error`."""

    key: str
    error: str


@frozen
class Sent:
    """Item `key` is about to be sent; without a later line about it, nothing is known of its result.

    `at_s` is the time, in seconds since 1970 UTC; None in a journal of an earlier version.
    """

    key: str
    at_s: float | None = None


Record = Header | Done | Failed | Sent
"""The content of a line."""


def encode_line(record: Record) -> bytes:
    """Encode `record` as a line, with its line end. Raises InputError for a value that JSON can not hold."""
    try:
        text = _text(record)
    except InputError as error:
        key = "" if isinstance(record, Header) else record.key
        raise _not_json(key, error) from error
    return _line(text)


def _line(text: bytes) -> bytes:
    checksum = binascii.b2a_base64(google_crc32c.value(text).to_bytes(4, "big"), newline=False)
    return b"".join((_PREFIX, checksum, _MIDDLE, text, _SUFFIX))


def _text(record: Record) -> bytes:
    match record:
        case Done(text=bytes(value)):
            return b"".join((b'{"key":', encode(record.key, "result"), b',"value":', value, b"}"))
        case Done():
            return encode({"key": record.key, "value": record.value}, "result")
        case Failed():
            return encode({"key": record.key, "error": record.error}, "result")
        case Sent():
            return encode({"key": record.key, "sent": True, "at": record.at_s}, "result")
        case Header():
            return encode({"journal": _FORMAT_VERSION, "job": record.job, "seed": record.seed}, "result")


def done_record(key: str, value: object) -> Done:
    """Make the record of a finished item, with `value` as it will be when its line is decoded.

    Raises InputError for a value that JSON can not hold.
    """
    try:
        text = encode(value, "result")
        return Done(key, decoder_for(Any).decode(text), text)
    except ValueError as error:
        raise _not_json(key, error) from error


def _not_json(key: str, error: ValueError) -> InputError:
    fault = str(error).removesuffix(".")
    return InputError(
        f"The result of item {key[:80]!r} can not be written as JSON: {fault}. Or give the journal an "
        "`encode` function."
    )


class _Body(msgspec.Struct):
    """The record of a line, of any kind; the value of a finished item as it is written, else no bytes."""

    key: str | None = None
    value: msgspec.Raw = msgspec.Raw()
    error: str | None = None
    sent: bool = False
    at: float | None = None
    journal: int | None = None
    job: str | None = None
    seed: str | None = None


_decoder = msgspec.json.Decoder(_Body)


def decode_line(line: bytes, *, has_value: bool = True) -> Record | None:
    """Decode a line; None if it is torn, damaged or not a journal line.

    Without `has_value`, the value of a finished item is not decoded, and is None.
    """
    text = line[len(_PREFIX) + _CHECKSUM_CHARACTERS + len(_MIDDLE) : -len(_SUFFIX)]
    if line != _line(text):
        return None
    try:
        return _record(_decoder.decode(text), has_value=has_value)
    except ValueError:
        return None


def _record(body: _Body, *, has_value: bool) -> Record | None:
    if body.journal == _FORMAT_VERSION and body.job is not None and body.seed is not None:
        return Header(body.job, body.seed)
    if body.key is None:
        return None
    if body.value:
        return Done(body.key, decoder_for(Any).decode(bytes(body.value)) if has_value else None)
    if body.error is not None:
        return Failed(body.key, body.error)
    return Sent(body.key, body.at) if body.sent else None


def is_torn_header(content: bytes, header: Header) -> bool:
    """Return whether a file contains only a header that a power cut has torn, so that nothing was sent yet.

    Such a file is a prefix of the line of `header`, with any checksum and seed, filled up with NUL bytes.
    """
    line, written = encode_line(header), content.rstrip(b"\0")
    start = len(_PREFIX)
    end = start + _CHECKSUM_CHARACTERS
    # Compare up to the seed; both the checksum and the seed of the torn header are unknown.
    expected = line[: line.index(header.seed.encode())]
    masked = written[:start] + expected[start : min(end, len(written))] + written[end:]
    is_short = len(content) <= len(line) and b"\n" not in content
    return is_short and masked[: len(expected)] == expected[: len(masked)]


def idempotency_key(seed: str, key: str) -> str:
    """Return the idempotency key of item `key`: always the same for one seed and key."""
    # The text of `uuid5(namespace, key)`, without an object of UUID for each item.
    digits = hashlib.sha1(_namespace(seed) + key.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


@lru_cache(maxsize=16)
def _namespace(seed: str) -> bytes:
    return uuid5(NAMESPACE_OID, seed).bytes


def job_digest(name: str, keys: Iterable[object]) -> str:
    """Hash the name of a job and the keys of its items, in order, to recognize the job again.

    Raises InputError if two items have the same key, or if a key is empty or not valid text.
    """
    digest, seen = hashlib.sha256(_hash(name)), set[str]()
    for key in keys:
        if not isinstance(key, str):
            raise InputError(f"The key of an item is of type {type(key).__name__}. Give text, e.g. str(id).")
        if not key:
            raise InputError("The key of an item is empty. Give each item a unique key.")
        if key in seen:
            raise InputError(f"Two items have the key {key[:80]!r}. Give each item a unique key.")
        seen.add(key)
        digest.update(_hash(key))
    return digest.hexdigest()


def _hash(text: str) -> bytes:
    # Each key is hashed on its own, so that the keys "ab", "c" differ from "a", "bc".
    try:
        return hashlib.sha256(text.encode()).digest()
    except UnicodeEncodeError as error:
        raise InputError(f"{text[:80]!a} contains half a character. Give another key.") from error
