"""Builders of the models that every SDK exports."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from seawall.core.errors import SeawallError
from seawall.core.waiting.polling import Outage
from seawall.runtime.client.statistics import CacheUsage, CallNumbers, ClientStats, Health, LimitUsage
from seawall.runtime.transfer.results import DownloadProgress
from seawall.testing import faults
from seawall.testing.builder_values import START

__all__ = [
    "cache_usage",
    "call_numbers",
    "client_stats",
    "download_progress",
    "health",
    "limit_usage",
    "outage",
]


def download_progress(
    *,
    file: int = 1,
    files: int = 1,
    path: Path = Path("results", "item-1", "result.csv"),
    size: int = 0,
    total: int | None = 18,
    done: int | None = None,
) -> DownloadProgress:
    """Return the progress of a download; by default, the files before `file` are done."""
    finished = file - (size != total)
    return DownloadProgress(
        file=file, files=files, path=path, size=size, total=total, done=finished if done is None else done
    )


def outage(
    *,
    error: SeawallError | None = None,
    failed_polls: int = 1,
    duration_s: float = 5.0,
    remaining_s: float = 55.0,
) -> Outage:
    """Return an outage during a wait; by default, the server can not be reached."""
    return Outage(
        error=faults.refused() if error is None else error,
        failed_polls=failed_polls,
        duration_s=duration_s,
        remaining_s=remaining_s,
    )


def health(
    *,
    status: str = "healthy",
    response_time_s: float = 0.1,
    at: datetime = START,
    user_id: int | str | None = 1,
    error: str | None = None,
) -> Health:
    """Return the health of an API that answers."""
    return Health(status=status, response_time_s=response_time_s, at=at, user_id=user_id, error=error)


def call_numbers(
    *,
    uptime_s: float = 60.0,
    calls: int = 4,
    requests: int = 4,
    errors: int = 1,
    error_rate: float = 0.25,
    requests_per_minute: float = 4.0,
    average_response_s: float = 0.1,
    cache_hit_rate: float = 0.0,
    statuses: Mapping[str, int] = {"200": 3, "404": 1},
) -> CallNumbers:
    """Return the numbers of four calls in a minute, one of which failed."""
    return CallNumbers(
        uptime_s=uptime_s,
        calls=calls,
        requests=requests,
        errors=errors,
        error_rate=error_rate,
        requests_per_minute=requests_per_minute,
        average_response_s=average_response_s,
        cache_hit_rate=cache_hit_rate,
        statuses=statuses,
    )


def cache_usage(
    *,
    size: int | None = 1,
    max_size: int | None = 128,
    hits: int = 3,
    misses: int = 1,
    hit_rate: float = 0.75,
) -> CacheUsage:
    """Return the usage of a cache with one result."""
    return CacheUsage(size=size, max_size=max_size, hits=hits, misses=misses, hit_rate=hit_rate)


def limit_usage(
    *, kind: str = "create", used: int = 1, most: int = 10, per_s: float = 60.0, waiting: int = 0
) -> LimitUsage:
    """Return the usage of the limit of creates."""
    return LimitUsage(kind=kind, used=used, most=most, per_s=per_s, waiting=waiting)


def client_stats(
    *,
    calls: CallNumbers | None = None,
    cache: CacheUsage | None = None,
    limits: tuple[LimitUsage, ...] = (),
    settings: Mapping[str, object] = {},
) -> ClientStats:
    """Return the numbers of a client."""
    return ClientStats(
        calls=calls or call_numbers(), cache=cache or cache_usage(), limits=limits, settings=settings
    )
