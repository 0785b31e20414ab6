"""The numbers of a client, read from the parts that count."""

from collections.abc import Callable

from attrs import fields

from seawall.core.cache.keys import CacheStatistics
from seawall.core.engine.policy import Policy, PolicySet
from seawall.core.rate_limit.counters import Usage
from seawall.runtime.client.statistics import CacheUsage, CallNumbers, LimitUsage
from seawall.runtime.observe.metrics import Metrics

__all__ = ["cache_usage", "call_numbers", "limit_usages"]


def call_numbers(metrics: Metrics) -> CallNumbers:
    """The numbers that `metrics` have counted."""
    total, uptime_s = metrics.total(), metrics.counting_s
    return CallNumbers(
        uptime_s=uptime_s,
        calls=total.calls,
        requests=total.attempts,
        errors=total.failed,
        error_rate=total.failed / total.calls if total.calls else 0.0,
        requests_per_minute=60 * total.attempts / uptime_s if uptime_s > 0 else 0.0,
        average_response_s=total.latency.mean_s,
        cache_hit_rate=total.cache_hits / total.calls if total.calls else 0.0,
        statuses={str(status): count for status, count in sorted(total.statuses.items())},
    )


def cache_usage(statistics: CacheStatistics) -> CacheUsage:
    """The usage of a cache; a load that was shared counts as a hit."""
    return CacheUsage(
        size=statistics.size,
        max_size=statistics.max_size,
        hits=statistics.hits + statistics.shared,
        misses=statistics.misses,
        hit_rate=statistics.rate,
    )


def limit_usages(policies: PolicySet, usage_of: Callable[[Policy], Usage | None]) -> tuple[LimitUsage, ...]:
    """The usage of each limit of `policies`: one for each budget, or `all` for a limit without budget."""
    every: list[Policy] = [getattr(policies, each.name) for each in fields(type(policies))]
    by_budget = {policy.budget or "all": policy for policy in every if policy.limit is not None}
    return tuple(
        LimitUsage(
            kind=kind,
            used=usage.used,
            most=policy.limit.most,
            per_s=policy.limit.per_s,
            waiting=usage.waiting,
        )
        for kind, policy in by_budget.items()
        if policy.limit and (usage := usage_of(policy))
    )
