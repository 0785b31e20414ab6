"""The commands of `seawall platform`. Each is imported at its first use."""

import typer

from seawall.terminal.command_line import new_app
from seawall.terminal.commands.late_commands import LateCommand

__all__ = ["platform_app"]


def _group(name: str, source: str, about: str) -> LateCommand:
    return LateCommand(name=name, source=f"seawall.sdks.platform.cli.{source}", about=about)


def _check(name: str, about: str) -> LateCommand:
    source = "seawall.sdks.platform.cli.checks:checks_app"
    return LateCommand(name=name, source=source, about=about, is_part=True)


platform_app: typer.Typer = new_app(
    "Use a platform: log in, submit runs, download results.",
    commands=(
        _check("health", "Check that the server answers."),
        _check("stats", "Show the rate limits, and the duration of a call."),
        _group("user", "user:user_app", "Log in, log out, show your user."),
        _group("application", "applications:application_app", "List and describe applications."),
        _group("run", "runs:run_app", "Submit runs, watch them, download their results."),
        _group("item", "metadata:item_app", "Work with the items of a run."),
        _group("share", "share:share_app", "Share runs with others."),
        _check("sdk", "Show what the SDK attaches to runs."),
        _check("config", "Show the settings of the commands."),
        _check("completion", "Complete commands, options and ids in a shell."),
    ),
)
