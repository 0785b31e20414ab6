"""The error tree. Every error that Seawall raises on purpose is a `SeawallError`.

    SeawallError
    ├── ConfigError                 a setting is missing, unknown or out of range
    │   └── MissingExtraError           an extra is not installed
    ├── InputError                  the arguments of a call can not be sent
    ├── UsageError                  an object is used in a way that it does not support
    ├── AuthError                   there is no token that the server accepts
    │   ├── LoginRequiredError          there is no login, or it has expired
    │   ├── LoginDeniedError            the user denied the login
    │   ├── LoginExpiredError           the login was not completed in time
    │   ├── TokenVerificationError      a received token is not valid
    │   └── CertificateError            a client certificate is not valid now
    ├── TransportError              no complete response arrived
    │   ├── NotSentError                the request was not sent: any call may be retried
    │   │   └── DeadlineExceededError       the deadline is before the request could be sent
    │   └── ResponseLostError           the request was sent: only an idempotent call may be retried
    │       ├── AttemptTimeoutError         no complete response in time
    │       └── MaybeProcessedError         it was a change, and the server may have made it
    │           └── ChangeTimeoutError          it is an AttemptTimeoutError too
    ├── StatusError                 a response with an unsuccessful status
    │   ├── ClientStatusError           4xx
    │   │   ├── BadRequestError             400
    │   │   ├── UnauthorizedError           401
    │   │   ├── PaymentRequiredError        402
    │   │   ├── ForbiddenError              403
    │   │   ├── NotFoundError               404
    │   │   ├── ConflictError               409
    │   │   ├── GoneError                   410
    │   │   ├── PreconditionFailedError     412
    │   │   ├── UnprocessableError          422
    │   │   └── RateLimitedError            429
    │   ├── ServerStatusError           5xx, non-standard ones such as 520 included
    │   └── UnexpectedStatusError       1xx, 2xx or 3xx that the spec does not name
    ├── DecodeError                 a response that does not match the spec
    │   ├── ForeignLinkError            it links to another server; no request was sent there
    │   └── ResponseTooLargeError       its body is larger than the policy allows
    ├── WebhookError                a webhook that is not valid: respond with 400
    │   ├── WebhookSignatureError       no valid signature: respond with 401
    │   ├── WebhookTimeError            signed too long ago, or in the future
    │   └── WebhookReplayError          already handled
    ├── ListChangedError            a list changed so much that it can not be read on
    ├── WaitTimeoutError            an expected event did not happen in time
    ├── JournalError                the journal of a bulk job is in use, belongs to another job or is corrupt
    └── TransferError               a file transfer is incomplete
        ├── ChecksumError               the content does not match the checksum
        ├── FileChangedError            the file changed during the upload
        └── StorageError                the local disk failed

`str(error)` is one or two sentences: the failure and the remedy. It holds no header, query value, body or
secret. Errors can be pickled. Task queues such as Celery rebuild an error as `type(error)(*error.args)`,
often from JSON: `args` holds the message and the plain facts of the error, but no headers and no body.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Generic

from seawall.core.error_forms import ErrorForms, T
from seawall.core.http.message import Headers
from seawall.core.http.retry_after import retry_after_s
from seawall.core.problem import Problem

__all__ = [
    "AttemptTimeoutError",
    "AuthError",
    "BadRequestError",
    "CertificateError",
    "ChangeTimeoutError",
    "ChecksumError",
    "ClientStatusError",
    "ConfigError",
    "ConflictError",
    "DeadlineExceededError",
    "DecodeError",
    "FileChangedError",
    "ForbiddenError",
    "ForeignLinkError",
    "GoneError",
    "InputError",
    "JournalError",
    "ListChangedError",
    "LoginDeniedError",
    "LoginExpiredError",
    "LoginRequiredError",
    "MaybeProcessedError",
    "MissingExtraError",
    "NotFoundError",
    "NotSentError",
    "PaymentRequiredError",
    "PreconditionFailedError",
    "Problem",
    "RateLimitedError",
    "ResponseLostError",
    "ResponseTooLargeError",
    "SeawallError",
    "ServerStatusError",
    "StatusError",
    "StorageError",
    "TokenVerificationError",
    "TransferError",
    "TransportError",
    "UnauthorizedError",
    "UnexpectedStatusError",
    "UnprocessableError",
    "UsageError",
    "WaitTimeoutError",
    "WebhookError",
    "WebhookReplayError",
    "WebhookSignatureError",
    "WebhookTimeError",
]


class SeawallError(ErrorForms, Exception):
    """The base class of all errors that Seawall raises on purpose. `args` holds the message, then facts."""


class ConfigError(SeawallError):
    """A setting is missing, unknown or out of range."""


class MissingExtraError(ConfigError, ImportError):
    """A feature needs an extra that is not installed; `name` is the missing module."""

    _facts = ("name",)

    def __init__(self, message: str, name: str | None = None) -> None:
        super().__init__(message, name)
        self.name = name


class InputError(SeawallError, ValueError):
    """The arguments of a call can not be sent; no request was sent.

    `problems` names each fault, e.g. `item 'a', artifact 'image': metadata.mpp must be at most 10`.
    """

    _facts = ("problems",)

    def __init__(self, message: str, problems: Iterable[str] = ()) -> None:
        # A list after JSON.
        self.problems: tuple[str, ...] = tuple(problems)
        super().__init__(message, self.problems)


class UsageError(SeawallError, TypeError):
    """An object is used in a way that it does not support, such as `await` on a list; no request was sent."""


class AuthError(SeawallError):
    """There is no token that the server accepts."""


class LoginRequiredError(AuthError):
    """There is no login, or it has expired and can not be renewed."""


class LoginDeniedError(AuthError):
    """The user denied the login (`access_denied`, RFC 6749 and RFC 8628)."""


class LoginExpiredError(AuthError):
    """The login was not completed in time; start a new one (`expired_token`, RFC 8628)."""


class TokenVerificationError(AuthError):
    """A received token is not a JWT, has a bad signature, is expired or is for another audience."""


class CertificateError(AuthError):
    """A client certificate is not valid now: it has expired or is not valid yet."""


class TransportError(SeawallError):
    """No complete response arrived."""


class NotSentError(TransportError):
    """The request was not sent, so the server can not have processed it."""


class DeadlineExceededError(NotSentError):
    """The deadline of the call is before the request could be sent, e.g. because of a rate limit."""


class ResponseLostError(TransportError):
    """The request was sent, and no complete response arrived; a read can simply be repeated."""


class AttemptTimeoutError(ResponseLostError):
    """No complete response arrived within the timeout of one attempt."""


class MaybeProcessedError(ResponseLostError):
    """A change was sent, and no complete response arrived: the server may have made it."""


class ChangeTimeoutError(MaybeProcessedError, AttemptTimeoutError):
    """A change was sent, and no complete response arrived in time: the server may have made it."""


class StatusError(SeawallError):
    """The server responded with an unsuccessful status.

    `path` is the template of the operation, `problem` the problem details or None. `body` is the raw body,
    and `value` the body as the type that the spec gives it, or None; neither is part of the message. An error
    that is rebuilt from its `args` keeps status, method, path and request id.
    """

    _facts = ("status", "method", "path", "request_id", "retry_after_s", "problem")
    status: int = 0

    def __init__(
        self,
        message: str,
        status: int = 0,
        method: str = "",
        path: str = "",
        request_id: str | None = None,
        *,
        problem: Problem | None = None,
        headers: Headers | None = None,
        body: bytes = b"",
    ) -> None:
        self.status = status or type(self).status
        super().__init__(message, self.status, method, path, request_id)
        self.method = method
        self.path = path
        self.request_id = request_id
        self.problem = problem
        self.headers: Headers = Headers() if headers is None else headers
        self.body = body
        self.value: object = None

    @property
    def retry_after_s(self) -> float | None:
        """Seconds that the server asks to wait (Retry-After); None if it does not."""
        return retry_after_s(self.headers)

    def to_dict(self) -> dict[str, object]:
        """Return the error as plain JSON; `problem` is a dict or None. See `SeawallError.to_dict`."""
        problem = None if self.problem is None else self.problem.to_dict()
        return {**super().to_dict(), "problem": problem}


class ClientStatusError(StatusError):
    """4xx: the request is at fault."""


class BadRequestError(ClientStatusError):
    """400: the request is malformed."""

    status = 400


class UnauthorizedError(ClientStatusError):
    """401: the server rejects the token, even after one renewal."""

    status = 401


class PaymentRequiredError(ClientStatusError):
    """402: the plan does not include it, or its limit is used up."""

    status = 402


class ForbiddenError(ClientStatusError):
    """403: the user has no permission."""

    status = 403


class NotFoundError(ClientStatusError):
    """404: the resource does not exist, or the user may not see it."""

    status = 404


class ConflictError(ClientStatusError):
    """409: the state of the resource does not allow the operation."""

    status = 409


class GoneError(ClientStatusError):
    """410: the resource was deleted."""

    status = 410


class PreconditionFailedError(ClientStatusError):
    """412: the resource has changed since it was read; read it again before the next change."""

    status = 412


class UnprocessableError(ClientStatusError):
    """422: the request is well-formed, but its content is not valid."""

    status = 422


class RateLimitedError(ClientStatusError):
    """429: too many requests, even after the retries that the policy allows."""

    status = 429


class ServerStatusError(StatusError):
    """5xx: the server or a proxy failed."""


class UnexpectedStatusError(StatusError):
    """A status below 400 that the spec does not name for this operation."""


class DecodeError(SeawallError):
    """A complete response does not match the spec: HTML, invalid or unexpected JSON, in `body`."""

    _facts: ClassVar[tuple[str, ...]] = ("status", "request_id")

    def __init__(
        self, message: str, status: int = 0, request_id: str | None = None, *, body: bytes = b""
    ) -> None:
        super().__init__(message, status, request_id)
        self.status = status
        self.request_id = request_id
        self.body = body


class ForeignLinkError(DecodeError):
    """A response links to another scheme, host or port. The link was not followed."""


class ResponseTooLargeError(DecodeError):
    """The decoded body of a response is larger than `max_response_bytes`. The rest was not read."""


class ListChangedError(SeawallError):
    """A list changed so much while it was read that its position is lost; read it from its start.

    The responses were valid, and the items before are right.
    """


class WebhookError(SeawallError):
    """A webhook is not valid; it was not handled."""


class WebhookSignatureError(WebhookError):
    """A webhook has no valid signature."""


class WebhookTimeError(WebhookError):
    """A webhook was signed too long ago, or in the future."""


class WebhookReplayError(WebhookError):
    """A webhook was already handled, or is being handled now if `is_running`."""

    _facts = ("is_running",)

    def __init__(self, message: str, is_running: bool = False) -> None:
        super().__init__(message, is_running)
        self.is_running = is_running


class WaitTimeoutError(SeawallError, TimeoutError, Generic[T]):
    """An expected event did not happen in time; it may still happen.

    `last` is the resource as it was seen last, None if it was not seen: a Run for `WaitTimeoutError[Run]`.
    """

    def __init__(self, message: str, last: T | None = None) -> None:
        super().__init__(message)
        # Not with `super`: an OSError takes two arguments for a number and a text.
        self.args: tuple[Any, ...] = (message, last)
        self.last: T | None = last


class JournalError(SeawallError):
    """The journal of a bulk job is in use, belongs to another job or is corrupt. It was not changed."""


class TransferError(SeawallError):
    """A file transfer is incomplete. A download leaves no file under its final name."""


class ChecksumError(TransferError):
    """The content of a file does not match its checksum."""


class FileChangedError(TransferError):
    """A file changed during its upload, which was aborted. Upload it again."""


class StorageError(TransferError):
    """The local disk failed: full, read-only or no permission."""
