"""Exit codes: one for each kind of error, the same in every command and every version."""

from collections.abc import Sequence
from enum import IntEnum

from seawall.core.errors import (
    AuthError,
    BadRequestError,
    ConfigError,
    ConflictError,
    DecodeError,
    ForbiddenError,
    GoneError,
    InputError,
    JournalError,
    ListChangedError,
    NotFoundError,
    PaymentRequiredError,
    PreconditionFailedError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
    StatusError,
    TransferError,
    TransportError,
    UnauthorizedError,
    UnprocessableError,
    UsageError,
    WaitTimeoutError,
    WebhookError,
)
from seawall.core.not_supported import NotSupportedByServerError

__all__ = [
    "DESCRIPTIONS",
    "EXIT_CODES_BY_ERROR",
    "ExitCode",
    "ExitCodesByError",
    "IncompleteError",
    "exit_code_for",
]


class IncompleteError(SeawallError):
    """The run or task of a command has ended, but a part of it failed.

    `hint` is a sentence that says how to find the reason, or None.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.hint = hint


class ExitCode(IntEnum):
    """Exit code of the process."""

    SUCCESS = 0
    FAILED = 1
    USAGE = 2
    AUTH = 3
    FORBIDDEN = 4
    NOT_FOUND = 5
    CONFLICT = 6
    RATE_LIMITED = 7
    TRANSPORT = 8
    SERVER = 9
    UNEXPECTED = 10
    TIMEOUT = 11
    TRANSFER = 12
    INCOMPLETE = 13
    INTERRUPTED = 130
    PIPE_CLOSED = 141


DESCRIPTIONS = {
    ExitCode.SUCCESS: "Success.",
    ExitCode.FAILED: "A check found a difference, or Seawall has a bug; the message says which.",
    ExitCode.USAGE: "The command, an option, a file or a setting is wrong. Nothing was changed.",
    ExitCode.AUTH: "You are not logged in, or the server rejects the login.",
    ExitCode.FORBIDDEN: "You do not have permission, or your plan does not allow it.",
    ExitCode.NOT_FOUND: "The resource does not exist, or no longer exists.",
    ExitCode.CONFLICT: "The state of the resource does not allow this, or it has changed in the meantime.",
    ExitCode.RATE_LIMITED: "Too many requests.",
    ExitCode.TRANSPORT: "The server can not be reached, or its response is incomplete.",
    ExitCode.SERVER: "The server failed.",
    ExitCode.UNEXPECTED: "The server sent a response that its API does not define.",
    ExitCode.TIMEOUT: "The wait timed out. The run may still end.",
    ExitCode.TRANSFER: "A file was not transferred completely, or could not be written to disk.",
    ExitCode.INCOMPLETE: "The run has ended, but it, or one of its items, has not succeeded.",
    ExitCode.INTERRUPTED: "Interrupted by Ctrl-C.",
    ExitCode.PIPE_CLOSED: "The reader of the output closed the pipe, e.g. `head`.",
}
"""Description of each exit code, for the reference."""

ExitCodesByError = Sequence[tuple[type[BaseException], ExitCode]]
"""Error classes with their exit codes; the first match decides. An error without a match is a bug."""

EXIT_CODES_BY_ERROR: ExitCodesByError = (
    (KeyboardInterrupt, ExitCode.INTERRUPTED),
    (BrokenPipeError, ExitCode.PIPE_CLOSED),
    (IncompleteError, ExitCode.INCOMPLETE),
    (UnauthorizedError, ExitCode.AUTH),
    (AuthError, ExitCode.AUTH),
    (ForbiddenError, ExitCode.FORBIDDEN),
    (PaymentRequiredError, ExitCode.FORBIDDEN),
    (NotFoundError, ExitCode.NOT_FOUND),
    (GoneError, ExitCode.NOT_FOUND),
    (ConflictError, ExitCode.CONFLICT),
    (PreconditionFailedError, ExitCode.CONFLICT),
    (RateLimitedError, ExitCode.RATE_LIMITED),
    (BadRequestError, ExitCode.USAGE),
    (UnprocessableError, ExitCode.USAGE),
    (ServerStatusError, ExitCode.SERVER),
    (StatusError, ExitCode.UNEXPECTED),
    (DecodeError, ExitCode.UNEXPECTED),
    (ListChangedError, ExitCode.UNEXPECTED),
    (WaitTimeoutError, ExitCode.TIMEOUT),
    (TransferError, ExitCode.TRANSFER),
    (TransportError, ExitCode.TRANSPORT),
    (InputError, ExitCode.USAGE),
    (UsageError, ExitCode.USAGE),
    (NotSupportedByServerError, ExitCode.USAGE),
    (JournalError, ExitCode.USAGE),
    (WebhookError, ExitCode.USAGE),
    (ConfigError, ExitCode.USAGE),
)
"""The exit codes of every SDK; a command line puts those of its own errors first."""


def exit_code_for(error: BaseException, exit_codes: ExitCodesByError = EXIT_CODES_BY_ERROR) -> ExitCode:
    """Return the exit code for an error that ended a command."""
    return next((code for class_, code in exit_codes if isinstance(error, class_)), ExitCode.FAILED)
