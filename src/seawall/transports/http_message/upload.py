"""A body that is sent piece by piece. The async and the sync half stand side by side here."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

from attrs import define

from seawall.core.errors import InputError
from seawall.core.http.message import Request

__all__ = ["AsyncUpload", "Upload"]


@define
class _Count:
    """Holds the pieces against the Content-Length that was announced."""

    announced: int | None
    sent: int = 0

    def add(self, piece: bytes) -> bytes:
        self.sent += len(piece)
        if self.announced is not None and self.sent > self.announced:
            raise self._wrong("more than")
        return piece

    def end(self) -> None:
        if self.announced is not None and self.sent != self.announced:
            raise self._wrong(f"{self.sent} of")

    def _wrong(self, words: str) -> InputError:
        return InputError(
            f"the body came to {words} the {self.announced} bytes that its content-length announces. "
            "The call was broken off."
        )


def _announced(request: Request) -> int | None:
    lengths = [value for name, value in request.headers.items() if name.lower() == "content-length"]
    return int(lengths[0]) if lengths else None


class AsyncUpload:
    """The pieces of an iterable, async or not, for an async transport."""

    def __init__(self, request: Request) -> None:
        self._body = request.body
        self._count = _Count(_announced(request))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if isinstance(self._body, AsyncIterable):
            async for piece in self._body:
                yield self._count.add(piece)
        elif self._body is not None and not isinstance(self._body, bytes):
            for piece in self._body:
                yield self._count.add(piece)
        self._count.end()


class Upload:
    """The pieces of an iterable, for a sync transport."""

    def __init__(self, request: Request) -> None:
        if isinstance(request.body, AsyncIterable):
            raise InputError("the body is an async iterable, which only an async client can send.")
        self._body: Iterable[bytes] = () if isinstance(request.body, bytes | None) else request.body
        self._count = _Count(_announced(request))

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._body:
            yield self._count.add(piece)
        self._count.end()
