"""Builders of the health of the API, the numbers of a client, new runs and events, and signed webhooks."""

from collections.abc import Mapping
from datetime import datetime

from seawall.core.redaction.secret import hidden
from seawall.core.webhook.signatures import HexWebhook
from seawall.sdks.agents.models import Run
from seawall.sdks.agents.new_runs import NewRun, RunWebhook
from seawall.sdks.agents.statistics import CacheUsage, CallNumbers, ClientStats, Health, LimitUsage
from seawall.sdks.agents.webhooks import SIGNATURE_HEADER, RunEvent
from seawall.testing.agents.runs import run as run_of
from seawall.testing.builder_values import START

__all__ = [
    "cache_usage",
    "call_numbers",
    "client_stats",
    "health",
    "limit_usage",
    "new_run",
    "run_event",
    "sign_webhook",
]


def health(
    *,
    status: str = "healthy",
    response_time_s: float = 0.1,
    at: datetime = START,
    user_id: int | None = 1,
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


def new_run(
    *,
    prompt: str = "Fix the tests.",
    images: tuple[str, ...] = (),
    metadata: Mapping[str, object] | None = None,
    repo_id: int | None = None,
    model: str | None = None,
    agent_type: str | None = None,
    webhooks: tuple[RunWebhook, ...] | None = None,
) -> NewRun:
    """Return a run to create."""
    return NewRun(
        prompt=prompt,
        images=images,
        metadata=metadata,
        repo_id=repo_id,
        model=model,
        agent_type=agent_type,
        webhooks=webhooks,
    )


def run_event(
    *,
    event_type: str = "agent_run.completed",
    run: Run | None = None,
    payload: Mapping[str, object] | None = None,
) -> RunEvent:
    """Return the event of a run that has ended."""
    ended = run or run_of(status="COMPLETE")
    facts = {"id": ended.id, "organization_id": ended.organization_id, "status": str(ended.status)}
    whole = {"event_type": event_type, "data": facts} if payload is None else payload
    return RunEvent(event_type=event_type, run=ended, payload=whole)


def sign_webhook(
    body: bytes, secret: str, *, header: str = SIGNATURE_HEADER, prefix: str = ""
) -> dict[str, str]:
    """Return the header that the API sends with `body`; the `prefix` may be `sha256=`."""
    secret = hidden(secret)
    return HexWebhook([secret], header=header, prefix=prefix).sign(body)
