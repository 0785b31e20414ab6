"""Exit codes: one for each kind of ending, the same in every command and every version."""

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
    NotFoundError,
    PreconditionFailedError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
    StatusError,
    TransferError,
    TransportError,
    UnauthorizedError,
    UnprocessableError,
    WaitTimeoutError,
    WebhookError,
)

__all__ = ["ENDINGS", "MEANINGS", "Endings", "ExitCode", "IncompleteError", "exit_code_for"]


class IncompleteError(SeawallError):
    """What a command waited for has ended, and not all of it has succeeded.

    `hint` is one sentence on how to see why, or None.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class ExitCode(IntEnum):
    """What the process ends with."""

    DONE = 0
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
    STOPPED = 130
    PIPE_CLOSED = 141


MEANINGS = {
    ExitCode.DONE: "All is done.",
    ExitCode.FAILED: "A check found a difference, or Seawall has a bug: the message says which.",
    ExitCode.USAGE: "The command, an option, a file or a setting is wrong. Nothing was changed.",
    ExitCode.AUTH: "Nobody is logged in, or the server does not take the login.",
    ExitCode.FORBIDDEN: "The user may not do that.",
    ExitCode.NOT_FOUND: "There is no such thing, or not any more.",
    ExitCode.CONFLICT: "The thing is in a state in which that can not be done, or was changed meanwhile.",
    ExitCode.RATE_LIMITED: "Too many requests.",
    ExitCode.TRANSPORT: "No whole answer came from the server.",
    ExitCode.SERVER: "The server failed.",
    ExitCode.UNEXPECTED: "The server answered what its API does not say.",
    ExitCode.TIMEOUT: "What was waited for did not happen in time. It may still happen.",
    ExitCode.TRANSFER: "A file did not arrive whole, or the disk did not take it.",
    ExitCode.INCOMPLETE: "What was waited for has ended, and not all of it has succeeded.",
    ExitCode.STOPPED: "Stopped by Ctrl-C.",
    ExitCode.PIPE_CLOSED: "What read the output stopped reading, e.g. `head`.",
}
"""What each code says, in the words of the reference."""

Endings = Sequence[tuple[type[BaseException], ExitCode]]
"""The exit code of each class; the first that an error belongs to decides, what belongs to none is a bug."""

ENDINGS: Endings = (
    (KeyboardInterrupt, ExitCode.STOPPED),
    (BrokenPipeError, ExitCode.PIPE_CLOSED),
    (IncompleteError, ExitCode.INCOMPLETE),
    (UnauthorizedError, ExitCode.AUTH),
    (AuthError, ExitCode.AUTH),
    (ForbiddenError, ExitCode.FORBIDDEN),
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
    (WaitTimeoutError, ExitCode.TIMEOUT),
    (TransferError, ExitCode.TRANSFER),
    (TransportError, ExitCode.TRANSPORT),
    (InputError, ExitCode.USAGE),
    (JournalError, ExitCode.USAGE),
    (WebhookError, ExitCode.USAGE),
    (ConfigError, ExitCode.USAGE),
)
"""Those of every SDK; a command line with errors of its own puts them before these."""


def exit_code_for(error: BaseException, endings: Endings = ENDINGS) -> ExitCode:
    """The exit code of an error that ends a command."""
    return next((code for class_, code in endings if isinstance(error, class_)), ExitCode.FAILED)
