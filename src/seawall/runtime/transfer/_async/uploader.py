"""Uploads a file: in bounded memory, with its checksum announced, and never half of one version of it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import BinaryIO

from attrs import evolve, field, frozen

from seawall.core.engine.policy import Policy
from seawall.core.engine.result import status_error
from seawall.core.errors import SeawallError, TransportError
from seawall.core.http.message import Request
from seawall.core.transfer.checksum import Algorithm, Checksum, Hashers
from seawall.core.transfer.download import TransferProgress, Uploaded, query_values, upload_headers
from seawall.core.validation.arguments import checked_text
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop
from seawall.runtime.transfer._async.downloader import error_response
from seawall.runtime.transfer._async.upload_reader import AsyncUploadSource, changed, pieces_of, summed
from seawall.runtime.transfer.arguments import check_address, check_transfer, checked_rate
from seawall.runtime.transfer.log import log_retry, tell_nobody
from seawall.runtime.transfer.upload_source import opened, source_name

__all__ = ["AsyncUploadSource", "AsyncUploader"]


@frozen
class AsyncUploader:
    """Sends files without a token, e.g. to a pre-signed address.

    An attempt has the policy's `attempt_timeout_s`, and a second more for each `slowest_rate` bytes of the
    file. The policy's deadline counts from the first failure on.
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
        on_progress: Callable[[TransferProgress], None] = tell_nobody,
    ) -> Uploaded:
        """Send `source` to the address `to`; what may be asked for one is asked anew for each attempt.

        The source is read twice: for its size and SHA-256, which go out as Content-Length, Repr-Digest and
        Content-Digest (RFC 9530), and to be sent. `headers` come beside these. Raises InputError where it can
        not be read, ChecksumError where it does not have `checksum` (nothing is sent then), FileChangedError
        where it changes in between, TransportError, or the StatusError of an answer that is no 2xx.
        """
        check_transfer(checksum, on_progress, headers)
        checked_text(method, "method")
        if not callable(to):
            check_address("to", to)
        with opened(source) as file:
            sums = await summed(source, file, checksum, Algorithm.SHA256)
        announced = Uploaded(sums.size, sums.checksum(Algorithm.SHA256))
        fields = upload_headers(announced, self.user_agent, headers or {})
        return await _Upload(self, source, to, method, fields, announced, on_progress).complete()

    def time_s(self, size: int) -> float:
        """How many seconds an attempt at `size` bytes has, up to the head of the answer."""
        return self.policy.attempt_timeout_s + size / self.slowest_rate


@frozen
class _Upload:
    """One source on its way."""

    by: AsyncUploader
    source: AsyncUploadSource = field(repr=False)
    to: str | Callable[[], Awaitable[str]] = field(repr=False)
    method: str
    headers: Mapping[str, str] = field(repr=False)
    announced: Uploaded
    on_progress: Callable[[TransferProgress], None]

    async def complete(self) -> Uploaded:
        """Send it, as often as the policy allows."""
        try:
            return await self._attempt()
        except SeawallError as error:
            first = error
        by, name = self.by, source_name(self.source)
        deadline = by.clock.monotonic() + by.policy.deadline_s
        attempts = AsyncRetryLoop(
            self.method, by.policy, deadline, by.clock, on_retry=log_retry(name, by.policy)
        )
        return await attempts.run(first, self._attempt)

    async def _attempt(self) -> Uploaded:
        name, by = source_name(self.source), self.by
        url = self.to if isinstance(self.to, str) else await self.to()
        check_address("The result of to()", url)
        with opened(self.source) as file:
            request = Request(self.method, url, self.headers, self._body(file))
            try:
                async with by.transport.stream(request, by.time_s(self.announced.size)) as stream:
                    response = await error_response(stream)
            except TransportError as error:
                raise type(error)(f"{name}: {error}") from error
        if not 200 <= response.status < 300:  # noqa: PLR2004
            raise status_error(self.method, name, response, hidden=query_values(url))
        # Here and not behind the last piece: a transport may not ask for what comes after it.
        self.on_progress(TransferProgress(self.announced.size, self.announced.size))
        return evolve(self.announced, response=response)

    async def _body(self, file: BinaryIO | None) -> AsyncIterator[bytes]:
        """The pieces; the last one only once it is sure that they are those that were announced."""
        sums, held, total = Hashers({Algorithm.SHA256}), b"", self.announced.size
        async for piece in pieces_of(self.source, file):
            await run_in_thread(sums.update, piece)
            if sums.size > total:
                raise changed(self.source)
            if held:
                yield held
                self.on_progress(TransferProgress(sums.size - len(piece), total))
            held = piece
        if sums.checksum(Algorithm.SHA256) != self.announced.checksum:
            raise changed(self.source)
        if held:
            yield held
