"""The commands of `seawall agents`."""

import typer

from seawall.sdks.agents.cli.account import account_app, org_app
from seawall.sdks.agents.cli.organization import integration_app, repo_app, rules_app, webhook_app
from seawall.sdks.agents.cli.runs import run_app
from seawall.sdks.agents.cli.sdk import AGENTS
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.checks import add_checks
from seawall.terminal.commands.completion_scripts import build_completion_app

__all__ = ["agents_app"]

agents_app: typer.Typer = new_app("Use an agents API: log in, create runs, follow them.")
agents_app.add_typer(account_app)
agents_app.add_typer(rules_app)
add_checks(agents_app, AGENTS)
agents_app.add_typer(run_app, name="run")
agents_app.add_typer(org_app, name="org")
agents_app.add_typer(repo_app, name="repo")
agents_app.add_typer(integration_app, name="integration")
agents_app.add_typer(webhook_app, name="webhook")
agents_app.add_typer(build_completion_app(AGENTS.command), name="completion")
