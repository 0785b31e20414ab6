# DO NOT EDIT. Derived from ../_async/observation.py by "python -m seawall.codegen.derive".
"""The health of the API of a client, and the numbers of the client."""

from collections.abc import Callable
from datetime import UTC, datetime

from seawall.core.engine.policy import PolicySet
from seawall.core.errors import AuthError, ForbiddenError, SeawallError, UnauthorizedError
from seawall.core.redaction.redact import redact
from seawall.core.validation.arguments import describe_type
from seawall.runtime.client._sync.connection import Connection
from seawall.runtime.client.statistics import ClientStats, Health
from seawall.runtime.client.statistics_reading import cache_usage, call_numbers, limit_usages
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.settings.api_settings import ApiSettings
from seawall.runtime.settings.display import shown_values

__all__ = ["health", "stats"]


def health(
    ask: Callable[[], int | str | None],
    ask_without_token: Callable[[], object],
    clock: Clock,
) -> Health:
    """Call `ask`, which asks the server and returns the id of the user, and measure it; raises no error.

    If there is no token to send, `ask_without_token` tells whether the server answers.
    """
    began_s = clock.monotonic()
    user_id, error = None, None
    try:
        user_id = ask()
    # A transport of the user's may raise anything, and a monitor must go on.
    except Exception as raised:  # noqa: BLE001
        error = raised
    if isinstance(error, AuthError):
        try:
            ask_without_token()
        except (UnauthorizedError, ForbiddenError):
            pass
        except Exception as raised:  # noqa: BLE001 - as above
            error = raised
    return Health(
        status=_status(error),
        response_time_s=clock.monotonic() - began_s,
        at=datetime.fromtimestamp(clock.wall(), UTC),
        user_id=user_id,
        error=None if error is None else _fault(error),
    )


def _status(error: Exception | None) -> str:
    match error:
        case None:
            return "healthy"
        case AuthError() | UnauthorizedError():
            return "not_logged_in"
        case _:
            return "unhealthy"


def _fault(error: Exception) -> str:
    if isinstance(error, SeawallError):
        return str(error)
    return redact(f"The request failed with an error {describe_type(error)}.")


def stats(connection: Connection[ApiSettings], policies: PolicySet) -> ClientStats:
    """The numbers of `connection` so far, and the usage of the limits of `policies`; nothing is sent."""
    return ClientStats(
        calls=call_numbers(connection.metrics),
        cache=cache_usage(connection.cache.statistics),
        limits=limit_usages(policies, connection.engine.limit_usage),
        settings=shown_values(connection.settings),
    )
