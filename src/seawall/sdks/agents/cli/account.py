"""`seawall agents login`, `logout`, `whoami` and `org`."""

from collections.abc import Sequence
from typing import Annotated

import typer
from attrs import frozen

from seawall.core.errors import InputError
from seawall.sdks.agents import Client, Organization, User
from seawall.sdks.agents.cli.sdk import AGENTS, AgentsCommand
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.login.token_login import add_token_login
from seawall.terminal.options import argument
from seawall.terminal.screen import Cell, note, table

__all__ = ["Account", "account_app", "org_app"]

account_app: typer.Typer = new_app()
org_app: typer.Typer = new_app("List your organizations, choose one.")


@frozen(kw_only=True)
class Account:
    """A user with their organizations."""

    user: User
    organizations: tuple[Organization, ...]


def _account(client: Client) -> Account:
    # First the user: that call says whether the token is valid, and needs no organization.
    return Account(user=client.me(nocache=True), organizations=tuple(client.organizations.list()))


def _facts(account: Account) -> Sequence[tuple[str, Cell | None]]:
    user = account.user
    return [
        ("User", user.full_name or user.github_username),
        ("User id", user.id),
        ("GitHub", user.github_username),
        ("Email", user.email),
        ("Role", user.role),
        ("Organizations", _names(account.organizations)),
    ]


def _names(organizations: Sequence[Organization]) -> str:
    return ", ".join(f"{each.id} {each.name}" for each in organizations) or "none"


add_token_login(
    account_app, AGENTS, whoami=_account, view=_facts, about="Show your user and your organizations."
)


@command_of(AGENTS, org_app, "list", has_options=False)
def _list_organizations(command: AgentsCommand) -> None:
    """List your organizations and mark the one that commands are for."""
    current = command.settings().settings.organization_id
    found = command.client.organizations.list().to_list()
    if current is None and found:
        current = found[0].id
    rows = [("*" if each.id == current else "", each.id, each.name) for each in found]
    command.show({"current": current, "organizations": found}, table(("", "ORG", "NAME"), rows))


@command_of(AGENTS, org_app, has_options=False, examples=["org use 1"])
def _use(
    command: AgentsCommand,
    organization_id: Annotated[int, argument("ORG_ID", "Id of the organization.", least=1)],
) -> object:
    """Choose the organization that commands are for.

    The choice is stored in the current context, see `seawall context show`. Without one, a context `default`
    is made.
    """
    found = command.client.organizations.list().to_list()
    chosen = next((each for each in found if each.id == organization_id), None)
    if chosen is None:
        raise InputError(f"You have no organization {organization_id}. Your organizations: {_names(found)}.")
    stored, other = AGENTS.store_setting(command.context, "organization_id", chosen.id)
    if other is not None:
        note(f"organization_id of {other} overrides the context. Unset it to use the context.", label="Note:")
    note(f"Commands in the context {stored} are for {chosen.name} from now on.")
    return {"organization_id": chosen.id, "context": stored}
