"""What a bulk job is asked and what it tells."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from attrs import field, frozen

__all__ = ["BulkJournal", "BulkProgress", "BulkResult"]

T = TypeVar("T")
V = TypeVar("V")


def _as_it_is(value: Any) -> Any:
    return value


@frozen(kw_only=True)
class BulkJournal(Generic[V]):
    """Where a job notes what is done. `job` names the operation; other contents want another name.

    Values are kept as JSON: `encode` makes it and `decode` takes it, for values that are no JSON themselves.
    What `encode` leaves out is not kept, so leave out secrets. A result holds what `decode` makes of what was
    kept, on the first run too: without it a model is a dict, a tuple a list, a datetime text.
    """

    path: Path = field(converter=Path)
    job: str
    encode: Callable[[V], object] = _as_it_is
    decode: Callable[[object], V] = _as_it_is


@frozen(kw_only=True)
class BulkResult(Generic[T, V]):
    """What came of one item: a value, or the error that it failed with.

    `index` is its place among the items, `idempotency_key` what it was sent with; `was_done` says that the
    journal had it, so that nothing was sent.
    """

    index: int
    key: str
    item: T = field(repr=False)
    idempotency_key: str
    value: V | None = field(default=None, repr=False)
    error: Exception | None = None
    was_done: bool = False

    def unwrapped(self) -> V:
        """The value; raises the error."""
        if self.error is not None:
            raise self.error
        return cast("V", self.value)


@frozen
class BulkProgress:
    """How far a job is: so many items `done` and `failed`, of `total`."""

    done: int
    failed: int
    total: int
