"""What moves forward is not given up: its policy counts anew once it has got further than before."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from seawall.core.errors import SeawallError
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop

__all__ = ["while_it_moves"]

T = TypeVar("T")


async def while_it_moves(
    attempt: Callable[[], Awaitable[T]], size: Callable[[], int], attempts: Callable[[], AsyncRetryLoop]
) -> T:
    """What an `attempt` returns, as often as the policy of `attempts` allows; raises its last error.

    `size` tells how far the transfer is, in bytes. `attempts` is asked for at the first failure, and again at
    each one after which more had come than ever before.
    """
    most = size()

    async def watched() -> T:
        nonlocal most
        try:
            return await attempt()
        except SeawallError as error:
            if size() <= most:
                raise
            # What begins anew and gets no further than before has not moved.
            most = size()
            raise _MovedError(error) from error

    try:
        return await watched()
    except _MovedError as moved:
        first = moved.error
    except SeawallError as error:
        first = error
    while True:
        try:
            return await attempts().run(first, watched)
        except _MovedError as moved:
            first = moved.error


class _MovedError(Exception):
    """An attempt failed with `error` after it had brought more bytes than any before it."""

    def __init__(self, error: SeawallError) -> None:
        super().__init__(str(error))
        self.error = error
