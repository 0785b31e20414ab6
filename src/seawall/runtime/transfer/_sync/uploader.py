# DO NOT EDIT. Derived from ../_async/uploader.py by "python -m seawall.codegen.derive".
"""Upload a file in one request: in bounded memory, with its digest, and never a mix of two versions."""

from collections.abc import Iterator, Callable, Mapping
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
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.runtime.http._sync.protocols import Transport
from seawall.runtime.retry._sync.retry_loop import RetryLoop
from seawall.runtime.transfer._sync.bounded_response import read_response
from seawall.runtime.transfer._sync.upload_reader import (
    UploadSource,
    hash_source,
    iter_pieces,
    source_changed,
)
from seawall.runtime.transfer.arguments import check_transfer, check_url, checked_rate
from seawall.runtime.transfer.callbacks import ignore_progress, log_retries
from seawall.runtime.transfer.upload_source import open_source, source_name

__all__ = ["UploadSource", "Uploader"]


@frozen
class Uploader(ProcessBound):
    """Uploads files without a token, e.g. to a pre-signed URL.

    The timeout of an attempt is the policy's `attempt_timeout_s` plus one second for each `slowest_rate`
    bytes of the file. The policy's deadline counts from the first failure.
    """

    transport: Transport
    policy: Policy
    clock: Clock = field(factory=SystemClock)
    user_agent: str = "seawall"
    slowest_rate: float = field(default=262144, converter=checked_rate)

    def send(
        self,
        source: UploadSource,
        to: str | Callable[[], str],
        *,
        method: str = "PUT",
        headers: Mapping[str, str] | None = None,
        checksum: Checksum | None = None,
        on_progress: Callback[TransferProgress] = ignore_progress,
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
        checked_callback(on_progress, "on_progress")
        checked_text(method, "method")
        if not callable(to):
            check_url("to", to)
        with open_source(source) as file:
            hashers = hash_source(source, file, checksum, Algorithm.SHA256)
        digest = SourceDigest(hashers.size, hashers.checksum(Algorithm.SHA256))
        fields = upload_headers(digest, self.user_agent, headers or {})
        return _Upload(self, source, to, method, fields, digest, on_progress).run()

    def timeout_s(self, size: int) -> float:
        """Return the timeout of an attempt to send `size` bytes, up to the head of the response."""
        return self.policy.attempt_timeout_s + size / self.slowest_rate


@frozen
class _Upload:
    """One upload, with its retries."""

    by: Uploader
    source: UploadSource = field(repr=False)
    to: str | Callable[[], str] = field(repr=False)
    method: str
    headers: Mapping[str, str] = field(repr=False)
    digest: SourceDigest
    on_progress: Callback[TransferProgress]

    def run(self) -> UploadResult:
        """Send the source, with retries as the policy allows."""
        try:
            return self._attempt()
        except SeawallError as error:
            first_error = error
        # The deadline starts with the first failure: a large file may take any time.
        by, name = self.by, source_name(self.source)
        deadline = by.clock.monotonic() + by.policy.deadline_s
        on_retry = log_retries(name, by.policy)
        retry_loop = RetryLoop(self.method, by.policy, deadline, by.clock, on_retry=on_retry)
        return retry_loop.run(first_error, self._attempt)

    def _attempt(self) -> UploadResult:
        name, by, digest = source_name(self.source), self.by, self.digest
        url = hidden(self.to if isinstance(self.to, str) else call("to", self.to))
        check_url("The result of to()", url)
        with open_source(self.source) as file:
            request = Request(self.method, url, self.headers, self._body(file))
            try:
                with by.transport.stream(request, by.timeout_s(digest.size)) as stream:
                    response = read_response(stream, by.clock)
            except TransportError as error:
                raise lost_response_class(error, self.method)(f"{name}: {error}") from error
        if not 200 <= response.status < 300:  # noqa: PLR2004 - the class of successes
            raise status_error(self.method, name, response, hidden=query_values(url))
        # Not after the last piece in `_body`: a transport need not read on after the last byte.
        call("on_progress", self.on_progress, TransferProgress(digest.size, digest.size))
        return UploadResult(digest.size, digest.checksum, response)

    def _body(self, file: BinaryIO | None) -> Iterator[bytes]:
        """Yield the pieces; the last one only after all of them were verified with the digest."""
        hashers, pending, total = Hashers({Algorithm.SHA256}), b"", self.digest.size
        for piece in iter_pieces(self.source, file):
            hashers.update(piece)
            if hashers.size > total:
                raise source_changed(self.source)
            if pending:
                yield pending
                progress = TransferProgress(hashers.size - len(piece), total)
                call("on_progress", self.on_progress, progress)
            pending = piece
        if hashers.checksum(Algorithm.SHA256) != self.digest.checksum:
            raise source_changed(self.source)
        if pending:
            yield pending
