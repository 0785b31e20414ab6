"""Exit codes and hints for the errors of `seawall` commands."""

from seawall.codegen.errors import GenerationError, OutputError
from seawall.core.errors import (
    ForbiddenError,
    MaybeProcessedError,
    NotFoundError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
    UnauthorizedError,
)
from seawall.terminal import exit_codes
from seawall.terminal.exit_codes import ExitCode, ExitCodesByError

__all__ = ["EXIT_CODES_BY_ERROR", "hint_for"]

EXIT_CODES_BY_ERROR: ExitCodesByError = (
    (OutputError, ExitCode.TRANSFER),
    (GenerationError, ExitCode.USAGE),
    *exit_codes.EXIT_CODES_BY_ERROR,
)
"""The exit codes of every SDK's commands and of generation; the first match decides."""

_HINTS: tuple[tuple[type[SeawallError], str], ...] = (
    (UnauthorizedError, "Log in again: seawall platform user login"),
    (ForbiddenError, "Ask your organization for access. To see your user: seawall platform user whoami"),
    (
        NotFoundError,
        "Check the id. `seawall platform application list` and `seawall platform run list` show the ids.",
    ),
    (RateLimitedError, "Wait a minute, then run the command again."),
    (
        ServerStatusError,
        "Run it again later. If it still fails, give the platform's operator the request id.",
    ),
    (
        MaybeProcessedError,
        "It may have been processed. To check before you submit again: seawall platform run list --mine",
    ),
)


def hint_for(error: SeawallError) -> str | None:
    """Return the next step after `error`, or None if the message already says it."""
    return next((hint for class_, hint in _HINTS if isinstance(error, class_)), None)
