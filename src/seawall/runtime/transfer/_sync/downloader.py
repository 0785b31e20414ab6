# DO NOT EDIT. Derived from ../_async/downloader.py by "python -m seawall.codegen.derive".
"""Download a file: resumed after an interruption, verified, and only then renamed to its final name."""

from collections.abc import Callable
from pathlib import Path

from attrs import evolve, field, frozen

from seawall.core.engine.policy import Policy
from seawall.core.engine.result import status_error
from seawall.core.errors import (
    ChecksumError,
    DecodeError,
    ResponseLostError,
    TransportError,
)
from seawall.core.http.message import Request
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.retry.retry import lost_response_class
from seawall.core.transfer.checksum import Checksum, Hashers
from seawall.core.transfer.digest_fields import content_digests, repr_digests
from seawall.core.transfer.download import (
    ResumeDecision,
    TransferProgress,
    Validator,
    announced_end,
    announced_size,
    download_headers,
    has_unsupported_encoding,
    is_encoded,
    resume_decision,
    size_of_same_version,
    validator_of,
)
from seawall.core.transfer.urls import query_values
from seawall.core.validation.arguments import checked_callable
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.runtime.http._sync.protocols import Stream, Transport
from seawall.runtime.retry._sync.progress_retry import retry_while_progressing
from seawall.runtime.retry._sync.retry_loop import RetryLoop
from seawall.runtime.transfer._sync.bounded_response import read_response
from seawall.runtime.transfer.arguments import check_transfer, check_url, checked_target
from seawall.runtime.transfer.callbacks import ignore_progress, log_retries
from seawall.runtime.transfer.part_file import PartFile

__all__ = ["Downloader"]


@frozen
class Downloader(ProcessBound):
    """Downloads files without a token.

    The policy's attempts and deadline count from a failure, and start over when more bytes have arrived.
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
        on_progress: Callback[TransferProgress] = ignore_progress,
        is_absent: bool = False,
    ) -> bool:
        """Download the file at the URL that `locate` returns to `target`.

        Returns False if `target` already has `checksum`. `locate` is called for each attempt, because signed
        URLs expire. The file is verified with `checksum` and with the Repr-Digest and Content-Digest of the
        responses (RFC 9530), if there are any. `on_progress` is called after each chunk. An attempt resumes a
        partial file only if a checksum, or the server's ETag or Last-Modified, proves that it is of the same
        version. Raises InputError, StorageError, ChecksumError, TransportError, StatusError, or DecodeError
        for a content coding that was not requested; after an interruption the partial file stays.

        `is_absent` says that neither `target` nor a partial file was there a moment ago (`absent_targets`):
        then the disk is used once there are bytes to write, and in one step for a small file.
        """
        checked_target("target", target)
        check_transfer(checksum)
        checked_callback(on_progress, "on_progress")
        checked_callable(locate, "locate")
        part = PartFile(target, [checksum.algorithm] if checksum else ())
        try:
            # Disk work is done in few steps: a change of threads costs more than the bytes of a small file.
            if is_absent:
                part.open_late()
            is_new = is_absent or part.open_unless_there(checksum)
            if is_new:
                _Download(self, locate, part, checksum, on_progress).run()
        finally:
            part.close()
        return is_new


@frozen
class _Download:
    """One download into `part`, which is open."""

    by: Downloader
    locate: Callable[[], str]
    part: PartFile
    checksum: Checksum | None
    on_progress: Callback[TransferProgress]

    def run(self) -> None:
        """Download the missing bytes, verify the file and rename it to its final name."""
        part, given = self.part, [self.checksum] if self.checksum else []
        expected = list(given)
        # An earlier process may have been killed between the last byte and the rename.
        if not given or part.first_mismatch(given):
            expected = [*given, *self._download_rest()]
        wrong = part.finish(expected)
        if wrong and not part.is_restarted:
            # The bytes of an earlier download may be of another version.
            part.restart(None)
            expected = [*given, *self._download_rest()]
            wrong = part.finish(expected)
        if wrong:
            found = part.checksum(wrong.algorithm)
            aside = part.set_aside()
            raise _checksum_error(part, wrong, found, f"It was set aside as {aside.name}")

    def _download_rest(self) -> tuple[Checksum, ...]:
        """Download the missing bytes; return the checksums of the whole file that the server states."""
        return retry_while_progressing(self._attempt, lambda: self.part.size, self._retry_loop)

    def _retry_loop(self) -> RetryLoop:
        by = self.by
        deadline = by.clock.monotonic() + by.policy.deadline_s
        on_retry = log_retries(_name(self.part), by.policy)
        return RetryLoop("GET", by.policy, deadline, by.clock, on_retry=on_retry)

    def _attempt(self) -> tuple[Checksum, ...]:
        part = self.part
        url: str = call("locate", self.locate)
        url = hidden(url)
        check_url("The result of locate()", url)
        validator = part.validator if part.validator and part.validator.is_for(url) else None
        if not (self.checksum or validator):
            # Nothing proves that the bytes of an earlier attempt are of the same version.
            part.restart(None)
        request = Request("GET", url, download_headers(part.size, self.by.user_agent, validator))
        try:
            with self.by.transport.stream(request, self.by.policy.attempt_timeout_s) as stream:
                self._prepare(stream, url, validator)
                return self._receive(stream, validator)
        except TransportError as error:
            # The name of the file is added; a read that was lost has changed nothing.
            hint = " The partial file was kept: run it again to resume." if self._can_resume() else ""
            raise lost_response_class(error, "GET")(f"{_name(part)}: {error}{hint}") from error

    def _can_resume(self) -> bool:
        return self.part.size > 0 and (self.checksum or self.part.validator) is not None

    def _prepare(self, stream: Stream, url: str, validator: Validator | None) -> None:
        """Prepare the partial file for the body of the response, or raise the error of the response."""
        part = self.part
        has_checksum = self.checksum is not None
        match resume_decision(stream.status, stream.headers, part.size, validator, has_checksum=has_checksum):
            case ResumeDecision.ERROR:
                response = read_response(stream, self.by.clock)
                raise status_error("GET", _name(part), response, hidden=query_values(url))
            case ResumeDecision.RESTART:
                part.restart(None)
                raise ResponseLostError("the response does not continue the partial file.")
            case ResumeDecision.CONTRADICTION:
                raise DecodeError(
                    f"{_name(part)}: the response has status 200, but its headers say that it is only a part "
                    "of the file. Report this to the operator of the server.",
                    status=stream.status,
                )
            case ResumeDecision.REPLACE:
                if has_unsupported_encoding(stream.headers):
                    raise DecodeError(
                        f"{_name(part)}: the response has a content coding that was not requested. Report "
                        "this to the operator of the server.",
                        status=stream.status,
                    )
                part.restart(validator_of(url, stream.headers))

    def _receive(self, stream: Stream, validator: Validator | None) -> tuple[Checksum, ...]:
        """Append the body to the partial file; return the checksums of the whole file."""
        part, whole_digests = self.part, repr_digests(stream.headers)
        if whole_digests:
            part.add_algorithms({digest.algorithm for digest in whole_digests})
        body_digests = content_digests(stream.headers)
        hashers = Hashers(digest.algorithm for digest in body_digests)
        total = announced_size(stream.status, stream.headers)
        known = size_of_same_version(stream.status, stream.headers, validator)
        end = announced_end(stream.status, stream.headers) or known
        progress = TransferProgress(part.size, total)
        try:
            for chunk in stream.chunks():
                self._append(chunk, end)
                if body_digests:
                    hashers.update(chunk)
                call("on_progress", self.on_progress, evolve(progress, size=part.size))
        except TransportError:
            if is_encoded(stream.headers):
                # The bytes were decoded, so their number is no offset in the encoded file.
                part.restart(None)
            raise
        if wrong := hashers.first_mismatch(body_digests):
            part.discard()
            raise _checksum_error(part, wrong, hashers.checksum(wrong.algorithm), "It was deleted")
        if known is not None and part.size < known:
            # A part with status 200: its bytes may be any of the file.
            part.restart(None)
        if part.size < (total or end or 0):
            raise ResponseLostError("the response ended before the end of the file.")
        return whole_digests

    def _append(self, chunk: bytes, end: int | None) -> None:
        if end is not None and self.part.size + len(chunk) > end:
            self.part.restart(None)
            raise ResponseLostError("the response was longer than announced, so it was discarded.")
        if self.part.hold(chunk):
            self.part.write()


def _name(part: PartFile) -> str:
    return f"download of {part.target.name}"


def _checksum_error(part: PartFile, expected: Checksum, found: Checksum, outcome: str) -> ChecksumError:
    return ChecksumError(
        f"{part.target.name} was received with {found}, expected {expected.base64}. {outcome}; download it "
        "again."
    )
