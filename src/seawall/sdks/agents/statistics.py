"""The health of the API and the numbers of a client, as frozen data."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import field, fields, frozen

from seawall.core.cache.keys import CacheStatistics
from seawall.core.engine.policy import Policy, RateLimit
from seawall.core.model.model import Model
from seawall.core.rate_limit.counters import Usage
from seawall.core.wire.freeze import FrozenDict, frozen_json
from seawall.sdks.agents.models import JsonObject
from seawall.sdks.agents.policies import Policies

if TYPE_CHECKING:
    from seawall.runtime.observe.metrics import Metrics

__all__ = ["CacheUsage", "CallNumbers", "ClientStats", "Health", "LimitUsage", "policies_by_budget"]


def _statuses(counts: Mapping[str, int]) -> Mapping[str, int]:
    return FrozenDict(counts)


def _settings(values: Mapping[str, object]) -> JsonObject:
    return frozen_json(values, "settings")


@frozen(kw_only=True)
class Health(Model):
    """The answer to "can calls be made now?": `status` is `healthy` or `unhealthy`, `error` says why not."""

    status: str
    response_time_s: float
    at: datetime
    user_id: int | None = None
    error: str | None = None

    @property
    def is_healthy(self) -> bool:
        """True if the server answered, for a user."""
        return self.status == "healthy"


@frozen(kw_only=True)
class CallNumbers(Model):
    """The calls of a client since its start, or since the last `reset_metrics`.

    `calls` have ended, `requests` were sent for them. Rates are fractions from 0 to 1: `error_rate` of the
    calls that failed, `cache_hit_rate` of those that sent nothing. `average_response_s` is the mean duration
    of calls that were sent, with retries and waits. `statuses` counts calls by their last status.
    """

    uptime_s: float
    calls: int
    requests: int
    errors: int
    error_rate: float
    requests_per_minute: float
    average_response_s: float
    cache_hit_rate: float
    statuses: Mapping[str, int] = field(converter=_statuses)

    @classmethod
    def of(cls, metrics: "Metrics") -> "CallNumbers":
        """The numbers that `metrics` has counted."""
        total, uptime_s = metrics.total(), metrics.counting_s
        return cls(
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


@frozen(kw_only=True)
class CacheUsage(Model):
    """The cache of a client. A store on a server has no `size` here. `hit_rate` is a fraction from 0 to 1."""

    size: int | None
    max_size: int | None
    hits: int
    misses: int
    hit_rate: float

    @classmethod
    def of(cls, statistics: CacheStatistics) -> "CacheUsage":
        """The usage that `statistics` describe; a shared load counts as a hit."""
        return cls(
            size=statistics.size,
            max_size=statistics.max_size,
            hits=statistics.hits + statistics.shared,
            misses=statistics.misses,
            hit_rate=statistics.rate,
        )


@frozen(kw_only=True)
class LimitUsage(Model):
    """The rate limit of one kind of call: `used` of `most` requests in the last `per_s` seconds.

    `kind` is `standard`, `create` and so on; `waiting` calls wait for their turn.
    """

    kind: str
    used: int
    most: int
    per_s: float
    waiting: int

    @property
    def percentage(self) -> float:
        """The part of the limit that is used, in percent."""
        return 100.0 * self.used / self.most

    @classmethod
    def of(cls, kind: str, limit: RateLimit, usage: Usage) -> "LimitUsage":
        """The usage of `limit`."""
        return cls(kind=kind, used=usage.used, most=limit.most, per_s=limit.per_s, waiting=usage.waiting)


@frozen(kw_only=True)
class ClientStats(Model):
    """The numbers of a client: its calls, its cache, the rate limit of each kind of call, its settings."""

    calls: CallNumbers
    cache: CacheUsage
    limits: tuple[LimitUsage, ...]
    settings: JsonObject = field(converter=_settings)


def policies_by_budget(policies: Policies) -> dict[str, Policy]:
    """One policy for each budget that has a limit; the budget of a limit of the user's own is `all`."""
    every: list[Policy] = [getattr(policies, each.name) for each in fields(type(policies))]
    return {each.budget or "all": each for each in every if each.limit is not None}
