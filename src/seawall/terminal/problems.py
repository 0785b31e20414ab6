"""Several checks of the input of a user, with one error for all faults."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from seawall.core.errors import InputError

__all__ = ["NOTHING_WAS_SENT", "Problems"]

T = TypeVar("T")
R = TypeVar("R")

_MAX_SHOWN = 5

NOTHING_WAS_SENT = "Nothing was sent."
"""The end of the message of one fault; several have their outcome before them, once."""


class Problems:
    """Collects the InputErrors of several checks: a person corrects all faults at once.

    `outcome` begins the message of several faults, e.g. `Nothing was submitted`.
    """

    def __init__(self, outcome: str) -> None:
        self._outcome = outcome
        self._errors: list[InputError] = []

    @contextmanager
    def collected(self) -> Iterator[None]:
        """Run a check; its InputError is kept for `raise_all`."""
        try:
            yield
        except InputError as error:
            self._errors.append(error)

    def each(self, check: Callable[[T], R], values: Iterable[T]) -> list[R]:
        """Return the result of `check` for each value; its InputErrors are kept for `raise_all`."""
        results: list[R] = []
        for value in values:
            with self.collected():
                results.append(check(value))
        return results

    def raise_all(self) -> None:
        """Raise the collected error, or one InputError with the `problems` of all; do nothing without any."""
        if len(self._errors) == 1:
            raise self._errors[0]
        if self._errors:
            problems = [problem for error in self._errors for problem in error.problems or (str(error),)]
            problems = [problem.removesuffix(f" {NOTHING_WAS_SENT}") for problem in problems]
            rest = len(problems) - _MAX_SHOWN
            more = f" And {rest} more." if rest > 0 else ""
            raise InputError(f"{self._outcome}: {' '.join(problems[:_MAX_SHOWN])}{more}", problems)
