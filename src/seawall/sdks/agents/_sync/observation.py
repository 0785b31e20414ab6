# DO NOT EDIT. Derived from ../_async/observation.py by "python -m seawall.codegen.derive".
"""The health of the API and the numbers of a client."""

from datetime import UTC, datetime

from seawall.core.engine.conversion import converted
from seawall.core.errors import SeawallError
from seawall.core.redaction.redact import redact
from seawall.core.validation.arguments import checked_seconds, describe_type
from seawall.runtime.settings.display import shown_values
from seawall.sdks.agents._sync.context import Context
from seawall.sdks.agents._generated import calls
from seawall.sdks.agents.account import User
from seawall.sdks.agents.statistics import (
    CacheUsage,
    CallNumbers,
    ClientStats,
    Health,
    LimitUsage,
    policies_by_budget,
)

__all__ = ["health", "stats"]


def health(context: Context, timeout_s: float) -> Health:
    """Ask for the caller once, not from a cache. Raises InputError for a time that is none."""
    timeout_s = checked_seconds(timeout_s, "timeout_s")
    clock, policy = context.engine.clock, context.policies.me.without_retries.with_deadline(timeout_s)
    call = calls.get_current_user()
    began_s, user, fault = clock.monotonic(), None, None
    try:
        user = converted(call, context.engine.send(call, policy, nocache=True), User.from_wire).id
    except SeawallError as error:
        fault = str(error)
    # A transport of the user's may raise anything, and a monitor must go on.
    except Exception as error:  # noqa: BLE001
        fault = redact(f"The request failed with an error {describe_type(error)}.")
    return Health(
        status="healthy" if fault is None else "unhealthy",
        response_time_s=clock.monotonic() - began_s,
        at=datetime.fromtimestamp(clock.wall(), UTC),
        user_id=user,
        error=fault,
    )


def stats(context: Context) -> ClientStats:
    """The numbers so far."""
    usages = [
        (kind, policy.limit, context.engine.limit_usage(policy))
        for kind, policy in policies_by_budget(context.policies).items()
    ]
    return ClientStats(
        calls=CallNumbers.of(context.metrics),
        cache=CacheUsage.of(context.connection.cache.statistics),
        limits=tuple(LimitUsage.of(kind, limit, usage) for kind, limit, usage in usages if limit and usage),
        settings=shown_values(context.settings),
    )
