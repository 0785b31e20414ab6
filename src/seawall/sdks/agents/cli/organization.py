"""`seawall agents repo`, `integration`, `webhook` and `rules`."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from seawall.core.errors import InputError, SeawallError
from seawall.core.redaction.secret import Secret
from seawall.sdks.agents import Integration, Repo, Rules, Webhook
from seawall.sdks.agents.cli.sdk import AGENTS, AgentsCommand
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.commands.views import table_view
from seawall.terminal.exit_codes import ExitCode
from seawall.terminal.options import argument, option
from seawall.terminal.screen import facts, heading, note, paragraphs

__all__ = ["integration_app", "repo_app", "rules_app", "webhook_app"]

repo_app: typer.Typer = new_app("List repositories.")
integration_app: typer.Typer = new_app("List integrations.")
webhook_app: typer.Typer = new_app("Show, set, test or remove the webhook of an organization.")
rules_app: typer.Typer = new_app()

_UrlArgument = Annotated[str, argument("WEBHOOK_URL", "URL that receives the events.")]


_repos = table_view(
    Repo, {"REPO": "id", "NAME": "full_name", "LANGUAGE": "language", "SETUP": "setup_status"}
)


@command_of(AGENTS, repo_app, "list", view=_repos)
def _list_repos(command: AgentsCommand) -> Sequence[Repo]:
    """List repositories."""
    return command.client.repos.list().to_list()


_integrations = table_view(
    Integration,
    {"INTEGRATION": "type", "STATE": lambda each: "active" if each.active else "inactive"},
)


@command_of(AGENTS, integration_app, "list", view=_integrations)
def _list_integrations(command: AgentsCommand) -> Sequence[Integration]:
    """List integrations."""
    return command.client.integrations.list()


def _webhook(found: Webhook) -> Parts:
    if found.url is None:
        return [facts([("Webhook", "none")])]
    signed = "yes" if found.has_secret else "no: it has no secret"
    return [facts([("Webhook", found.url), ("State", "on" if found.enabled else "off"), ("Signed", signed)])]


@command_of(AGENTS, webhook_app, "show", view=_webhook)
def _show_webhook(command: AgentsCommand) -> Webhook:
    """Show the webhook."""
    return command.client.webhooks.get()


@command_of(
    AGENTS,
    webhook_app,
    "set",
    view=_webhook,
    examples=["webhook set https://ci.example.com --secret-stdin < secret.txt"],
)
def _set_webhook(
    command: AgentsCommand,
    webhook_url: _UrlArgument,
    *,
    secret_stdin: Annotated[bool, option("--secret-stdin", None, "Read the secret from stdin.")] = False,
    unsigned: Annotated[bool, option("--unsigned", None, "Set it without a secret.")] = False,
) -> Webhook:
    """Set the webhook, which receives an event at the end of each run.

    The secret signs the events. It comes from stdin or from SEAWALL_AGENTS_WEBHOOK_SECRET. With --unsigned
    the secret that the webhook has is removed.
    """
    webhooks = command.client.webhooks
    if unsigned:
        if secret_stdin:
            raise typer.BadParameter("--secret-stdin and --unsigned exclude each other. Give one of them.")
        # A webhook that is set without a secret may keep the one it had.
        webhooks.delete()
        with on_interrupt("The webhook is removed. Run the command again to set it.", SeawallError):
            return webhooks.set(webhook_url)
    if secret_stdin:
        secret: Secret | None = Secret(sys.stdin.read().strip())
    else:
        secret = command.settings().settings.webhook_secret
    if not secret:
        raise InputError("A webhook without a secret can be forged. Give --secret-stdin, or --unsigned.")
    return webhooks.set(webhook_url, secret=secret)


@command_of(AGENTS, webhook_app, "test")
def _send_test(command: AgentsCommand, webhook_url: _UrlArgument) -> None:
    """Have the server send a test event to a URL now. Exits with 1 if the receiver does not accept it."""
    if not command.client.webhooks.send_test(webhook_url):
        note("The receiver has not accepted the test event.")
        raise typer.Exit(ExitCode.FAILED)
    note("The receiver has accepted the test event.")


@command_of(AGENTS, webhook_app, "remove")
def _remove_webhook(command: AgentsCommand) -> None:
    """Remove the webhook."""
    command.client.webhooks.delete()
    note("Removed.")


def _rules(found: Rules) -> Parts:
    texts = [("Organization", found.organization_rules), ("You", found.user_custom_prompt)]
    return [part for title, text in texts for part in (heading(title), paragraphs(text or "none"))]


@command_of(AGENTS, rules_app, "rules", view=_rules)
def _show_rules(command: AgentsCommand) -> Rules:
    """Show the rules for agents."""
    return command.client.organizations.rules()
