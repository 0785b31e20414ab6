# DO NOT EDIT. Derived from ../_async/downloader.py by "python -m seawall.codegen.derive".
"""Downloads a file: resumed where it broke off, checked, and only then under its final name."""

from collections.abc import Callable
from pathlib import Path

from attrs import evolve, field, frozen

from seawall.core.engine.policy import Policy
from seawall.core.engine.result import status_error
from seawall.core.errors import (
    ChecksumError,
    DecodeError,
    MaybeProcessedError,
    TransportError,
)
from seawall.core.http.message import Request, Response
from seawall.core.transfer.checksum import Checksum, Hashers
from seawall.core.transfer.digest_fields import content_digests, repr_digests
from seawall.core.transfer.download import (
    Continuation,
    TransferProgress,
    Validator,
    announced_end,
    announced_size,
    continuation,
    download_headers,
    is_encoded,
    is_left_packed,
    origin_of,
    query_values,
)
from seawall.core.validation.arguments import checked_callable
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.files.storage_errors import storage_errors
from seawall.runtime.http._sync.protocols import Stream, Transport
from seawall.runtime.retry._sync.progress_retry import retry_while_progressing
from seawall.runtime.retry._sync.retry_loop import RetryLoop
from seawall.runtime.transfer.arguments import check_address, check_transfer, checked_target
from seawall.runtime.transfer.log import log_retry, tell_nobody
from seawall.runtime.transfer.part_file import PartFile, file_checksum

__all__ = ["Downloader", "error_response"]

_MOST_IN_AN_ERROR = 65536
_PACKED = "it comes in a content coding that nobody asked for. Tell the server's operator."
_OTHER_FILE = "the file on the server is another one by now."


@frozen
class Downloader:
    """Fetches files without a token.

    The policy's attempts and deadline count from a failure on, and anew once more bytes have come.
    """

    transport: Transport
    policy: Policy
    clock: Clock = field(factory=SystemClock)
    user_agent: str = "seawall"

    def fetch(
        self,
        locate: Callable[[], str],
        target: Path,
        *,
        checksum: Checksum | None = None,
        on_progress: Callable[[TransferProgress], None] = tell_nobody,
    ) -> bool:
        """Bring what `locate` names to `target`; False where it was there already, whole.

        `locate` is asked anew for each attempt, because such addresses expire. The file is held against
        `checksum` and against the Repr-Digest and Content-Digest of the answers (RFC 9530), as far as there
        are any. `on_progress` is told after each piece. Raises InputError, StorageError, ChecksumError,
        TransportError, StatusError, or DecodeError where it comes packed as nobody asked for; what came is
        kept for the next time. An attempt goes on there only where a checksum, or the server's ETag or
        Last-Modified, vouches that it is of the same file.
        """
        checked_target("target", target)
        check_transfer(checksum, on_progress)
        checked_callable(locate, "locate")
        with storage_errors(target):
            if checksum and file_checksum(target, checksum.algorithm) == checksum:
                return False
        part = PartFile(target, [checksum.algorithm] if checksum else ())
        try:
            part.open()
            _Download(self, locate, part, checksum, on_progress).complete()
        finally:
            part.close()
        return True


@frozen
class _Download:
    """One file on its way into `part`, which is open."""

    by: Downloader
    locate: Callable[[], str]
    part: PartFile
    checksum: Checksum | None
    on_progress: Callable[[TransferProgress], None]

    def complete(self) -> None:
        """Bring what is missing, check it, and give it its final name."""
        part, told = self.part, [self.checksum] if self.checksum else []
        announced = list(told)
        if not told or part.first_wrong(told):
            announced = [*told, *self._bring()]
        if part.first_wrong(announced) and not part.is_begun_anew:
            # What was there before may have been a piece of something else.
            part.begin(None)
            announced = [*told, *self._bring()]
        if wrong := part.first_wrong(announced):
            part.discard()
            raise _checksum_error(part, wrong, part.checksum(wrong.algorithm))
        part.finish()

    def _bring(self) -> tuple[Checksum, ...]:
        """All that is missing; what the server says of the whole file's checksums."""
        return retry_while_progressing(self._attempt, lambda: self.part.size, self._attempts)

    def _attempts(self) -> RetryLoop:
        by = self.by
        deadline = by.clock.monotonic() + by.policy.deadline_s
        told = log_retry(_name(self.part), by.policy)
        return RetryLoop("GET", by.policy, deadline, by.clock, on_retry=told)

    def _attempt(self) -> tuple[Checksum, ...]:
        part, url = self.part, self.locate()
        check_address("The result of locate()", url)
        validator = part.validator if part.validator and part.validator.is_at(url) else None
        if not (self.checksum or validator):
            # Nothing vouches for what an earlier attempt left.
            part.begin(None)
        request = Request("GET", url, download_headers(part.size, self.by.user_agent, validator))
        try:
            with self.by.transport.stream(request, self.by.policy.attempt_timeout_s) as stream:
                self._begin(stream, url, validator)
                return self._take(stream)
        except TransportError as error:
            kept = " What came so far is kept: run it again to go on." if self._is_kept() else ""
            raise type(error)(f"{_name(part)}: {error}{kept}") from error

    def _is_kept(self) -> bool:
        return self.part.size > 0 and (self.checksum or self.part.validator) is not None

    def _begin(self, stream: Stream, url: str, validator: Validator | None) -> None:
        """Make ready for what the response brings; raises the error that it stands for."""
        part = self.part
        is_summed = self.checksum is not None
        match continuation(stream.status, stream.headers, part.size, validator, is_summed=is_summed):
            case Continuation.ERROR:
                response = error_response(stream)
                raise status_error("GET", _name(part), response, hidden=query_values(url))
            case Continuation.RESTART:
                part.begin(None)
                raise MaybeProcessedError(_OTHER_FILE)
            case Continuation.REPLACE:
                if is_left_packed(stream.headers):
                    raise DecodeError(f"{_name(part)}: {_PACKED}", status=stream.status)
                part.begin(origin_of(url, stream.headers))

    def _take(self, stream: Stream) -> tuple[Checksum, ...]:
        part, announced = self.part, repr_digests(stream.headers)
        part.sum_in({told.algorithm for told in announced})
        content = content_digests(stream.headers)
        sums = Hashers(told.algorithm for told in content)
        total = announced_size(stream.status, stream.headers)
        end = announced_end(stream.status, stream.headers)
        progress = TransferProgress(part.size, total)
        try:
            for chunk in stream.chunks():
                self._append(chunk, end)
                if content:
                    sums.update(chunk)
                self.on_progress(evolve(progress, size=part.size))
        except TransportError:
            if is_encoded(stream.headers):
                # What came was decoded: its length says nothing of where to go on.
                part.begin(None)
            raise
        if wrong := sums.first_wrong(content):
            part.discard()
            raise _checksum_error(part, wrong, sums.checksum(wrong.algorithm))
        if part.size < (total or end or 0):
            raise MaybeProcessedError("only a part of the file came.")
        return announced

    def _append(self, chunk: bytes, end: int | None) -> None:
        if end is not None and self.part.size + len(chunk) > end:
            self.part.begin(None)
            raise MaybeProcessedError("more came than the server announced, so it was thrown away.")
        self.part.append(chunk)


def _name(part: PartFile) -> str:
    return f"download of {part.target.name}"


def _checksum_error(part: PartFile, told: Checksum, found: Checksum) -> ChecksumError:
    return ChecksumError(
        f"{part.target.name} arrived with {found}, announced was {told.base64}. "
        "It was thrown away; download it again."
    )


def error_response(stream: Stream) -> Response:
    """A response that stands for an error, with no more of its body than a message can use."""
    body = b""
    for chunk in stream.chunks():
        body += chunk
        if len(body) > _MOST_IN_AN_ERROR:
            break
    return Response(stream.status, stream.headers, body)
