"""Uploads a file in a session of the server's, so that after a break only what is missing is sent again."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from attrs import define, evolve, field, frozen

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
from seawall.core.transfer.checksum import Algorithm, Checksum
from seawall.core.transfer.download import TransferProgress, Uploaded, query_values, session_url
from seawall.core.transfer.resumable_upload import (
    ChunkRange,
    Meaning,
    UploadSession,
    address_words,
    begin_headers,
    checked_chunk_size,
    chunk_headers,
    next_chunk,
    refuses_session,
    session_answer,
    stored_checksums,
)
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.retry._async.progress_retry import retry_while_progressing
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop
from seawall.runtime.transfer._async.downloader import error_response
from seawall.runtime.transfer._async.upload_reader import AsyncChunkReader, AsyncUploadSource, summed
from seawall.runtime.transfer.arguments import check_address, check_transfer, checked_rate
from seawall.runtime.transfer.log import log_retry, tell_nobody
from seawall.runtime.transfer.upload_source import opened, source_name
from seawall.runtime.transfer.upload_state_file import UploadState, kept_state

__all__ = ["AsyncResumableUploader"]

_log = logging.getLogger("seawall")
_BEGUN = frozenset({200, 201})


@frozen
class AsyncResumableUploader:
    """Sends files without a token, in the resumable sessions of Google Cloud Storage.

    `chunk_size` is in bytes, a multiple of 256 KiB; one chunk is held in memory. A chunk has the policy's
    `attempt_timeout_s`, and a second more for each `slowest_rate` bytes of it. The policy's attempts and
    deadline count from a failure on, and anew once the server keeps more bytes than before.
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
        on_progress: Callable[[TransferProgress], None] = tell_nobody,
    ) -> Uploaded:
        """Send `source` in a session that is begun at the address `to`, or that was begun there before.

        What may be asked for the address is asked anew each time a session is begun. `headers` go out with
        that request alone. `state` names a file, mode 0600, that keeps the session until all is there: where
        the source still has the same SHA-256, another process goes on with it. `on_progress` is told what
        the server says that it keeps, which may be less than before.

        Raises InputError where the source can not be read, ChecksumError where it does not have `checksum`
        (nothing is sent then) or where the server stored another CRC-32C, FileChangedError where it changes
        in between, StorageError, TransportError, the StatusError of a refusal, or DecodeError for an answer
        that makes no sense.
        """
        check_transfer(checksum, on_progress, headers)
        if not callable(to):
            check_address("to", to)
        with opened(source) as file, kept_state(state) as kept:
            sums = await summed(source, file, checksum, Algorithm.SHA256, Algorithm.CRC32C)
            announced = Uploaded(sums.size, sums.checksum(Algorithm.SHA256))
            reader = AsyncChunkReader(source, file, announced)
            upload = _Upload(self, reader, to, headers or {}, kept, kept.load(), on_progress)
            try:
                response = await upload.complete()
            finally:
                await reader.aclose()
            if wrong := sums.first_wrong(stored_checksums(response)):
                raise ChecksumError(
                    f"{source_name(source)}: the server stored bytes with {wrong}, sent were those with "
                    f"{sums.checksum(wrong.algorithm).base64}. Delete what it stored, and send it again."
                )
            return evolve(announced, response=response)

    def time_s(self, size: int) -> float:
        """How many seconds a chunk of `size` bytes has, up to the head of the answer."""
        return self.policy.attempt_timeout_s + size / self.slowest_rate


@define
class _Upload:
    """One source on its way. `known` is the session of an earlier process, as long as it may be of use."""

    by: AsyncResumableUploader
    reader: AsyncChunkReader
    to: str | Callable[[], Awaitable[str]] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    state: UploadState
    known: UploadSession | None
    on_progress: Callable[[TransferProgress], None]
    _session: UploadSession | None = field(default=None, init=False)
    # What the server keeps; None where it is to be asked.
    _kept: int | None = field(default=None, init=False)
    # How many bytes it can have: what was sent in this session, by an earlier process too.
    _most: int = field(default=0, init=False)
    _told: int = field(default=0, init=False)

    @property
    def _name(self) -> str:
        return source_name(self.reader.source)

    async def complete(self) -> Response:
        """Send what is missing, as often as the policy allows; the last answer."""
        try:
            response = await retry_while_progressing(self._attempt, lambda: self._told, self._attempts)
        except FileChangedError:
            # What the server keeps may be of two versions.
            await run_in_thread(self.state.delete)
            raise
        self._tell(self.reader.announced.size)
        await run_in_thread(self.state.delete)
        return response

    def _attempts(self) -> AsyncRetryLoop:
        by = self.by
        deadline = by.clock.monotonic() + by.policy.deadline_s
        told = log_retry(self._name, by.policy)
        # What begins a session is a POST, and doing it twice harms nothing: the first session is forgotten.
        return AsyncRetryLoop("PUT", by.policy, deadline, by.clock, on_retry=told)

    async def _attempt(self) -> Response:
        # After a break only the server knows how much has arrived.
        self._kept = None
        while True:
            session = self._session or await self._begun()
            sent = next_chunk(self._kept, self.reader.announced.size, self.by.chunk_size)
            response = await self._put(session.address, sent)
            if await self._is_complete(session, sent, response):
                return response

    async def _begun(self) -> UploadSession:
        """The session to go on with: that of an earlier process where it is of this upload, or a new one."""
        url = self.to if isinstance(self.to, str) else await self.to()
        check_address("The result of to()", url)
        announced = self.reader.announced
        if self.known and self.known.is_for(url, announced):
            self._session, self._most = self.known, announced.size
            return self.known
        fields = begin_headers(url, announced.size, self.by.user_agent, self.headers)
        response = await self._exchange(Request("POST", url, fields), 0)
        if response.status not in _BEGUN:
            raise status_error("POST", self._name, response, hidden=query_values(url))
        address = session_url(url, response.headers.get("location"))
        self._session = UploadSession.begun(address, url, announced)
        await run_in_thread(self.state.save, self._session)
        self._kept, self._most, self.known = 0, 0, None
        self._tell(0)
        return self._session

    async def _put(self, address: str, sent: ChunkRange) -> Response:
        fields = chunk_headers(sent, self.by.user_agent)
        body = None if sent.is_question else await self.reader.chunk(sent.start, sent.end)
        if body is not None:
            self._most = max(self._most, sent.end)
        return await self._exchange(Request("PUT", address, fields, body), sent.end - sent.start)

    async def _is_complete(self, session: UploadSession, sent: ChunkRange, response: Response) -> bool:
        """Whether all is there; raises the error that the answer stands for."""
        answer = session_answer(response.status, response.headers, sent, self._most)
        if answer.kept is not None:
            self._kept = answer.kept
            if sent.is_question and session is self.known:
                # Whatever an earlier process sent, this is what came of it.
                self._most = answer.kept
            self._tell(answer.kept)
        match answer.meaning:
            case Meaning.STUCK:
                raise self._failed("the server keeps nothing more of what it is sent.")
            case Meaning.GONE:
                self._forget(session)
            case Meaning.ERROR if session is self.known and refuses_session(response.status, sent):
                self._forget(session)
            case Meaning.ERROR:
                hidden = address_words(session.address)
                raise status_error("PUT", self._name, response, hidden=hidden)
            case Meaning.UNREADABLE:
                raise DecodeError(
                    f"{self._name}: the server answered {response.status} as no resumable upload may. "
                    "Tell its operator.",
                    status=response.status,
                )
        return answer.meaning is Meaning.COMPLETE

    def _forget(self, session: UploadSession) -> None:
        """Begin anew: at once where the session is an old one, else as an attempt of its own."""
        # The state stays until the next session takes its place.
        self._session = None
        if session is not self.known:
            raise self._failed("the server knows the session no more.")
        self.known = None

    async def _exchange(self, request: Request, size: int) -> Response:
        try:
            async with self.by.transport.stream(request, self.by.time_s(size)) as stream:
                return await error_response(stream)
        except TransportError as error:
            kept = " Run it again to go on." if self.state.is_kept and self._session else ""
            raise type(error)(f"{self._name}: {error}{kept}") from error

    def _failed(self, what: str) -> MaybeProcessedError:
        return MaybeProcessedError(f"{self._name}: {what}")

    def _tell(self, kept: int) -> None:
        if kept < self._told:
            _log.warning("%s: the server keeps %d bytes, it was %d before", self._name, kept, self._told)
        if kept != self._told:
            self._told = kept
            self.on_progress(TransferProgress(kept, self.reader.announced.size))
