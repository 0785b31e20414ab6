"""`seawall agents login`, `logout`, `whoami` and `org`."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from attrs import frozen

from seawall.core.errors import InputError
from seawall.sdks.agents import Client, Organization, User
from seawall.sdks.agents.cli.sdk import AGENTS, UrlOption, client_for
from seawall.terminal.command_line import new_app
from seawall.terminal.login.token_login import token_login_command
from seawall.terminal.login.user_app import logout_command, whoami_command
from seawall.terminal.options import OutputOption
from seawall.terminal.screen import Cell, Output, note, show_as, table

__all__ = ["Account", "list_organizations", "login", "logout", "org_app", "use", "whoami"]

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
    names = ", ".join(f"{each.id} {each.name}" for each in account.organizations)
    return [
        ("User", user.full_name or user.github_username),
        ("User id", str(user.id)),
        ("GitHub", user.github_username),
        ("Email", user.email),
        ("Role", user.role),
        ("Organizations", names or "none"),
    ]


login: Callable[..., None] = token_login_command(AGENTS, whoami=_account, view=_facts)
logout: Callable[..., None] = logout_command(AGENTS, lambda settings: settings)
whoami: Callable[..., None] = whoami_command(
    AGENTS, _account, _facts, "Show your user and your organizations."
)


@org_app.command("list")
def list_organizations(
    context: typer.Context, url: UrlOption = None, output: OutputOption = Output.TABLE
) -> None:
    """List your organizations and mark the one that commands are for."""
    current = AGENTS.settings_for(context, url).settings.organization_id
    with client_for(context, url) as client:
        found = list(client.organizations.list())
    if current is None and found:
        current = found[0].id
    rows = [("*" if each.id == current else "", str(each.id), each.name) for each in found]
    show_as(output, {"current": current, "organizations": found}, table(("", "ORG", "NAME"), rows))


@org_app.command(epilog="\b\nExample:\n  seawall agents org use 1")
def use(
    context: typer.Context,
    organization_id: Annotated[
        int, typer.Argument(min=1, metavar="ORG_ID", help="Id of the organization.", show_default=False)
    ],
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Choose the organization that commands are for.

    The choice is stored in the current context, see `seawall context show`. Without one, a context `default`
    is made.
    """
    with client_for(context, url) as client:
        names = {each.id: each.name for each in client.organizations.list()}
    if organization_id not in names:
        yours = ", ".join(f"{number} {name}" for number, name in names.items()) or "none"
        raise InputError(f"You have no organization {organization_id}. Your organizations: {yours}.")
    stored, other = AGENTS.store_setting(context, "organization_id", organization_id)
    if other is not None:
        note(f"organization_id of {other} overrides the context. Unset it to use the context.", label="Note:")
    note(f"Commands in the context {stored} are for {names[organization_id]} from now on.")
    show_as(output, {"organization_id": organization_id, "context": stored})
