"""Upload a file in a session of the server: after an interruption only the missing bytes are sent again."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from attrs import define, field, frozen

from seawall.core.engine.policy import Policy
from seawall.core.engine.result import status_error
from seawall.core.errors import (
    ChecksumError,
    DecodeError,
    FileChangedError,
    MaybeProcessedError,
    TransportError,
)
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.retry.retry import lost_response_class
from seawall.core.transfer.checksum import Algorithm, Checksum
from seawall.core.transfer.download import TransferProgress
from seawall.core.transfer.resumable_upload import (
    ChunkRange,
    SessionOutcome,
    UploadSession,
    checked_chunk_size,
    chunk_headers,
    next_chunk,
    rejects_session,
    session_secrets,
    session_status,
    start_headers,
    stored_checksums,
)
from seawall.core.transfer.upload import SourceDigest, UploadResult
from seawall.core.transfer.urls import query_values, session_url
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.concurrency.tasks import AsyncCallback, async_call, async_checked_callback
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.loggers import part_logger
from seawall.runtime.retry._async.progress_retry import retry_while_progressing
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop
from seawall.runtime.transfer._async.bounded_response import read_response
from seawall.runtime.transfer._async.upload_reader import AsyncChunkReader, AsyncUploadSource, hash_source
from seawall.runtime.transfer.arguments import check_transfer, check_url, checked_rate
from seawall.runtime.transfer.callbacks import ignore_progress, log_retries
from seawall.runtime.transfer.upload_source import open_source, source_name
from seawall.runtime.transfer.upload_state import UploadState, open_state

__all__ = ["AsyncResumableUploader"]

_log = part_logger("seawall.transfer")
_STARTED = frozenset({200, 201})


@frozen
class AsyncResumableUploader(ProcessBound):
    """Uploads files without a token, in resumable sessions of Google Cloud Storage.

    `chunk_size` is in bytes, a multiple of 256 KiB; one chunk is held in memory. The timeout of a chunk is
    the policy's `attempt_timeout_s` plus one second for each `slowest_rate` bytes of it. The policy's
    attempts and deadline count from a failure, and start over when the server has stored more bytes than
    before.
    """

    transport: AsyncTransport
    policy: Policy
    clock: AsyncClock = field(factory=AsyncSystemClock)
    user_agent: str = "seawall"
    slowest_rate: float = field(default=262144, converter=checked_rate)
    chunk_size: int = field(default=8 << 20, converter=checked_chunk_size)

    async def send(
        self,
        source: AsyncUploadSource,
        to: str | Callable[[], Awaitable[str]],
        *,
        headers: Mapping[str, str] | None = None,
        state: Path | None = None,
        checksum: Checksum | None = None,
        on_progress: AsyncCallback[TransferProgress] = ignore_progress,
    ) -> UploadResult:
        """Upload `source` in a session that is started at the URL `to`, or was started there before.

        A function `to` is called each time a session is started. `headers` are sent with that request only.
        `state` is a file, mode 0600, that keeps the session until the upload is complete: another process
        resumes it if the source still has the same SHA-256. `on_progress` receives the number of bytes that
        the server has stored, which can decrease.

        Raises InputError if the source can not be read, ChecksumError if it does not have `checksum` (then
        nothing is sent) or if the server stored another CRC-32C, FileChangedError if it changes in between,
        StorageError, TransportError, StatusError for a rejection, or DecodeError for an invalid response.
        """
        # Both may be secrets, also those of a wrong type.
        to, headers, checksum = hidden(to), hidden(headers), hidden(checksum)
        check_transfer(checksum, headers)
        async_checked_callback(on_progress, "on_progress")
        if not callable(to):
            check_url("to", to)
        with open_source(source) as file, open_state(state) as saved:
            hashers = await hash_source(source, file, checksum, Algorithm.SHA256, Algorithm.CRC32C)
            digest = SourceDigest(hashers.size, hashers.checksum(Algorithm.SHA256))
            reader = AsyncChunkReader(source, file, digest)
            upload = _Upload(self, reader, to, headers or {}, saved, saved.load(), on_progress)
            try:
                response = await upload.run()
            finally:
                await reader.aclose()
            if wrong := hashers.first_mismatch(stored_checksums(response)):
                raise ChecksumError(
                    f"{source_name(source)}: the server stored bytes with {wrong}, but those sent have "
                    f"{hashers.checksum(wrong.algorithm).base64}. Delete the stored object and send it again."
                )
            return UploadResult(digest.size, digest.checksum, response)

    def timeout_s(self, size: int) -> float:
        """Return the timeout of a chunk of `size` bytes, up to the head of the response."""
        return self.policy.attempt_timeout_s + size / self.slowest_rate


@define
class _Upload:
    """One upload. `earlier` is the session of an earlier process, until it turns out to be of no use."""

    by: AsyncResumableUploader
    reader: AsyncChunkReader
    to: str | Callable[[], Awaitable[str]] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    state: UploadState
    earlier: UploadSession | None
    on_progress: AsyncCallback[TransferProgress]
    _session: UploadSession | None = field(default=None, init=False)
    # The number of bytes that the server has stored; None if a status check is needed.
    _stored: int | None = field(default=None, init=False)
    # The most bytes that the server can have stored: those sent in this session, by any process.
    _max_stored: int = field(default=0, init=False)
    # The last number of stored bytes that `on_progress` received.
    _reported: int = field(default=0, init=False)

    @property
    def _name(self) -> str:
        return source_name(self.reader.source)

    async def run(self) -> Response:
        """Send the missing bytes, with retries as the policy allows; return the last response."""
        try:
            response = await retry_while_progressing(self._attempt, lambda: self._reported, self._retry_loop)
        except FileChangedError:
            # The stored bytes may be of two versions: no process may resume this session.
            await run_in_thread(self.state.delete)
            raise
        await self._report(self.reader.digest.size)
        await run_in_thread(self.state.delete)
        return response

    def _retry_loop(self) -> AsyncRetryLoop:
        by = self.by
        deadline = by.clock.monotonic() + by.policy.deadline_s
        on_retry = log_retries(self._name, by.policy)
        # PUT, although a POST starts the session: to repeat it is safe, it only leaves an unused session.
        return AsyncRetryLoop("PUT", by.policy, deadline, by.clock, on_retry=on_retry)

    async def _attempt(self) -> Response:
        # After a failure only the server knows how many bytes have arrived.
        self._stored = None
        while True:
            session = self._session or await self._start()
            sent = next_chunk(self._stored, self.reader.digest.size, self.by.chunk_size)
            response = await self._put(session.url, sent)
            if await self._is_complete(session, sent, response):
                return response

    async def _start(self) -> UploadSession:
        """Return the session of an earlier process if it matches this upload, or start a new one."""
        url = hidden(self.to if isinstance(self.to, str) else await async_call("to", self.to))
        check_url("The result of to()", url)
        digest = self.reader.digest
        if self.earlier and self.earlier.matches(url, digest):
            self._session, self._max_stored = self.earlier, digest.size
            return self.earlier
        fields = start_headers(url, digest.size, self.by.user_agent, self.headers)
        response = await self._exchange(Request("POST", url, fields), 0)
        if response.status not in _STARTED:
            raise status_error("POST", self._name, response, hidden=query_values(url))
        location = session_url(url, response.headers.get("location"))
        self._session = UploadSession.create(location, url, digest)
        await run_in_thread(self.state.save, self._session)
        self._stored, self._max_stored, self.earlier = 0, 0, None
        await self._report(0)
        return self._session

    async def _put(self, url: str, sent: ChunkRange) -> Response:
        fields = chunk_headers(sent, self.by.user_agent)
        body = None if sent.is_status_check else await self.reader.chunk(sent.start, sent.end)
        if body is not None:
            self._max_stored = max(self._max_stored, sent.end)
        return await self._exchange(Request("PUT", url, fields, body), sent.end - sent.start)

    async def _is_complete(self, session: UploadSession, sent: ChunkRange, response: Response) -> bool:
        """Return whether all bytes are stored, or raise the error of the response."""
        status = session_status(response.status, response.headers, sent, self._max_stored)
        if status.stored is not None:
            self._stored = status.stored
            if sent.is_status_check and session is self.earlier:
                # The earlier process may have sent any number of bytes; this is what arrived.
                self._max_stored = status.stored
            await self._report(status.stored)
        match status.outcome:
            case SessionOutcome.STALLED:
                raise self._failure("the server has stored no more bytes than before.")
            case SessionOutcome.EXPIRED:
                self._drop(session)
            case SessionOutcome.ERROR if session is self.earlier and rejects_session(response.status, sent):
                self._drop(session)
            case SessionOutcome.ERROR:
                hidden = session_secrets(session.url)
                raise status_error("PUT", self._name, response, hidden=hidden)
            case SessionOutcome.INVALID:
                raise DecodeError(
                    f"{self._name}: the server answered {response.status} in a way that the protocol of "
                    "resumable uploads does not allow. Report it to the operator of the server.",
                    status=response.status,
                )
        return status.outcome is SessionOutcome.COMPLETE

    def _drop(self, session: UploadSession) -> None:
        """Start a new session: at once if this one is of an earlier process, else in a new attempt."""
        # The state file stays until the next session replaces it.
        self._session = None
        if session is not self.earlier:
            raise self._failure("the upload session has ended on the server.")
        self.earlier = None

    async def _exchange(self, request: Request, size: int) -> Response:
        try:
            async with self.by.transport.stream(request, self.by.timeout_s(size)) as stream:
                return await read_response(stream, self.by.clock)
        except TransportError as error:
            hint = " Run it again to resume." if self.state.is_saved and self._session else ""
            raise lost_response_class(error, request.method)(f"{self._name}: {error}{hint}") from error

    def _failure(self, reason: str) -> MaybeProcessedError:
        return MaybeProcessedError(f"{self._name}: {reason}")

    async def _report(self, stored: int) -> None:
        if stored < self._reported:
            _log.warning(
                "%s: the server has stored %d bytes, fewer than %d before", self._name, stored, self._reported
            )
        if stored != self._reported:
            self._reported = stored
            progress = TransferProgress(stored, self.reader.digest.size)
            await async_call("on_progress", self.on_progress, progress)
