"""Upload a file in one request: in bounded memory, with its digest, and never a mix of two versions."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import BinaryIO

from attrs import field, frozen

from seawall.core.engine.policy import Policy
from seawall.core.engine.result import status_error
from seawall.core.errors import SeawallError, TransportError
from seawall.core.http.message import Request
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.retry.retry import lost_response_class
from seawall.core.transfer.checksum import Algorithm, Checksum, Hashers
from seawall.core.transfer.download import TransferProgress
from seawall.core.transfer.upload import SourceDigest, UploadResult, upload_headers
from seawall.core.transfer.urls import query_values
from seawall.core.validation.arguments import checked_text
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.concurrency.tasks import AsyncCallback, async_call, async_checked_callback
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop
from seawall.runtime.transfer._async.bounded_response import read_response
from seawall.runtime.transfer._async.upload_reader import (
    AsyncUploadSource,
    hash_source,
    iter_pieces,
    source_changed,
)
from seawall.runtime.transfer.arguments import check_transfer, check_url, checked_rate
from seawall.runtime.transfer.callbacks import ignore_progress, log_retries
from seawall.runtime.transfer.upload_source import open_source, source_name

__all__ = ["AsyncUploadSource", "AsyncUploader"]


@frozen
class AsyncUploader(ProcessBound):
    """Uploads files without a token, e.g. to a pre-signed URL.

    The timeout of an attempt is the policy's `attempt_timeout_s` plus one second for each `slowest_rate`
    bytes of the file. The policy's deadline counts from the first failure.
    """

    transport: AsyncTransport
    policy: Policy
    clock: AsyncClock = field(factory=AsyncSystemClock)
    user_agent: str = "seawall"
    slowest_rate: float = field(default=262144, converter=checked_rate)

    async def send(
        self,
        source: AsyncUploadSource,
        to: str | Callable[[], Awaitable[str]],
        *,
        method: str = "PUT",
        headers: Mapping[str, str] | None = None,
        checksum: Checksum | None = None,
        on_progress: AsyncCallback[TransferProgress] = ignore_progress,
    ) -> UploadResult:
        """Upload `source` to the URL `to`, or to the URL that the function `to` returns for each attempt.

        The source is read twice: to compute its size and SHA-256, which are sent as Content-Length,
        Repr-Digest and Content-Digest (RFC 9530), and to be sent. `headers` are added to these. Raises
        InputError if it can not be read, ChecksumError if it does not have `checksum` (then nothing is sent),
        FileChangedError if it changes in between, TransportError, or StatusError for a status other than 2xx.
        """
        # Both may be secrets, also those of a wrong type.
        to, headers, checksum = hidden(to), hidden(headers), hidden(checksum)
        check_transfer(checksum, headers)
        async_checked_callback(on_progress, "on_progress")
        checked_text(method, "method")
        if not callable(to):
            check_url("to", to)
        with open_source(source) as file:
            hashers = await hash_source(source, file, checksum, Algorithm.SHA256)
        digest = SourceDigest(hashers.size, hashers.checksum(Algorithm.SHA256))
        fields = upload_headers(digest, self.user_agent, headers or {})
        return await _Upload(self, source, to, method, fields, digest, on_progress).run()

    def timeout_s(self, size: int) -> float:
        """Return the timeout of an attempt to send `size` bytes, up to the head of the response."""
        return self.policy.attempt_timeout_s + size / self.slowest_rate


@frozen
class _Upload:
    """One upload, with its retries."""

    by: AsyncUploader
    source: AsyncUploadSource = field(repr=False)
    to: str | Callable[[], Awaitable[str]] = field(repr=False)
    method: str
    headers: Mapping[str, str] = field(repr=False)
    digest: SourceDigest
    on_progress: AsyncCallback[TransferProgress]

    async def run(self) -> UploadResult:
        """Send the source, with retries as the policy allows."""
        try:
            return await self._attempt()
        except SeawallError as error:
            first_error = error
        # The deadline starts with the first failure: a large file may take any time.
        by, name = self.by, source_name(self.source)
        deadline = by.clock.monotonic() + by.policy.deadline_s
        on_retry = log_retries(name, by.policy)
        retry_loop = AsyncRetryLoop(self.method, by.policy, deadline, by.clock, on_retry=on_retry)
        return await retry_loop.run(first_error, self._attempt)

    async def _attempt(self) -> UploadResult:
        name, by, digest = source_name(self.source), self.by, self.digest
        url = hidden(self.to if isinstance(self.to, str) else await async_call("to", self.to))
        check_url("The result of to()", url)
        with open_source(self.source) as file:
            request = Request(self.method, url, self.headers, self._body(file))
            try:
                async with by.transport.stream(request, by.timeout_s(digest.size)) as stream:
                    response = await read_response(stream, by.clock)
            except TransportError as error:
                raise lost_response_class(error, self.method)(f"{name}: {error}") from error
        if not 200 <= response.status < 300:  # noqa: PLR2004 - the class of successes
            raise status_error(self.method, name, response, hidden=query_values(url))
        # Not after the last piece in `_body`: a transport need not read on after the last byte.
        await async_call("on_progress", self.on_progress, TransferProgress(digest.size, digest.size))
        return UploadResult(digest.size, digest.checksum, response)

    async def _body(self, file: BinaryIO | None) -> AsyncIterator[bytes]:
        """Yield the pieces; the last one only after all of them were verified with the digest."""
        hashers, pending, total = Hashers({Algorithm.SHA256}), b"", self.digest.size
        async for piece in iter_pieces(self.source, file):
            await run_in_thread(hashers.update, piece)
            if hashers.size > total:
                raise source_changed(self.source)
            if pending:
                yield pending
                progress = TransferProgress(hashers.size - len(piece), total)
                await async_call("on_progress", self.on_progress, progress)
            pending = piece
        if hashers.checksum(Algorithm.SHA256) != self.digest.checksum:
            raise source_changed(self.source)
        if pending:
            yield pending
