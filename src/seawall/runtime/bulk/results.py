"""The journal settings, results and progress of a bulk job."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from attrs import field, frozen

from seawall.runtime.files.path_argument import as_path

__all__ = ["BulkJournal", "BulkProgress", "BulkResult"]

T = TypeVar("T")
V = TypeVar("V")


def _identity(value: Any) -> Any:
    return value


@frozen(kw_only=True)
class BulkJournal(Generic[V]):
    """The file in which a job records its results. `job` names the operation; use a new name for new content.

    Values are written as JSON. `encode` converts a value to JSON and `decode` converts it back, for values
    that are not JSON themselves; leave secrets out in `encode`. A result contains the decoded value, on the
    first run too: without the two functions a model becomes a dict, a tuple a list and a datetime text.
    """

    path: Path = field(converter=as_path)
    job: str
    encode: Callable[[V], object] = field(default=_identity, repr=False)
    decode: Callable[[object], V] = field(default=_identity, repr=False)


@frozen(kw_only=True)
class BulkResult(Generic[T, V]):
    """The result of one item: a value, or the error that it failed with.

    `index` is its index in the items and `idempotency_key` the key that it was sent with. `from_journal` says
    that an earlier run did it, so that nothing was sent. `may_be_done` is for items that are sent once: it
    was sent, and its result is not known.
    """

    index: int
    key: str
    item: T = field(repr=False)
    idempotency_key: str
    value: V | None = field(default=None, repr=False)
    error: Exception | None = None
    from_journal: bool = False
    may_be_done: bool = False

    def unwrap(self) -> V:
        """Return the value, or raise the error."""
        if self.error is not None:
            raise self.error
        return cast("V", self.value)


@frozen
class BulkProgress:
    """The progress of a job: the number of items that are `done`, that `failed`, and the `total`."""

    done: int
    failed: int
    total: int
