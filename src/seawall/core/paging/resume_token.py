"""Resume tokens: the position in a list as text, so that another process can resume there. Pure.

Tokens are not signed. A forged token can choose the position in the list, but not the operation, its
arguments or the server.
"""

import base64
import hashlib

from attrs import field, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.request import request_for
from seawall.core.errors import InputError
from seawall.core.wire.codec import decoder_for, encode

__all__ = ["Position", "decode_token", "encode_token", "fingerprint"]

# A token is user input: decoding it must not cost unbounded memory.
_MAX_TOKEN_CHARACTERS = 1_000_000


@frozen(kw_only=True)
class Position:
    """A position in a list: the page number or offset `at`, or the query parameters `query`.

    `seen` holds the digests of the last items, `has_forgotten` says that there were items before them,
    `total` is the number of items as last reported by the API, `has_short_pages` says that a short page need
    not be the last, and `largest` is the number of items of the largest page. Not hashable: `query` is a
    dict.
    """

    at: int = 0
    query: dict[str, list[str]] = field(factory=dict)
    seen: bytes = b""
    has_forgotten: bool = False
    total: int | None = None
    has_short_pages: bool = False
    largest: int = 0


# The names in a token are not those of `Position`: tokens of earlier versions must stay readable.
@frozen(kw_only=True)
class _StoredPosition:
    at: int = 0
    to: dict[str, list[str]] = field(factory=dict)
    given: bytes = b""
    forgot: bool = False
    total: int | None = None
    ragged: bool = False


@frozen(kw_only=True)
class _Token:
    list: str
    place: _StoredPosition


def fingerprint(call: Call[object], *kind: object) -> str:
    """Identify a list by its operation, its arguments and `kind`, the way in which it is paged."""
    request = request_for(call, "", {})
    # `str`, because the repr of the URL itself shows nothing.
    text = repr((call.operation.id, request.method, str(request.url), request.body, kind)).encode()
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def encode_token(list_: str, position: Position) -> str:
    """Make the token that resumes the list with fingerprint `list_` at `position`."""
    place = _StoredPosition(
        at=position.at,
        to=position.query,
        given=position.seen,
        forgot=position.has_forgotten,
        total=position.total,
        ragged=position.has_short_pages,
    )
    return base64.urlsafe_b64encode(encode(_Token(list=list_, place=place))).rstrip(b"=").decode()


def decode_token(token: str, list_: str) -> Position:
    """Return the position in `token`.

    Raises InputError if it is no resume token, or if it belongs to another list than the one with fingerprint
    `list_`.
    """
    text = token[:_MAX_TOKEN_CHARACTERS]
    # encode_token strips the padding, which many URL and form encoders would escape.
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found = decoder_for(_Token).decode(raw)
    except ValueError as error:
        raise InputError(
            "This is not a resume token. Pass the token of a page unchanged, or read the list from its start."
        ) from error
    assert isinstance(found, _Token)
    if found.list != list_:
        raise InputError(
            "This resume token belongs to another list, or to the same list with other arguments. Call the "
            "list with the arguments that the token was made with, or read it from its start."
        )
    place = found.place
    return Position(
        at=place.at,
        query=place.to,
        seen=place.given,
        has_forgotten=place.forgot,
        total=place.total,
        has_short_pages=place.ragged,
    )
