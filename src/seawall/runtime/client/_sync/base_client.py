# DO NOT EDIT. Derived from ../_async/base_client.py by "python -m seawall.codegen.derive".
"""What every client does with its connection: share it with copies, show it, close it."""

from typing import Any, Generic, Self, TypeVar

from attrs import evolve, frozen

from seawall.core.engine.policy import PolicySet
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.runtime.client._sync.connection import Connection
from seawall.runtime.engine._sync.engine import Engine

__all__ = ["ApiClient", "ClientContext"]

P = TypeVar("P", bound=PolicySet)
C = TypeVar("C", bound="ClientContext[Any]")


@frozen(eq=False, repr=False)
class ClientContext(Generic[P]):
    """What the resources of one client share: a connection, and the policies that its calls go under."""

    connection: Connection
    policies: P

    @property
    def engine(self) -> Engine:
        """What sends the calls."""
        return self.connection.engine

    @property
    def api_url(self) -> str:
        """The API's base URL."""
        return self.connection.api_url

    @property
    def concurrency(self) -> int:
        """How many calls or files are under way at a time, if nobody says otherwise."""
        return self.connection.settings.concurrency


class ApiClient(Generic[C]):
    """What the client of an SDK is made from. Close it, or use it in a `with` block.

    A subclass makes a Connection in its constructor and hands a context to `_use`, where it makes its
    resources, also those of a copy.
    """

    _context: C
    _is_copy = False

    def _use(self, context: C) -> None:
        """Make the resources, all from `context`."""
        self._context = context

    @property
    def cache(self) -> OperationCache:
        """The answers to reads that are kept: `cache.statistics`, `cache.clear()`."""
        return self._context.connection.cache

    def with_options(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> Self:
        """A copy with other settings for its calls. It shares the connection, and closing it closes nothing.

        `attempt_timeout_s` bounds an attempt, `deadline_s` all attempts of a call together. Raises
        ConfigError for what the settings would not take.
        """
        policies = self._context.policies.replace(
            attempt_timeout_s=attempt_timeout_s, deadline_s=deadline_s, attempts=attempts
        )
        copy = object.__new__(type(self))
        copy._is_copy = True
        copy._use(evolve(self._context, policies=policies))
        return copy

    def close(self) -> None:
        """Give up the connections; every call raises ConfigError from now on, copies' calls too.

        A renewal of a token whose caller gave up is waited for, 10 s at most. What was handed in stays open.
        """
        if not self._is_copy:
            self._context.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._context.connection.settings.base_url!r})"
