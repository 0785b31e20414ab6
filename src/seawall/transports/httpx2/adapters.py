"""Where httpx2 and httpcore2 name the same thing in two ways, async and sync side by side."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

import httpcore2
import httpx2

__all__ = ["AsyncBody", "AsyncMover", "AsyncPool", "Body", "Mover", "Pool"]


class AsyncBody(httpx2.AsyncByteStream):
    """The body of an answer, as httpx2 wants to have it."""

    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        """Give up what has not come yet."""
        if hasattr(self._stream, "aclose"):
            await self._stream.aclose()


class Body(httpx2.SyncByteStream):
    """The body of an answer, as httpx2 wants to have it."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        """Give up what has not come yet."""
        if hasattr(self._stream, "close"):
            self._stream.close()


class AsyncMover(httpx2.AsyncBaseTransport):
    """What an httpx2 client hands its requests to."""

    async def move(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to `request`."""
        raise NotImplementedError

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The name that httpx2 calls."""
        return await self.move(request)


class Mover(httpx2.BaseTransport):
    """What an httpx2 client hands its requests to."""

    def move(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to `request`."""
        raise NotImplementedError

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The name that httpx2 calls."""
        return self.move(request)


class AsyncPool(httpcore2.AsyncConnectionPool):
    """The connections of one way, direct or by a proxy."""

    async def move(self, request: httpcore2.Request) -> httpcore2.Response:
        """The answer to `request`, its body still to come."""
        return await self.handle_async_request(request)


class Pool(httpcore2.ConnectionPool):
    """The connections of one way, direct or by a proxy."""

    def move(self, request: httpcore2.Request) -> httpcore2.Response:
        """The answer to `request`, its body still to come."""
        return self.handle_request(request)
