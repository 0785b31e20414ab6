"""The commands `health` and `stats` of an SDK whose client has both."""

from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.exit_codes import ExitCode
from seawall.terminal.screen import facts, heading, table
from seawall.terminal.sdk import Sdk, SdkCommand

if TYPE_CHECKING:
    from seawall.runtime.client.statistics import ClientStats, Health
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["add_checks"]


class _Client(Protocol):
    def health(self) -> "Health": ...

    def stats(self) -> "ClientStats": ...

    def close(self) -> None: ...


S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C", bound=_Client)


def add_checks(app: typer.Typer, sdk: Sdk[S, C]) -> None:
    """Add the commands `health` and `stats` to `app`."""
    command_of(sdk, app, "health")(_health)
    command_of(sdk, app, "stats", view=_stats_parts)(_stats)


def _health(command: SdkCommand[S, C]) -> None:
    """Check that the server answers.

    Exits with 1 if it does not, and with 3 if it answers and you are not logged in.
    """
    found = command.client.health()
    is_logged_out = found.is_reachable and not found.is_healthy
    status = "the server answers; you are not logged in" if is_logged_out else found.status
    took = f"{found.response_time_s:.2f} s"
    shown = [("Status", status), ("Response", took), ("User id", found.user_id), ("Error", found.error)]
    command.show(found, facts(shown))
    if not found.is_healthy:
        raise typer.Exit(ExitCode.AUTH if is_logged_out else ExitCode.FAILED)


def _stats(command: SdkCommand[S, C]) -> "ClientStats":
    """Show the rate limits, and the duration of a call."""
    # The numbers of this process alone: a call, so that there is one.
    command.client.health()
    return command.client.stats()


def _stats_parts(found: "ClientStats") -> Parts:
    calls = found.calls
    numbers = f"{calls.calls}, {calls.errors} failed, {calls.average_response_s:.2f} s on average"
    yield facts([("Calls", numbers)])
    if found.limits:
        rows = [(each.kind, f"{each.used}/{each.most}", f"{each.per_s:g} s") for each in found.limits]
        yield heading("Rate limits")
        yield table(("CALLS", "USED", "PERIOD"), rows)
