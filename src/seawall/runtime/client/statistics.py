"""The health of an API and the numbers of a client, as frozen data."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from seawall.core.model.model import Model
from seawall.core.wire.freeze import FrozenDict, frozen_json
from seawall.core.wire.json_value import Json

__all__ = ["CacheUsage", "CallNumbers", "ClientStats", "Health", "LimitUsage"]


def _statuses(counts: Mapping[str, int]) -> Mapping[str, int]:
    return FrozenDict(counts)


def _settings(values: Mapping[str, object]) -> Mapping[str, Json]:
    return frozen_json(values, "settings")


@frozen(kw_only=True)
class Health(Model):
    """The answer to "can calls be made now?": `error` says why not.

    `status` is `healthy`, `unhealthy`, or `not_logged_in`: the server answers, but there is no login, or the
    server rejects it. `user_id` is the user that the answer names, if it names one.
    """

    status: str
    response_time_s: float
    at: datetime
    user_id: int | str | None = None
    error: str | None = None

    @property
    def is_healthy(self) -> bool:
        """True if the server answered, and calls can be made."""
        return self.status == "healthy"

    @property
    def is_reachable(self) -> bool:
        """True if the server answered, also to a caller who is not logged in."""
        return self.status != "unhealthy"


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


@frozen(kw_only=True)
class CacheUsage(Model):
    """The cache of a client. A store on a server has no `size` here. `hit_rate` is a fraction from 0 to 1."""

    size: int | None
    max_size: int | None
    hits: int
    misses: int
    hit_rate: float


@frozen(kw_only=True)
class LimitUsage(Model):
    """The rate limit of one kind of call: `used` of `most` requests in the last `per_s` seconds.

    `kind` is the budget of the policies with this limit, `all` if they have none; `waiting` calls wait for
    their turn.
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


@frozen(kw_only=True)
class ClientStats(Model):
    """The numbers of a client: its calls, its cache, the rate limit of each kind of call, its settings."""

    calls: CallNumbers
    cache: CacheUsage
    limits: tuple[LimitUsage, ...]
    settings: Mapping[str, Json] = field(converter=_settings)
