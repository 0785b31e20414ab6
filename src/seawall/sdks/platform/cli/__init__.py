"""The commands of `seawall platform`."""

from typing import TYPE_CHECKING

import typer

from seawall.sdks.platform.cli.applications import application_app
from seawall.sdks.platform.cli.metadata import item_app
from seawall.sdks.platform.cli.runs import run_app
from seawall.sdks.platform.cli.sdk import PLATFORM
from seawall.sdks.platform.cli.share import share_app
from seawall.sdks.platform.cli.user import user_app
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.checks import add_checks
from seawall.terminal.commands.completion_scripts import build_completion_app
from seawall.terminal.commands.shown_settings import add_config_show
from seawall.terminal.sdk_app import build_sdk_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.core.metadata.metadata import StampedMetadata

__all__ = ["platform_app"]


def _metadata() -> "Sequence[type[StampedMetadata]]":
    from seawall.sdks.platform.metadata import SCHEMAS  # noqa: PLC0415 - 125 ms: pydantic

    return SCHEMAS


platform_app: typer.Typer = new_app()
platform_app.add_typer(user_app, name="user")
platform_app.add_typer(application_app, name="application")
platform_app.add_typer(run_app, name="run")
platform_app.add_typer(item_app, name="item")
platform_app.add_typer(share_app, name="share")
platform_app.add_typer(build_sdk_app(PLATFORM, _metadata), name="sdk")
add_checks(platform_app, PLATFORM)
add_config_show(platform_app, PLATFORM)
platform_app.add_typer(build_completion_app(PLATFORM.command), name="completion")
