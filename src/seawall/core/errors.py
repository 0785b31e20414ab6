"""The error tree. Everything that Seawall raises on purpose is a `SeawallError`.

    SeawallError
    ├── ConfigError                 a setting is missing, unknown or out of range
    │   └── MissingExtraError           an extra is not installed
    ├── InputError                  the arguments of a call can not be sent
    ├── AuthError                   no token that the server takes
    │   ├── LoginRequiredError          nobody is logged in, or the login has expired
    │   ├── LoginDeniedError            the person said no
    │   ├── LoginExpiredError           nobody finished the login in time
    │   ├── TokenVerificationError      a token that was shown to us is not to be trusted
    │   └── CertificateError            a client certificate that is not valid now
    ├── TransportError              no whole answer came
    │   ├── NotSentError                the request never left: any call may be sent again
    │   │   └── DeadlineExceededError               the deadline comes before its turn to be sent
    │   └── MaybeProcessedError         it left: only a safe call may be sent again
    │       └── AttemptTimeoutError         no whole answer in time
    ├── StatusError                 an answer with a status that is no success
    │   ├── ClientStatusError           4xx
    │   │   ├── BadRequestError             400
    │   │   ├── UnauthorizedError           401
    │   │   ├── ForbiddenError              403
    │   │   ├── NotFoundError               404
    │   │   ├── ConflictError               409
    │   │   ├── GoneError                   410
    │   │   ├── PreconditionFailedError     412
    │   │   ├── UnprocessableError          422
    │   │   └── RateLimitedError            429
    │   ├── ServerStatusError           5xx, 520 and its like among them
    │   └── UnexpectedStatusError       1xx, 2xx or 3xx that the spec does not name
    ├── DecodeError                 an answer that is not what the spec says
    │   └── ForeignLinkError            it links to another server, and nothing was sent there
    ├── WebhookError                a webhook that is not what it should be: answer it with 400
    │   ├── WebhookSignatureError       signed by nobody who may: 401
    │   ├── WebhookTimeError            signed too long ago, or in the future
    │   └── WebhookReplayError          it was handled before
    ├── WaitTimeoutError            what was waited for did not happen in time
    ├── JournalError                the journal of a bulk job is in use, another job's or no journal
    └── TransferError               a file did not arrive whole
        ├── ChecksumError               it arrived with other bytes than announced
        ├── FileChangedError            it changed while it was sent
        └── StorageError                the local disk did not take it

`str(error)` is one sentence or two: what failed and what to do. It holds no header, query value, body or
secret. Errors can be pickled.
"""

from attrs import frozen

from seawall.core.http.message import Headers
from seawall.core.http.retry_after import retry_after_s

__all__ = [
    "AttemptTimeoutError",
    "AuthError",
    "BadRequestError",
    "CertificateError",
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
    "LoginDeniedError",
    "LoginExpiredError",
    "LoginRequiredError",
    "MaybeProcessedError",
    "MissingExtraError",
    "NotFoundError",
    "NotSentError",
    "PreconditionFailedError",
    "Problem",
    "RateLimitedError",
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
    "WaitTimeoutError",
    "WebhookError",
    "WebhookReplayError",
    "WebhookSignatureError",
    "WebhookTimeError",
    "error_class_for",
]


class SeawallError(Exception):
    """The root: catch it to catch all that Seawall raises on purpose."""


class ConfigError(SeawallError):
    """A setting is missing, unknown or out of range."""


class MissingExtraError(ConfigError, ImportError):
    """A part needs an extra that is not installed; `name` is the module that was looked for."""


class InputError(SeawallError, ValueError):
    """The arguments of a call can not be sent; nothing was.

    `problems` names each fault, e.g. `item 'a', artifact 'image': metadata.mpp must be at most 10`.
    """

    def __init__(self, message: str, *, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class AuthError(SeawallError):
    """There is no token that the server takes."""


class LoginRequiredError(AuthError):
    """Nobody is logged in, or the login has expired and can not be renewed."""


class LoginDeniedError(AuthError):
    """A person was asked to confirm the login and said no (`access_denied`, RFC 6749 and RFC 8628)."""


class LoginExpiredError(AuthError):
    """Nobody finished the login in time; a new one may be begun (`expired_token`, RFC 8628)."""


class TokenVerificationError(AuthError):
    """A token that somebody showed us is no JWT, badly signed, expired or not for us: do not trust it."""


class CertificateError(AuthError):
    """A client certificate is not valid now: it has expired, or its time has not come yet."""


class TransportError(SeawallError):
    """No whole answer came."""


class NotSentError(TransportError):
    """The request never left this machine, so the server can not have acted on it."""


class DeadlineExceededError(NotSentError):
    """The deadline of the call comes before its turn: under a rate limit, or after what went before it."""


class MaybeProcessedError(TransportError):
    """The request left and no whole answer came: the server may have acted on it."""


class AttemptTimeoutError(MaybeProcessedError):
    """No whole answer came within the time of one attempt."""


@frozen
class Problem:
    """What the server said of a failure (RFC 9457, or the `detail` that FastAPI sends).

    `faults` holds one line per invalid field, e.g. `body.items.0.external_id: Field required`.
    """

    title: str | None = None
    detail: str | None = None
    type: str | None = None
    faults: tuple[str, ...] = ()


class StatusError(SeawallError):
    """The server answered with a status that is no success.

    `body` is the answer as it came, for programs; it is not part of the message. `path` is the
    operation's template. `problem` is what the server said, in a form for people, where it said anything.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 0,
        method: str = "",
        path: str = "",
        request_id: str | None = None,
        problem: Problem | None = None,
        headers: Headers | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.method = method
        self.path = path
        self.request_id = request_id
        self.problem = problem
        self.headers = Headers() if headers is None else headers
        self.body = body

    @property
    def retry_after_s(self) -> float | None:
        """How many seconds the server asks to wait before the next try, where it asks (Retry-After)."""
        return retry_after_s(self.headers)


class ClientStatusError(StatusError):
    """4xx: the server says that the request is at fault."""


class BadRequestError(ClientStatusError):
    """400: the server can not make sense of the request."""


class UnauthorizedError(ClientStatusError):
    """401: the server does not take the token, not even after it was renewed once."""


class ForbiddenError(ClientStatusError):
    """403: this user may not do that."""


class NotFoundError(ClientStatusError):
    """404: there is no such thing, or this user may not see it."""


class ConflictError(ClientStatusError):
    """409: the thing is in a state in which that can not be done."""


class GoneError(ClientStatusError):
    """410: the thing existed and was deleted."""


class PreconditionFailedError(ClientStatusError):
    """412: somebody else changed it since it was read; read it again and decide anew."""


class UnprocessableError(ClientStatusError):
    """422: the request is well-formed and its content is not valid."""


class RateLimitedError(ClientStatusError):
    """429: too many requests; the engine has already waited as often as its policy allows."""


class ServerStatusError(StatusError):
    """5xx: the server, or something in front of it, failed."""


class UnexpectedStatusError(StatusError):
    """A status below 400 that the spec does not name for this operation."""


class DecodeError(SeawallError):
    """An answer came whole and is not what the spec says: HTML, broken JSON or another shape.

    `body` is the answer as it came; it is not part of the message.
    """

    def __init__(
        self, message: str, *, status: int = 0, request_id: str | None = None, body: bytes = b""
    ) -> None:
        super().__init__(message)
        self.status = status
        self.request_id = request_id
        self.body = body


class ForeignLinkError(DecodeError):
    """An answer links to another scheme, host or port. It was not followed, and nothing was sent there."""


class WebhookError(SeawallError):
    """A webhook is not what it should be; nothing was done with it."""


class WebhookSignatureError(WebhookError):
    """No signature of a webhook is good."""


class WebhookTimeError(WebhookError):
    """A webhook was signed too long ago, or in the future."""


class WebhookReplayError(WebhookError):
    """A webhook was handled before, or is being handled right now, as `is_under_way` says."""

    def __init__(self, message: str, *, is_under_way: bool = False) -> None:
        super().__init__(message)
        self.is_under_way = is_under_way


class WaitTimeoutError(SeawallError, TimeoutError):
    """What was waited for did not happen in time; it may still happen.

    `last` is what was seen last, None where nothing was.
    """

    def __init__(self, message: str, *, last: object = None) -> None:
        super().__init__(message)
        self.last = last


class JournalError(SeawallError):
    """The journal of a bulk job is in use, belongs to another job, or is no journal. It was left as it is."""


class TransferError(SeawallError):
    """A file did not arrive whole. Nothing stands under its final name."""


class ChecksumError(TransferError):
    """A file arrived with other bytes than its checksum announces."""


class FileChangedError(TransferError):
    """What is sent changed while it was: the server was not given all of it. Send it again."""


class StorageError(TransferError):
    """The local disk did not take the file: full, read-only or no permission."""


_BY_STATUS: dict[int, type[ClientStatusError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    410: GoneError,
    412: PreconditionFailedError,
    422: UnprocessableError,
    429: RateLimitedError,
}


def error_class_for(status: int) -> type[StatusError]:
    """The class of the error for a status that is no success."""
    if status >= 500:  # noqa: PLR2004
        return ServerStatusError
    if status >= 400:  # noqa: PLR2004
        return _BY_STATUS.get(status, ClientStatusError)
    return UnexpectedStatusError
