"""What became of each of several files."""

from collections.abc import Sequence
from typing import Generic, TypeVar, cast

from attrs import frozen

from seawall.core.errors import SeawallError

__all__ = ["TransferResult", "all_moved"]

F = TypeVar("F")
R = TypeVar("R")


@frozen
class TransferResult(Generic[F, R]):
    """What moving `file` gave: a value, or the error that it failed with."""

    file: F
    value: R | None = None
    error: SeawallError | None = None

    def unwrap(self) -> R:
        """The value; raises the error."""
        if self.error is not None:
            raise self.error
        return cast("R", self.value)


def all_moved(results: Sequence[TransferResult[F, R]]) -> tuple[R, ...]:
    """The values of all, in their order.

    Raises the first error, where there is one, with a note for each further one: its class decides what can
    be done, and the files that were moved stay.
    """
    failed = [result.error for result in results if result.error is not None]
    if not failed:
        return tuple(result.unwrap() for result in results)
    for error in failed[1:]:
        failed[0].add_note(f"Another of the {len(results)} files failed too: {error}")
    raise failed[0]
