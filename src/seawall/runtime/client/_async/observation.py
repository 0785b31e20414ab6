"""The health of the API of a client, and the numbers of the client."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from seawall.core.engine.policy import PolicySet
from seawall.core.errors import SeawallError
from seawall.core.redaction.redact import redact
from seawall.core.validation.arguments import describe_type
from seawall.runtime.client._async.connection import AsyncConnection
from seawall.runtime.client.statistics import ClientStats, Health
from seawall.runtime.client.statistics_reading import cache_usage, call_numbers, limit_usages
from seawall.runtime.concurrency._async.clock import AsyncClock
from seawall.runtime.settings.api_settings import ApiSettings
from seawall.runtime.settings.display import shown_values

__all__ = ["async_health", "async_stats"]


async def async_health(ask: Callable[[], Awaitable[int | str | None]], clock: AsyncClock) -> Health:
    """Call `ask`, which asks the server and returns the id of the user, and measure it; raises no error."""
    began_s, user_id, fault = clock.monotonic(), None, None
    try:
        user_id = await ask()
    except SeawallError as error:
        fault = str(error)
    # A transport of the user's may raise anything, and a monitor must go on.
    except Exception as error:  # noqa: BLE001
        fault = redact(f"The request failed with an error {describe_type(error)}.")
    return Health(
        status="healthy" if fault is None else "unhealthy",
        response_time_s=clock.monotonic() - began_s,
        at=datetime.fromtimestamp(clock.wall(), UTC),
        user_id=user_id,
        error=fault,
    )


def async_stats(connection: AsyncConnection[ApiSettings], policies: PolicySet) -> ClientStats:
    """The numbers of `connection` so far, and the usage of the limits of `policies`; nothing is sent."""
    return ClientStats(
        calls=call_numbers(connection.metrics),
        cache=cache_usage(connection.cache.statistics),
        limits=limit_usages(policies, connection.engine.limit_usage),
        settings=shown_values(connection.settings),
    )
