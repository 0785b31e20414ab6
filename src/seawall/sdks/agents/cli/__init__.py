"""The commands of `seawall agents`."""

import typer

from seawall.sdks.agents.cli.account import login, logout, org_app, whoami
from seawall.sdks.agents.cli.organization import health, integration_app, repo_app, rules, stats, webhook_app
from seawall.sdks.agents.cli.runs import run_app
from seawall.terminal.command_line import new_app

__all__ = ["agents_app"]

agents_app: typer.Typer = new_app()
_LOGIN = "\b\nExamples:\n  seawall agents login\n  seawall agents login --token-stdin < token.txt"
agents_app.command("login", epilog=_LOGIN)(login)
agents_app.command("logout")(logout)
agents_app.command("whoami")(whoami)
agents_app.command("rules")(rules)
agents_app.command("health")(health)
agents_app.command("stats")(stats)
agents_app.add_typer(run_app, name="run")
agents_app.add_typer(org_app, name="org")
agents_app.add_typer(repo_app, name="repo")
agents_app.add_typer(integration_app, name="integration")
agents_app.add_typer(webhook_app, name="webhook")
