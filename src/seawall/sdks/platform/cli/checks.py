"""Commands about the SDK and its server: `health`, `stats`, `sdk`, `config` and `completion`."""

from typing import TYPE_CHECKING

import typer

from seawall.sdks.platform.cli.sdk import PLATFORM
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.checks import add_checks
from seawall.terminal.commands.completion_scripts import build_completion_app
from seawall.terminal.commands.sdk_app import build_sdk_app
from seawall.terminal.commands.shown_settings import add_config_show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.core.metadata.metadata import StampedMetadata

__all__ = ["checks_app"]


def _metadata() -> "Sequence[type[StampedMetadata]]":
    from seawall.sdks.platform.metadata import SCHEMAS  # noqa: PLC0415 - 125 ms: pydantic

    return SCHEMAS


checks_app: typer.Typer = new_app()
add_checks(checks_app, PLATFORM)
checks_app.add_typer(build_sdk_app(PLATFORM, _metadata), name="sdk")
add_config_show(checks_app, PLATFORM)
checks_app.add_typer(build_completion_app(PLATFORM.command), name="completion")
