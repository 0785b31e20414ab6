"""Iterate over a request body that is sent piece by piece, and check its length.

`async_body_pieces` and `body_pieces` really differ: only the first takes an async iterable.
"""

from collections.abc import AsyncIterable, AsyncIterator, Iterator

from attrs import define

from seawall.core.errors import InputError
from seawall.core.http.message import Request

__all__ = ["LengthCheck", "async_body_pieces", "body_pieces"]


async def async_body_pieces(request: Request) -> AsyncIterator[bytes]:
    """Yield the pieces of a body that is an iterable, async or not."""
    body = request.body
    assert body is not None
    assert not isinstance(body, bytes)
    piece = b""
    try:
        if isinstance(body, AsyncIterable):
            async for piece in body:
                yield piece
        else:
            for piece in body:
                yield piece
    finally:
        # Error reporters show local variables.
        piece = b""


def body_pieces(request: Request) -> Iterator[bytes]:
    """Return the pieces of a body that is an iterable. Raises InputError if it is an async one."""
    body = request.body
    assert body is not None
    assert not isinstance(body, bytes)
    if isinstance(body, AsyncIterable):
        raise InputError("the body is an async iterable, which only an async client can send.")
    return iter(body)


@define(eq=False, repr=False)
class LengthCheck:
    """Compares the bytes of a body with the Content-Length field of its request, if there is one."""

    announced: int | None
    sent: int = 0

    @classmethod
    def of(cls, request: Request) -> "LengthCheck":
        """Return the check for `request`."""
        lengths = [value for name, value in request.headers.items() if name.lower() == "content-length"]
        return cls(int(lengths[0]) if lengths else None)

    def add(self, piece: bytes) -> bytes:
        """Count `piece` and return it. Raises InputError if the body is too long."""
        self.sent += len(piece)
        # Raised before the piece is sent: a server would read bytes beyond the length as the next request.
        if self.announced is not None and self.sent > self.announced:
            raise self._error("more than")
        return piece

    def finish(self) -> None:
        """Raise InputError if the body was too short."""
        if self.announced is not None and self.sent != self.announced:
            raise self._error(f"{self.sent} of")

    def _error(self, words: str) -> InputError:
        return InputError(
            f"the body has {words} the {self.announced} bytes that its content-length announces. "
            "The call was aborted."
        )
