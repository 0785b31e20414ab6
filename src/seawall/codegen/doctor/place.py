"""A place in one of the documents of a spec."""

from attrs import define

__all__ = ["Place", "escaped"]

# Longer than any name that is accepted.
_LONGEST = 4_000


@define(eq=False)
class Place:
    """A value's place: its document, the keys that lead to it, and the base URI of references there.

    A linked list, because most places are never written out.
    """

    document: str
    base: str
    key: str = ""
    parent: "Place | None" = None

    def __truediv__(self, key: str | int) -> "Place":
        return Place(self.document, self.base, str(key), self)

    def keys(self) -> tuple[str, ...]:
        """Return the keys from the top of the document."""
        keys, place = [], self
        while place.parent is not None:
            keys.append(place.key)
            place = place.parent
        return tuple(reversed(keys))

    def pointer(self, root: str) -> str:
        """Return the JSON pointer `#/paths/~1pets`, after the name of the document unless that is `root`.

        The name is relative to the folder of the root, if it is in there.
        """
        document = "" if self.document == root else self.document.removeprefix(root[: root.rfind("/") + 1])
        return f"{document[:_LONGEST]}#{''.join(f'/{escaped(_cut(key))}' for key in self.keys())}"


def _cut(key: str) -> str:
    return key if len(key) <= _LONGEST else f"{key[:100]}…"


def escaped(key: str) -> str:
    """Return `key` as a part of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
