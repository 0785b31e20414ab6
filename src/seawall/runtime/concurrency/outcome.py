"""The result or the error of work that ran elsewhere."""

from typing import Generic, TypeVar, cast

from attrs import frozen

__all__ = ["Outcome"]

R = TypeVar("R")


@frozen(eq=False, repr=False)
class Outcome(Generic[R]):
    """A result, or the error that the work raised."""

    value: R | None = None
    error: BaseException | None = None

    def result(self) -> R:
        """Return the result, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast("R", self.value)
