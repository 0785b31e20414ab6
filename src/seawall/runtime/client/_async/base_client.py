"""What every client does with its connection: share it with copies, show it, close it."""

from typing import Any, Generic, Self, TypeVar

from attrs import evolve, frozen

from seawall.core.engine.policy import PolicySet
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.client._async.connection import AsyncConnection
from seawall.runtime.engine._async.engine import AsyncEngine

__all__ = ["AsyncApiClient", "AsyncClientContext"]

P = TypeVar("P", bound=PolicySet)
C = TypeVar("C", bound="AsyncClientContext[Any]")


@frozen(eq=False, repr=False)
class AsyncClientContext(Generic[P]):
    """What the resources of one client share: a connection, and the policies that its calls go under."""

    connection: AsyncConnection
    policies: P

    @property
    def engine(self) -> AsyncEngine:
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


class AsyncApiClient(Generic[C]):
    """What the client of an SDK is made from. Close it, or use it in a `with` block.

    A subclass makes an AsyncConnection in its constructor and hands a context to `_use`, where it makes its
    resources, also those of a copy.
    """

    _context: C
    _is_copy = False

    def _use(self, context: C) -> None:
        """Make the resources, all from `context`."""
        self._context = context

    @property
    def cache(self) -> AsyncOperationCache:
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

    async def aclose(self) -> None:
        """Give up the connections; every call raises ConfigError from now on, copies' calls too.

        A renewal of a token whose caller gave up is waited for, 10 s at most. What was handed in stays open.
        """
        if not self._is_copy:
            await self._context.connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._context.connection.settings.base_url!r})"
