"""Exit codes: one for each kind of ending, the same in every command and every version."""

from enum import IntEnum

from seawall.codegen.errors import GenerationError, OutputError
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
    ServerStatusError,
    StatusError,
    TransferError,
    TransportError,
    UnauthorizedError,
    UnprocessableError,
    WaitTimeoutError,
    WebhookError,
)
from seawall.sdks.platform.cli.watching import IncompleteRunError

__all__ = ["ENDINGS", "MEANINGS", "ExitCode", "exit_code_for"]


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
    ExitCode.AUTH: "Nobody is logged in, or the platform does not take the login.",
    ExitCode.FORBIDDEN: "The user may not do that.",
    ExitCode.NOT_FOUND: "There is no such thing, or not any more.",
    ExitCode.CONFLICT: "The thing is in a state in which that can not be done, or was changed meanwhile.",
    ExitCode.RATE_LIMITED: "Too many requests.",
    ExitCode.TRANSPORT: "No whole answer came from the server.",
    ExitCode.SERVER: "The server failed.",
    ExitCode.UNEXPECTED: "The server answered what its API does not say.",
    ExitCode.TIMEOUT: "What was waited for did not happen in time. It may still happen.",
    ExitCode.TRANSFER: "A file did not arrive whole, or the disk did not take it.",
    ExitCode.INCOMPLETE: "The run has ended and not all of its items have succeeded.",
    ExitCode.STOPPED: "Stopped by Ctrl-C.",
    ExitCode.PIPE_CLOSED: "What read the output stopped reading, e.g. `head`.",
}
"""What each code says, in the words of the reference."""

ENDINGS: tuple[tuple[type[BaseException], ExitCode], ...] = (
    (KeyboardInterrupt, ExitCode.STOPPED),
    (BrokenPipeError, ExitCode.PIPE_CLOSED),
    (IncompleteRunError, ExitCode.INCOMPLETE),
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
    (OutputError, ExitCode.TRANSFER),
    (GenerationError, ExitCode.USAGE),
    (InputError, ExitCode.USAGE),
    (JournalError, ExitCode.USAGE),
    (WebhookError, ExitCode.USAGE),
    (ConfigError, ExitCode.USAGE),
)
"""The first class that an error belongs to decides; what belongs to none is a bug."""


def exit_code_for(error: BaseException) -> ExitCode:
    """The exit code of an error that ends a command."""
    return next((code for class_, code in ENDINGS if isinstance(error, class_)), ExitCode.FAILED)
