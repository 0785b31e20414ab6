# DO NOT EDIT. Derived from ../_async/progress_retry.py by "python -m seawall.codegen.derive".
"""Retry a transfer; each time it makes progress, the retry budget starts over."""

from collections.abc import Callable
from typing import TypeVar

from seawall.core.errors import SeawallError
from seawall.runtime.retry._sync.retry_loop import RetryLoop

__all__ = ["retry_while_progressing"]

T = TypeVar("T")


def retry_while_progressing(
    send: Callable[[], T], progress: Callable[[], int], retry_loop: Callable[[], RetryLoop]
) -> T:
    """Call `send` until it succeeds and return its result.

    `progress` returns the number of bytes transferred so far. `retry_loop` returns the loop that handles the
    first failure, and a new one for each failure after which more bytes than ever before were transferred.
    Raises the last error of a loop.
    """
    most = progress()

    def send_and_compare() -> T:
        nonlocal most
        try:
            return send()
        except SeawallError as error:
            # A transfer that starts over and gets no further than before has made no progress.
            if progress() <= most:
                raise
            most = progress()
            raise _ProgressError(error) from error

    try:
        return send()
    except SeawallError as first_error:
        error, most = first_error, max(most, progress())
    while True:
        try:
            return retry_loop().run(error, send_and_compare)
        except _ProgressError as made:
            error = made.error


class _ProgressError(Exception):
    """Ends a retry loop: the attempt failed with `error`, but it has transferred more than any before it.

    Not a SeawallError, so that the loop does not retry it.
    """

    def __init__(self, error: SeawallError) -> None:
        super().__init__(str(error))
        self.error = error
