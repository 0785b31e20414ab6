"""The commands of `seawall sessions`."""

import typer

from seawall.sdks.sessions import Client
from seawall.sdks.sessions.cli.platform import image_app, platform_app
from seawall.sdks.sessions.cli.reading import reading_app
from seawall.sdks.sessions.cli.sdk import SESSIONS
from seawall.sdks.sessions.cli.sessions import session_app
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.completion_scripts import build_completion_app
from seawall.terminal.login.config_commands import add_config
from seawall.terminal.login.saved_logins import add_saved_logins

__all__ = ["sessions_app"]


def _user(client: Client) -> str | None:
    return client.request("GET", "/v1/context").headers.get("x-vo-authenticated")


sessions_app: typer.Typer = new_app("Use a science platform: log in, start sessions, follow them.")
add_saved_logins(
    sessions_app,
    SESSIONS,
    user=_user,
    examples=["login srcnet", "login cadc --username ada", "login cadc --certificate proxy.pem"],
)
sessions_app.add_typer(session_app)
sessions_app.add_typer(reading_app)
sessions_app.add_typer(platform_app)
sessions_app.add_typer(image_app, name="image")
add_config(sessions_app, SESSIONS)
sessions_app.add_typer(build_completion_app(SESSIONS.command), name="completion")
