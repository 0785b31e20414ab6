"""Contenders whose figures are known: for the tests of the harness."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.harness.worker import Run


@contextmanager
def reporting(value: str) -> Iterator[Run]:
    """Report `value` times the number of runs."""
    print("What a library prints is no answer.")  # noqa: T201
    yield lambda count: {"value": float(value) * count}


@contextmanager
def failing() -> Iterator[Run]:
    """Fail in every run."""

    def run(_: int) -> None:
        raise RuntimeError("This contender fails.")

    yield run
