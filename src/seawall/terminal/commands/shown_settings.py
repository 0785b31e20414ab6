"""Shows the settings of an SDK, each with its origin; the command `config show` of an SDK."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.screen import facts, heading, table
from seawall.terminal.sdk import Connections, Sdk, SdkCommand

if TYPE_CHECKING:
    from rich.console import RenderableType

    from seawall.runtime.settings.display import DisplayedSetting
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["add_config_show", "settings_json", "settings_table"]


class _Closable(Protocol):
    def close(self) -> None: ...


S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C", bound=_Closable)


def settings_table(rows: "Sequence[DisplayedSetting]") -> "RenderableType":
    """A table with one row for each setting: its name, value and origin."""
    cells = [(row.name, "" if row.value is None else str(row.value), row.origin) for row in rows]
    return table(["SETTING", "VALUE", "ORIGIN"], cells)


def settings_json(rows: "Sequence[DisplayedSetting]") -> dict[str, object]:
    """The value and origin of each setting, by its name."""
    return {
        row.name: {
            "value": row.value if isinstance(row.value, bool | int | float | None) else str(row.value),
            "origin": row.origin,
        }
        for row in rows
    }


def add_config_show(app: typer.Typer, sdk: Sdk[S, C]) -> None:
    """Add the command `config show` to `app`."""
    config = new_app("Show the settings of the commands.")

    @config.callback()
    def _config() -> None:
        # Without a callback typer drops the name of a single command.
        pass

    command_of(sdk, config, "show", examples=["config show"])(_show)
    app.add_typer(config, name="config")


def _show(command: SdkCommand[S, C]) -> None:
    """Show every setting, its value and its origin. Secrets are masked."""
    # Imported late: 24 ms, as in SdkCommand.
    from seawall.runtime.settings.display import displayed_settings  # noqa: PLC0415
    from seawall.runtime.settings.sources import load_sources  # noqa: PLC0415

    sdk, name = command.sdk, Connections.of(command.context).context_name
    sources = load_sources(context=name, prefix=sdk.environment_prefix)
    rows = displayed_settings(sdk.settings(), command.given, sources)
    used = sources.context.name if sources.context else None
    command.show(
        {"context": used, "settings": settings_json(rows)},
        facts([("Context", used or "none")]),
        heading("Settings"),
        settings_table(rows),
    )
