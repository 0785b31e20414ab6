"""`seawall agents repo`, `integration`, `webhook`, `rules`, `health` and `stats`."""

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import typer
from rich.console import RenderableType

from seawall.core.errors import InputError
from seawall.core.redaction.secret import Secret
from seawall.sdks.agents import Client, ClientStats, Health, Integration, Repo, Rules, Webhook
from seawall.sdks.agents.cli.sdk import AGENTS, OrganizationOption, UrlOption, client_for
from seawall.terminal.command_line import new_app
from seawall.terminal.exit_codes import ExitCode
from seawall.terminal.options import OutputOption
from seawall.terminal.screen import Output, facts, heading, note, paragraphs, show_as, table

__all__ = [
    "health",
    "integration_app",
    "remove_webhook",
    "repo_app",
    "rules",
    "send_test",
    "set_webhook",
    "stats",
    "webhook_app",
]

repo_app: typer.Typer = new_app("List repositories.")
integration_app: typer.Typer = new_app("List integrations.")
webhook_app: typer.Typer = new_app("Show, set, test or remove the webhook of an organization.")

M = TypeVar("M")
Parts = Sequence[RenderableType]
_WebhookUrl = Annotated[
    str, typer.Argument(metavar="WEBHOOK_URL", help="URL that receives the events.", show_default=False)
]


def _reading(
    read: Callable[[Client, int | None], M], parts: Callable[[M], Parts], about: str
) -> Callable[..., None]:
    """A command that shows the result of `read`, which receives the client and the organization."""

    def command(
        context: typer.Context,
        organization: OrganizationOption = None,
        url: UrlOption = None,
        output: OutputOption = Output.TABLE,
    ) -> None:
        with client_for(context, url) as client:
            value = read(client, organization)
        show_as(output, value, *parts(value))
        if isinstance(value, Health) and not value.is_healthy:
            raise typer.Exit(ExitCode.FAILED)

    command.__doc__ = about
    return command


def _repos(found: Sequence[Repo]) -> Parts:
    names = ("REPO", "NAME", "LANGUAGE", "SETUP")
    rows = [(str(each.id), each.full_name, each.language or "-", each.setup_status) for each in found]
    return [table(names, rows)]


def _integrations(found: Sequence[Integration]) -> Parts:
    rows = [(each.type, "active" if each.active else "inactive") for each in found]
    return [table(("INTEGRATION", "STATE"), rows)]


def _webhook(found: Webhook) -> Parts:
    if found.url is None:
        return [facts([("Webhook", "none")])]
    state, signed = (
        ("on" if found.enabled else "off"),
        ("yes" if found.has_secret else "no: it has no secret"),
    )
    return [facts([("Webhook", found.url), ("State", state), ("Signed", signed)])]


def _rules(found: Rules) -> Parts:
    texts = [("Organization", found.organization_rules), ("You", found.user_custom_prompt)]
    return [part for title, text in texts for part in (heading(title), paragraphs(text or "none"))]


def _health(found: Health) -> Parts:
    took = f"{found.response_time_s:.2f} s"
    user = None if found.user_id is None else str(found.user_id)
    return [facts([("Status", found.status), ("Response", took), ("User id", user), ("Error", found.error)])]


def _stats(found: ClientStats) -> Parts:
    calls = (
        f"{found.calls.calls}, {found.calls.errors} failed, {found.calls.average_response_s:.2f} s on average"
    )
    rows = [(each.kind, f"{each.used}/{each.most}", f"{each.per_s:g} s") for each in found.limits]
    return [facts([("Calls", calls)]), heading("Rate limits"), table(("CALLS", "USED", "PERIOD"), rows)]


def _checked_stats(client: Client, _: int | None) -> ClientStats:
    # The numbers of this process alone: a call, so that there is one.
    client.health()
    return client.stats()


repo_app.command("list")(
    _reading(lambda client, org: list(client.repos.list(organization_id=org)), _repos, "List repositories.")
)
integration_app.command("list")(
    _reading(
        lambda client, org: client.integrations.list(organization_id=org), _integrations, "List integrations."
    )
)
webhook_app.command("show")(
    _reading(lambda client, org: client.webhooks.get(organization_id=org), _webhook, "Show the webhook.")
)
rules: Callable[..., None] = _reading(
    lambda client, org: client.organizations.rules(organization_id=org), _rules, "Show the rules for agents."
)
health: Callable[..., None] = _reading(
    lambda client, _: client.health(), _health, "Check that the server answers. Exits with 1 if it does not."
)
stats: Callable[..., None] = _reading(
    _checked_stats, _stats, "Show the rate limits, and the duration of a call."
)


@webhook_app.command(
    "set",
    epilog="\b\nExample:\n  seawall agents webhook set https://ci.example.com --secret-stdin < secret.txt",
)
def set_webhook(
    context: typer.Context,
    webhook_url: _WebhookUrl,
    *,
    secret_stdin: Annotated[
        bool, typer.Option("--secret-stdin", help="Read the secret that signs the events from stdin.")
    ] = False,
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Set it without a secret.")] = False,
    organization: OrganizationOption = None,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Set the webhook, which receives an event at the end of each run.

    The secret comes from stdin or from SEAWALL_AGENTS_WEBHOOK_SECRET.
    """
    secret = AGENTS.settings_for(context, url).settings.webhook_secret
    if secret_stdin:
        secret = Secret(sys.stdin.read().strip())
    if not secret and not unsigned:
        raise InputError("A webhook without a secret can be forged. Give --secret-stdin, or --unsigned.")
    with client_for(context, url) as client:
        webhook = client.webhooks.set(webhook_url, secret=secret or None, organization_id=organization)
    show_as(output, webhook, *_webhook(webhook))


@webhook_app.command("test")
def send_test(
    context: typer.Context,
    webhook_url: _WebhookUrl,
    *,
    organization: OrganizationOption = None,
    url: UrlOption = None,
) -> None:
    """Have the server send a test event to a URL now."""
    with client_for(context, url) as client:
        client.webhooks.send_test(webhook_url, organization_id=organization)
    note("The server has sent a test event.")


@webhook_app.command("remove")
def remove_webhook(
    context: typer.Context, organization: OrganizationOption = None, url: UrlOption = None
) -> None:
    """Remove the webhook."""
    with client_for(context, url) as client:
        client.webhooks.delete(organization_id=organization)
    note("Removed.")
