"""`seawall platform`: the platform's commands. `platform_app` is the whole of them."""

import typer

from seawall.sdks.platform.cli.applications import application_app
from seawall.sdks.platform.cli.runs import run_app
from seawall.sdks.platform.cli.sdk import sdk_app
from seawall.sdks.platform.cli.user import user_app

__all__ = ["platform_app"]

platform_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
platform_app.add_typer(user_app, name="user")
platform_app.add_typer(application_app, name="application")
platform_app.add_typer(run_app, name="run")
platform_app.add_typer(sdk_app, name="sdk")
