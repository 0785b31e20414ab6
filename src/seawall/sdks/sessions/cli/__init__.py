"""The commands of `seawall sessions`."""

import typer

from seawall.sdks.sessions.cli.account import account_app, auth_app, server_app
from seawall.sdks.sessions.cli.config import config_app
from seawall.sdks.sessions.cli.platform import image_app, platform_app
from seawall.sdks.sessions.cli.reading import reading_app
from seawall.sdks.sessions.cli.sessions import session_app
from seawall.terminal.command_line import new_app

__all__ = ["sessions_app"]

sessions_app: typer.Typer = new_app()
sessions_app.add_typer(account_app)
sessions_app.add_typer(session_app)
sessions_app.add_typer(reading_app)
sessions_app.add_typer(platform_app)
sessions_app.add_typer(image_app, name="image")
sessions_app.add_typer(auth_app, name="auth")
sessions_app.add_typer(server_app, name="server")
sessions_app.add_typer(config_app, name="config")
