"""Where a list goes on, as text that another process can go on from. Pure.

A token is not signed. Who writes one by hand can choose the place where a list goes on, and nothing else: not
the operation, its arguments or the server.
"""

import base64
import hashlib
from collections import deque
from collections.abc import Iterable

from attrs import field, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.request import request_for
from seawall.core.errors import InputError
from seawall.core.wire.codec import decoder_for, encode

__all__ = ["Place", "Recent", "fingerprint", "from_token", "token_for"]

_DIGEST = 8
_MOST_IN_A_TOKEN = 1_000_000


@frozen(kw_only=True)
class Place:
    """Where to read on: at a page number or an offset, or with the query parameters `to`.

    `given` are the digests of the items given last, `forgot` says that there were others before, `total` is
    how many the API said there are, and `ragged` that a short page need not be the last.
    """

    at: int = 0
    to: dict[str, list[str]] = field(factory=dict)
    given: bytes = b""
    forgot: bool = False
    total: int | None = None
    ragged: bool = False


@frozen(kw_only=True)
class _Token:
    list: str
    place: Place


class Recent:
    """What was seen lately: digests of the last `most` texts. `forgot` says that there were more."""

    def __init__(self, most: int, digests: bytes = b"", *, forgot: bool = False) -> None:
        self.forgot = forgot
        self._most = most
        self._order: deque[bytes] = deque()
        self._known: set[bytes] = set()
        self.add(digests[at : at + _DIGEST] for at in range(0, len(digests), _DIGEST))

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._known

    def add(self, digests: Iterable[bytes]) -> None:
        """Keep these too, and forget the oldest beyond `most`."""
        for digest in digests:
            if digest not in self._known:
                self._known.add(digest)
                self._order.append(digest)
        while len(self._order) > self._most:
            self._known.discard(self._order.popleft())
            self.forgot = True

    def last(self, count: int) -> bytes:
        """The digests of the last `count`, one after another."""
        return b"".join(list(self._order)[-count:])

    @staticmethod
    def digest(value: object) -> bytes:
        """What stands for `value`: two with the same text are the same."""
        text = str(value).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=_DIGEST).digest()


def fingerprint(call: Call[object], *kind: object) -> str:
    """What tells one list from another: its operation, its arguments, and how it is paged."""
    request = request_for(call, "", {})
    text = repr((call.operation.id, request.method, request.url, request.body, kind)).encode()
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def token_for(list_: str, place: Place) -> str:
    """The token with which the list with fingerprint `list_` goes on at `place`."""
    return base64.urlsafe_b64encode(encode(_Token(list=list_, place=place))).rstrip(b"=").decode()


def from_token(token: str, list_: str) -> Place:
    """The place in the list with fingerprint `list_` that `token` names; raises InputError."""
    text = token[:_MOST_IN_A_TOKEN]
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found = decoder_for(_Token).decode(raw)
    except ValueError as error:
        raise InputError("This is no token of a page. Give one as it came, or begin anew.") from error
    assert isinstance(found, _Token)
    if found.list != list_:
        raise InputError(
            "This token belongs to another list, or to the same with other arguments. Ask for what it was "
            "made for, or begin anew."
        )
    return found.place
