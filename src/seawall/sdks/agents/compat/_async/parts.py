"""The parts of the older client: its limits, and the numbers that it shows as dicts."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import TypeAlias, TypeVar

from attrs import evolve, fields, frozen

from seawall.core.engine.policy import Policy, RateLimit
from seawall.runtime.bulk._async.bulk import AsyncBulk
from seawall.runtime.bulk.results import BulkProgress, BulkResult
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.client.statistics_reading import call_numbers
from seawall.sdks.agents._async.client import AsyncClient
from seawall.sdks.agents._async.context import AsyncContext
from seawall.sdks.agents.compat.shapes import BulkOperationResult

__all__ = [
    "AsyncLimitedClient",
    "AsyncSeedBulk",
    "AsyncSeedCache",
    "AsyncSeedLimiter",
    "AsyncSeedMetrics",
    "SeedProgress",
]

I = TypeVar("I")  # noqa: E741
T = TypeVar("T")

SeedProgress: TypeAlias = Callable[[int, int], object]
"""A function that receives the number of finished items and of all items."""


class AsyncLimitedClient(AsyncClient):
    """The client of this SDK, with the rate limit of the configuration for each kind of call."""

    @property
    def context(self) -> AsyncContext:
        """The context of the calls."""
        return self._context

    def follow_configuration(self, limit: RateLimit, growth: float) -> None:
        """Limit reads to `limit`, and every other kind to its budget or to `limit`, if that is less.

        The delays between attempts grow by `growth`.
        """
        policies = self._context.policies
        standard = policies.read.limit

        def limited(policy: Policy) -> Policy:
            own = policy.limit
            is_less = own is None or own == standard or limit.most / limit.per_s < own.most / own.per_s
            retry = evolve(policy.retry, growth=growth)
            return evolve(policy, limit=limit if is_less else own, retry=retry)

        changed = {each.name: limited(getattr(policies, each.name)) for each in fields(type(policies))}
        self._use(evolve(self._context, policies=evolve(policies, **changed)))


@frozen
class AsyncSeedCache:
    """The cache, as the older client showed it."""

    _cache: AsyncOperationCache
    _ttl_s: int

    def get_stats(self) -> dict[str, object]:
        """The numbers of the cache."""
        numbers = self._cache.statistics
        return {
            "size": numbers.size,
            "max_size": numbers.max_size,
            "hits": numbers.hits + numbers.shared,
            "misses": numbers.misses,
            "hit_rate_percentage": 100.0 * numbers.rate,
            "ttl_seconds": self._ttl_s,
        }

    async def clear(self) -> None:
        """Drop all results."""
        await self._cache.clear()


@frozen
class AsyncSeedLimiter:
    """The rate limiter, as the older client showed it."""

    _context: AsyncContext
    _limit: RateLimit

    def get_current_usage(self) -> dict[str, float]:
        """The usage of the limit of reads."""
        usage = self._context.engine.limit_usage(self._context.policies.read)
        used = 0 if usage is None else usage.used
        return {
            "current_requests": used,
            "max_requests": self._limit.most,
            "period_seconds": self._limit.per_s,
            "usage_percentage": 100.0 * used / self._limit.most,
        }


@frozen
class AsyncSeedMetrics:
    """The numbers of calls, as the older client showed them. Rates are fractions."""

    _context: AsyncContext

    def get_stats(self) -> dict[str, object]:
        """The numbers since the start, or since `reset_metrics`."""
        numbers = call_numbers(self._context.connection.metrics)
        return {
            "uptime_seconds": numbers.uptime_s,
            "total_requests": numbers.calls,
            "total_errors": numbers.errors,
            "error_rate": numbers.error_rate,
            "requests_per_minute": numbers.requests_per_minute,
            "average_response_time": numbers.average_response_s,
            "cache_hit_rate": numbers.cache_hit_rate,
            "status_code_distribution": {int(status): count for status, count in numbers.statuses.items()},
        }


@frozen
class AsyncSeedBulk:
    """Runs a function for many items, one batch after another; the configuration says how many at a time."""

    _context: AsyncContext
    _batch_size: int

    async def run(
        self, items: Sequence[I], work: Callable[[I], Awaitable[T]], progress: SeedProgress | None
    ) -> BulkOperationResult[T]:
        """The results in the order of the items; `progress` receives the numbers done and in all."""

        async def one(item: I, key: str) -> T:
            del key
            return await work(item)

        results: list[BulkResult[I, T]] = []

        def report(seen: BulkProgress) -> None:
            if progress is not None:
                progress(len(results) + seen.done + seen.failed, len(items))

        names = count()
        clock = self._context.engine.clock
        began_s = clock.monotonic()
        bulk = AsyncBulk(one, key=lambda _: str(next(names)), at_once=self._context.concurrency, clock=clock)
        for start in range(0, len(items), self._batch_size):
            batch = await bulk.run(items[start : start + self._batch_size], on_progress=report)
            results += [evolve(result, index=start + result.index) for result in batch]
        return BulkOperationResult.of(tuple(results), clock.monotonic() - began_s)
