"""Parse and build the digest fields `Repr-Digest` and `Content-Digest` (RFC 9530). Pure.

`Repr-Digest` is of the whole representation, even if the message contains a range of it; `Content-Digest` is
of the content of one message. Both are dictionaries of byte sequences (RFC 9651, sections 3.2 and 3.3.5).
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from seawall.core.http.message import Headers
from seawall.core.transfer.checksum import Algorithm, Checksum

__all__ = ["WANT_DIGEST", "content_digests", "digest_field", "parse_digests", "repr_digests"]

WANT_DIGEST = {"want-repr-digest": "sha-256=10"}
"""The header field that requests a SHA-256 (RFC 9530, section 4); 10 is the highest preference."""

_BYTES = r":[A-Za-z0-9+/=]*:"
_STRING = r'"(?:[ !#-\[\]-~]|\\["\\])*"'
_NUMBER = r"-?\d{1,15}(?:\.\d{1,3})?"
_TOKEN = r"[A-Za-z*][!#$%&'*+\-.^_`|~:/0-9A-Za-z]*"  # noqa: S105 - a token of the RFC grammar
_BARE = rf"(?:{_BYTES}|{_STRING}|@?{_NUMBER}|%{_STRING}|\?[01]|{_TOKEN})"
_KEY = r"[a-z*][a-z0-9_\-.*]*"
_PARAMETERS = rf"(?: *; *{_KEY}(?:={_BARE})?)*"
_ITEM = rf"{_BARE}{_PARAMETERS}"
_LIST = rf"\( *(?:{_ITEM}(?: +{_ITEM})*)? *\){_PARAMETERS}"
_MEMBER = re.compile(rf"({_KEY})(?:=(?:({_BYTES}){_PARAMETERS}|{_ITEM}|{_LIST})|{_PARAMETERS})")
_COMMA = re.compile(r"[ \t]*,[ \t]*")
# Bounds the time of a regular expression with nested repeats.
_MAX_CHARACTERS = 8192

_KNOWN = {algorithm.value: algorithm for algorithm in Algorithm}


def repr_digests(headers: Headers) -> tuple[Checksum, ...]:
    """Return the digests of the whole representation, in the algorithms of `Algorithm`.

    Empty if the response is encoded: the digest is of the encoded bytes, but the transport decodes them.
    """
    return _digests(headers, "repr-digest")


def content_digests(headers: Headers) -> tuple[Checksum, ...]:
    """Return the digests of the content of this response; empty if it is encoded, see `repr_digests`."""
    return _digests(headers, "content-digest")


def digest_field(checksums: Iterable[Checksum]) -> str:
    """Build the value of a digest field, e.g. `sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:`."""
    return ", ".join(f"{checksum.algorithm.value}=:{checksum.base64}:" for checksum in checksums)


def parse_digests(value: str) -> dict[str, bytes]:
    """Parse a digest field into digests by algorithm key, unknown algorithms included.

    A field that is not a dictionary is ignored as a whole (RFC 9651, section 4.2), a member that is not a
    byte sequence by itself. If a key is repeated, the last value counts.
    """
    try:
        members = dict(_members(value.strip(" ")))
    except ValueError:
        return {}
    return {key: digest for key, digest in members.items() if digest is not None}


def _digests(headers: Headers, name: str) -> tuple[Checksum, ...]:
    if name not in headers or headers.get("content-encoding", "identity") != "identity":
        return ()
    return tuple(
        Checksum.from_digest(_KNOWN[key], digest)
        for key, digest in parse_digests(headers[name]).items()
        if key in _KNOWN
    )


def _members(value: str) -> Iterator[tuple[str, bytes | None]]:
    if len(value) > _MAX_CHARACTERS:
        raise ValueError
    position = 0
    while position < len(value):
        member = _MEMBER.match(value, position)
        if not member:
            raise ValueError
        yield member[1], None if member[2] is None else _decode(member[2][1:-1])
        position = member.end()
        comma = _COMMA.match(value, position)
        if comma is None and position < len(value):
            raise ValueError
        if comma is not None:
            position = comma.end()
            if position == len(value):
                raise ValueError


def _decode(text: str) -> bytes:
    # Missing padding is allowed (RFC 9651, section 4.2.7), and too much too: the RFC 9530 appendix has it.
    bare = text.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError from error
