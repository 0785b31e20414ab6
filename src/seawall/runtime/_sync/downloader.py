# DO NOT EDIT. Derived from ../_async/downloader.py by "make regenerate".
"""Downloads a file: resumed where it broke off, checked, and only then under its final name."""

from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from seawall.core.answer import status_error
from seawall.core.errors import ChecksumError, MaybeProcessedError, SeawallError, TransportError
from seawall.core.message import Request, Response
from seawall.core.policy import Policy
from seawall.core.transfer import Continuation, continuation, download_headers
from seawall.runtime._sync.attempts import Attempts
from seawall.runtime._sync.seams import Stream, Transport
from seawall.runtime.part_file import PartFile, file_checksum, storage_errors
from seawall.runtime.timing import Timing, in_place

__all__ = ["Downloader"]

_MOST_IN_AN_ERROR = 65536


@frozen
class Downloader:
    """Fetches files without a token.

    The policy's attempts and deadline count from a failure on, and anew once more bytes have come.
    """

    transport: Transport
    policy: Policy
    timing: Timing
    user_agent: str

    def fetch(
        self,
        locate: Callable[[], str],
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
            if checksum is not None and in_place(file_checksum, target) == checksum:
                return False
        part = PartFile(target)
        in_place(part.open)
        try:
            self._complete(locate, part, checksum, on_size)
        finally:
            part.close()
        return True

    def _complete(
        self,
        locate: Callable[[], str],
        part: PartFile,
        checksum: str | None,
        on_size: Callable[[int], None],
    ) -> None:
        if checksum is None:
            # Nothing vouches for what an earlier download left.
            part.clear()
        resumed = part.size > 0
        if checksum is None or part.checksum() != checksum:
            self._bring(locate, part, on_size)
        if resumed and checksum is not None and part.checksum() != checksum:
            # What was there before may have been a piece of something else.
            part.clear()
            self._bring(locate, part, on_size)
        if checksum is not None and part.checksum() != checksum:
            part.discard()
            raise ChecksumError(
                f"{part.target.name} arrived with CRC-32C {part.checksum()}, announced was {checksum}. "
                "It was thrown away; download it again."
            )
        in_place(part.finish)

    def _bring(
        self, locate: Callable[[], str], part: PartFile, on_size: Callable[[int], None]
    ) -> None:
        while True:
            had = part.size
            try:
                return self._tried(locate, part, on_size)
            except TransportError:
                # What moves forward is not given up: the policy counts from the last byte that came.
                if part.size <= had:
                    raise

    def _tried(
        self, locate: Callable[[], str], part: PartFile, on_size: Callable[[int], None]
    ) -> None:
        try:
            return self._attempt(locate, part, on_size)
        except SeawallError as error:
            first = error
        deadline = self.timing.clock() + self.policy.deadline_s
        attempts = Attempts(_name(part), "GET", self.policy, deadline, self.timing)
        return attempts.after(first, lambda: self._attempt(locate, part, on_size))

    def _attempt(
        self, locate: Callable[[], str], part: PartFile, on_size: Callable[[int], None]
    ) -> None:
        request = Request("GET", locate(), download_headers(part.size, self.user_agent))
        try:
            with self.transport.stream(request, self.policy.attempt_timeout_s) as stream:
                match continuation(stream.status, stream.headers, part.size):
                    case Continuation.ERROR:
                        raise status_error("GET", _name(part), _error_response(stream))
                    case Continuation.RESTART:
                        part.clear()
                        raise MaybeProcessedError("the file on the server is another one by now.")
                    case Continuation.REPLACE if part.size:
                        part.clear()
                self._take(stream, part, on_size)
        except TransportError as error:
            kept = " What came so far is kept: run it again to go on." if part.size else ""
            raise type(error)(f"{_name(part)}: {error}{kept}") from error

    def _take(self, stream: Stream, part: PartFile, on_size: Callable[[int], None]) -> None:
        try:
            for chunk in stream.chunks():
                in_place(part.append, chunk)
                on_size(part.size)
        except TransportError:
            if stream.headers.get("content-encoding", "identity") != "identity":
                # What came was decoded: its length says nothing of where to go on.
                part.clear()
            raise


def _name(part: PartFile) -> str:
    return f"download of {part.target.name}"


def _error_response(stream: Stream) -> Response:
    body = b""
    for chunk in stream.chunks():
        body += chunk
        if len(body) > _MOST_IN_AN_ERROR:
            break
    return Response(stream.status, stream.headers, body)
