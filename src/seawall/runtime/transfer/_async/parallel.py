"""Several files at a time: bounded, and one that fails does not lose the others."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from attrs import frozen

from seawall.core.errors import SeawallError
from seawall.runtime.concurrency.tasks import AsyncWorkers
from seawall.runtime.concurrency.threads import serialized
from seawall.runtime.transfer.results import TransferResult

__all__ = ["AsyncTransfers"]

F = TypeVar("F")
P = TypeVar("P")
R = TypeVar("R")


@frozen
class AsyncTransfers(Generic[P]):
    """Moves files, up to `at_once` at a time. `on_progress` is told of all of them, never twice at once."""

    at_once: int
    on_progress: Callable[[P], None]

    async def each(
        self, files: Sequence[F], move: Callable[[F, Callable[[P], None]], Awaitable[R]]
    ) -> tuple[TransferResult[F, R], ...]:
        """The result of `move` for every file, in their order.

        `move` is given a file and whom to tell of its progress. A SeawallError that it raises becomes the
        file's result; anything else, such as Ctrl-C or a bug, ends the whole.
        """
        workers = AsyncWorkers(self.at_once)
        tell = serialized(self.on_progress)

        def told(progress: P) -> None:
            workers.check()
            tell(progress)

        async def moved(numbered: tuple[int, F]) -> tuple[int, TransferResult[F, R]]:
            number, file = numbered
            try:
                return number, TransferResult(file, value=await move(file, told))
            except SeawallError as error:
                return number, TransferResult(file, error=error)

        results = dict([result async for result in workers.each(enumerate(files), moved)])
        return tuple(results[number] for number in range(len(files)))
