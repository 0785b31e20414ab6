"""Digest fields (RFC 9530): what a message says of its bytes, and how to ask for it. Pure.

`Repr-Digest` is of the whole representation, also where only a range of it comes; `Content-Digest` is of the
content of this one message. Both are dictionaries of byte sequences (RFC 9651, sections 3.2 and 3.3.5).
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from seawall.core.http.message import Headers
from seawall.core.transfer.checksum import Algorithm, Checksum

__all__ = ["WANT_DIGEST", "content_digests", "digest_field", "parsed_digests", "repr_digests"]

WANT_DIGEST = {"want-repr-digest": "sha-256=10"}
"""The header field that asks for a SHA-256 (RFC 9530, section 4); 10 is the strongest wish there is."""

_BYTES = r":[A-Za-z0-9+/=]*:"
_STRING = r'"(?:[ !#-\[\]-~]|\\["\\])*"'
_NUMBER = r"-?\d{1,15}(?:\.\d{1,3})?"
_TOKEN = r"[A-Za-z*][!#$%&'*+\-.^_`|~:/0-9A-Za-z]*"  # noqa: S105 - a token of the grammar
_BARE = rf"(?:{_BYTES}|{_STRING}|@?{_NUMBER}|%{_STRING}|\?[01]|{_TOKEN})"
_KEY = r"[a-z*][a-z0-9_\-.*]*"
_PARAMETERS = rf"(?: *; *{_KEY}(?:={_BARE})?)*"
_ITEM = rf"{_BARE}{_PARAMETERS}"
_LIST = rf"\( *(?:{_ITEM}(?: +{_ITEM})*)? *\){_PARAMETERS}"
_MEMBER = re.compile(rf"({_KEY})(?:=(?:({_BYTES}){_PARAMETERS}|{_ITEM}|{_LIST})|{_PARAMETERS})")
_COMMA = re.compile(r"[ \t]*,[ \t]*")
# A regular expression with repeats in repeats is not asked about more than a header ever needs.
_MOST_CHARACTERS = 8192

_KNOWN = {algorithm.value: algorithm for algorithm in Algorithm}


def repr_digests(headers: Headers) -> tuple[Checksum, ...]:
    """What a response says of the whole representation, in the algorithms that we know.

    None where it is encoded: what comes is decoded, the digest is not.
    """
    return _digests(headers, "repr-digest")


def content_digests(headers: Headers) -> tuple[Checksum, ...]:
    """What a response says of its own content, in the algorithms that we know; none where it is encoded."""
    return _digests(headers, "content-digest")


def digest_field(checksums: Iterable[Checksum]) -> str:
    """The value of a digest field, e.g. `sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:`."""
    return ", ".join(f"{checksum.algorithm.value}=:{checksum.base64}:" for checksum in checksums)


def parsed_digests(value: str) -> dict[str, bytes]:
    """The byte sequences of a digest field by their keys, those of unknown algorithms too.

    A field that is no dictionary says nothing as a whole (RFC 9651, section 4.2); a member that is no byte
    sequence is left out. Of a key that comes twice the last one counts.
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
        for key, digest in parsed_digests(headers[name]).items()
        if key in _KNOWN
    )


def _members(value: str) -> Iterator[tuple[str, bytes | None]]:
    if len(value) > _MOST_CHARACTERS:
        raise ValueError
    position = 0
    while position < len(value):
        member = _MEMBER.match(value, position)
        if not member:
            raise ValueError
        yield member[1], None if member[2] is None else _decoded(member[2][1:-1])
        position = member.end()
        comma = _COMMA.match(value, position)
        if comma is None and position < len(value):
            raise ValueError
        if comma is not None:
            position = comma.end()
            if position == len(value):
                raise ValueError


def _decoded(text: str) -> bytes:
    # Padding that is missing, or too much of it as in the RFC's own appendix, is no fault (section 4.2.7).
    bare = text.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError from error
