"""What to do about an error, where its own message does not say so. Pure."""

from seawall.core.errors import (
    ForbiddenError,
    MaybeProcessedError,
    NotFoundError,
    RateLimitedError,
    SeawallError,
    ServerStatusError,
    UnauthorizedError,
)

__all__ = ["hint_for"]

_HINTS: tuple[tuple[type[SeawallError], str], ...] = (
    (UnauthorizedError, "Log in again: seawall platform user login"),
    (ForbiddenError, "See who you are: seawall platform user whoami. Ask your organization for access."),
    (NotFoundError, "Check the id. `seawall platform application list` and `run list` show what there is."),
    (RateLimitedError, "Wait a minute, then run it again."),
    (ServerStatusError, "Run it again later. If it stays so, give the platform's operator the request id."),
    (MaybeProcessedError, "It may have been done all the same. List your runs before you submit one again."),
)


def hint_for(error: SeawallError) -> str | None:
    """One sentence or two on what to do, or None where the message says it already."""
    return next((hint for class_, hint in _HINTS if isinstance(error, class_)), None)
