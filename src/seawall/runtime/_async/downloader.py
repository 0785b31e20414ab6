"""Downloads a file: resumed where it broke off, checked, and only then under its final name."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from attrs import frozen

from seawall.core.answer import status_error
from seawall.core.errors import ChecksumError, MaybeProcessedError, SeawallError, TransportError
from seawall.core.message import Request, Response
from seawall.core.policy import Policy
from seawall.core.transfer import Continuation, continuation, download_headers
from seawall.runtime._async.attempts import AsyncAttempts
from seawall.runtime._async.seams import AsyncStream, AsyncTransport
from seawall.runtime.part_file import PartFile, file_checksum, storage_errors
from seawall.runtime.timing import AsyncTiming, in_thread

__all__ = ["AsyncDownloader"]

_MOST_IN_AN_ERROR = 65536


@frozen
class AsyncDownloader:
    """Fetches files without a token.

    The policy's attempts and deadline count from a failure on, and anew once more bytes have come.
    """

    transport: AsyncTransport
    policy: Policy
    timing: AsyncTiming
    user_agent: str

    async def fetch(
        self,
        locate: Callable[[], Awaitable[str]],
        target: Path,
        *,
        checksum: str | None,
        on_size: Callable[[int], None],
    ) -> bool:
        """Bring what `locate` names to `target`; False where it was there already, whole.

        `checksum` is its CRC-32C in wire form; None is not checked. `locate` is asked anew for each attempt,
        because such addresses expire. `on_size` is told how many bytes are there, after each piece. Raises
        StorageError, ChecksumError, TransportError or StatusError; what came is kept for the next time.
        """
        with storage_errors(target):
            if checksum is not None and await in_thread(file_checksum, target) == checksum:
                return False
        part = PartFile(target)
        await in_thread(part.open)
        try:
            await self._complete(locate, part, checksum, on_size)
        finally:
            part.close()
        return True

    async def _complete(
        self,
        locate: Callable[[], Awaitable[str]],
        part: PartFile,
        checksum: str | None,
        on_size: Callable[[int], None],
    ) -> None:
        if checksum is None:
            # Nothing vouches for what an earlier download left.
            part.clear()
        resumed = part.size > 0
        if checksum is None or part.checksum() != checksum:
            await self._bring(locate, part, on_size)
        if resumed and checksum is not None and part.checksum() != checksum:
            # What was there before may have been a piece of something else.
            part.clear()
            await self._bring(locate, part, on_size)
        if checksum is not None and part.checksum() != checksum:
            part.discard()
            raise ChecksumError(
                f"{part.target.name} arrived with CRC-32C {part.checksum()}, announced was {checksum}. "
                "It was thrown away; download it again."
            )
        await in_thread(part.finish)

    async def _bring(
        self, locate: Callable[[], Awaitable[str]], part: PartFile, on_size: Callable[[int], None]
    ) -> None:
        while True:
            had = part.size
            try:
                return await self._tried(locate, part, on_size)
            except TransportError:
                # What moves forward is not given up: the policy counts from the last byte that came.
                if part.size <= had:
                    raise

    async def _tried(
        self, locate: Callable[[], Awaitable[str]], part: PartFile, on_size: Callable[[int], None]
    ) -> None:
        try:
            return await self._attempt(locate, part, on_size)
        except SeawallError as error:
            first = error
        deadline = self.timing.clock() + self.policy.deadline_s
        attempts = AsyncAttempts(_name(part), "GET", self.policy, deadline, self.timing)
        return await attempts.after(first, lambda: self._attempt(locate, part, on_size))

    async def _attempt(
        self, locate: Callable[[], Awaitable[str]], part: PartFile, on_size: Callable[[int], None]
    ) -> None:
        request = Request("GET", await locate(), download_headers(part.size, self.user_agent))
        try:
            async with self.transport.stream(request, self.policy.attempt_timeout_s) as stream:
                match continuation(stream.status, stream.headers, part.size):
                    case Continuation.ERROR:
                        raise status_error("GET", _name(part), await _error_response(stream))
                    case Continuation.RESTART:
                        part.clear()
                        raise MaybeProcessedError("the file on the server is another one by now.")
                    case Continuation.REPLACE if part.size:
                        part.clear()
                await self._take(stream, part, on_size)
        except TransportError as error:
            kept = " What came so far is kept: run it again to go on." if part.size else ""
            raise type(error)(f"{_name(part)}: {error}{kept}") from error

    async def _take(self, stream: AsyncStream, part: PartFile, on_size: Callable[[int], None]) -> None:
        try:
            async for chunk in stream.chunks():
                await in_thread(part.append, chunk)
                on_size(part.size)
        except TransportError:
            if stream.headers.get("content-encoding", "identity") != "identity":
                # What came was decoded: its length says nothing of where to go on.
                part.clear()
            raise


def _name(part: PartFile) -> str:
    return f"download of {part.target.name}"


async def _error_response(stream: AsyncStream) -> Response:
    body = b""
    async for chunk in stream.chunks():
        body += chunk
        if len(body) > _MOST_IN_AN_ERROR:
            break
    return Response(stream.status, stream.headers, body)
