"""The keys of the items that a reading of a list has returned, the last 10,000 of them. Pure."""

import hashlib
from collections import deque
from collections.abc import Iterable, Sequence

__all__ = ["Key", "SeenKeys", "digest", "keys_of"]

_DIGEST_BYTES = 8
# A longer key is kept as its digest: the memory for the last keys is bounded.
_MAX_KEY_CHARACTERS = 100

Key = str | bytes
"""The text of the key of an item, or the digest of a longer one."""


def keys_of(values: Iterable[object]) -> list[Key]:
    """Return the keys of items whose functions `key` returned `values`."""
    texts = [value if type(value) is str else str(value) for value in values]
    return [text if len(text) <= _MAX_KEY_CHARACTERS else digest(text) for text in texts]


def digest(value: object) -> bytes:
    """Hash the text of `value`: 8 bytes for each key keep tokens small."""
    text = str(value).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=_DIGEST_BYTES).digest()


def _digest_of(key: Key) -> bytes:
    return digest(key) if isinstance(key, str) else key


class SeenKeys:
    """The last `limit` keys that were seen; `has_forgotten` says that there were more.

    `digests` are those of a token, see `last`. Only a token needs them: a hash takes longer than all else
    that is done with a key.
    """

    def __init__(self, limit: int, digests: bytes = b"", *, has_forgotten: bool = False) -> None:
        self.has_forgotten: bool = has_forgotten
        self._limit = limit
        self._order: deque[Key] = deque()
        self._known: set[Key] = set()
        # How many keys, those of the token, are known by their digest only.
        self._from_token = 0
        self.add([digests[at : at + _DIGEST_BYTES] for at in range(0, len(digests), _DIGEST_BYTES)])
        self._from_token = len(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, key: Key) -> bool:
        return key in self._known or (self._from_token > 0 and _digest_of(key) in self._known)

    def add(self, keys: Sequence[Key]) -> list[bool]:
        """Remember `keys`, and return for each whether it is new; beyond `limit`, forget the oldest."""
        if self._from_token or not self._known.isdisjoint(keys) or len(set(keys)) < len(keys):
            are_new = [self._add(key) for key in keys]
        else:
            self._known.update(keys)
            self._order.extend(keys)
            are_new = [True] * len(keys)
        for _ in range(len(self._order) - self._limit):
            self._known.discard(self._order.popleft())
            self._from_token = max(0, self._from_token - 1)
            self.has_forgotten = True
        return are_new

    def _add(self, key: Key) -> bool:
        if key in self:
            return False
        self._known.add(key)
        self._order.append(key)
        return True

    def last(self, count: int) -> bytes:
        """Concatenate the digests of the last `count` keys, for a token."""
        first = max(0, len(self._order) - count)
        # By index from the end, which is near: a list of all keys would cost more than a page.
        return b"".join(_digest_of(self._order[at]) for at in range(first, len(self._order)))
