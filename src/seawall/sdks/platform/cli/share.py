"""`seawall platform share`: access of others to your runs, by grants and by share tokens."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from seawall.core.validation.arguments import checked_uuid
from seawall.sdks.platform import Grant, ShareToken, SubjectType
from seawall.sdks.platform.cli.sdk import PLATFORM, PlatformCommand, RunArgument
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.commands.limited import first_items
from seawall.terminal.commands.views import facts_view, table_view
from seawall.terminal.json_output import to_json_object
from seawall.terminal.options import argument, limit_option, option, time_option
from seawall.terminal.screen import note
from seawall.terminal.times import format_time

__all__ = ["share_app"]

share_app: typer.Typer = new_app("Share runs with others.")
_grant_app: typer.Typer = new_app("Let a user or an organization read a run.")
_token_app: typer.Typer = new_app("Make secrets with which others can read a run.")
share_app.add_typer(_grant_app, name="grant")
share_app.add_typer(_token_app, name="token")

_MAX_PAGE_SIZE = 100

_GrantArgument = Annotated[str, argument("GRANT_ID", "Id of the grant; see `share grant list`.")]
_TokenArgument = Annotated[str, argument("TOKEN_ID", "Id of the share token; see `share token list`.")]
_RunOption = Annotated[str | None, option("--run", "RUN_ID", "Show only those of this run.")]
_AllOption = Annotated[bool, option("--all", None, "Show revoked ones too.")]


def _state(found: Grant | ShareToken) -> str:
    if found.revoked:
        return "revoked"
    expires_at = found.expires_at if isinstance(found, ShareToken) else None
    return "expired" if expires_at is not None and expires_at <= datetime.now(UTC) else "active"


_grants = table_view(
    Grant,
    {
        "GRANT": lambda grant: str(grant.grant_id),
        "RUN": lambda grant: str(grant.resource_id),
        "FOR": lambda grant: f"{grant.subject_type} {grant.subject_id}",
        "ACCESS": "relation",
        "STATE": _state,
    },
)
_grant = facts_view(
    Grant,
    {
        "Grant": lambda grant: str(grant.grant_id),
        "Of": lambda grant: f"{grant.resource_type} {grant.resource_id}",
        "For": lambda grant: f"{grant.subject_type} {grant.subject_id}",
        "Access": "relation",
        "State": _state,
        "Created": "created_at",
        "By": "created_by",
    },
)
_tokens = table_view(
    ShareToken,
    {
        "TOKEN": lambda token: str(token.share_token_id),
        "CREATED": "created_at",
        "EXPIRES": "expires_at",
        "STATE": _state,
    },
)
_token = facts_view(
    ShareToken,
    {
        "Token": lambda token: str(token.share_token_id),
        "State": _state,
        "Created": "created_at",
        "Expires": "expires_at",
    },
)


@command_of(PLATFORM, _grant_app, "create", view=_grant)
def _create_grant(
    command: PlatformCommand,
    run_id: RunArgument,
    *,
    email: Annotated[str | None, option("--email", "EMAIL", "Email address of the user.")] = None,
    subject: Annotated[str | None, option("--subject", "ID", "Id of a user or organization.")] = None,
    kind: Annotated[
        str, option("--kind", "KIND", "user, organization_user, organization_admin or share_token.")
    ] = SubjectType.USER.value,
) -> Grant:
    """Let a user, the users or admins of an organization, or a share token read a run."""
    if (email is None) == (subject is None):
        raise typer.BadParameter("Give either --email or --subject.")
    run = command.client.run(run_id)
    check = ("The grant may exist. To check", "share", "grant", "list", "--run", run_id)
    with command.may_be_done(*check):
        grant = run.share(subject, subject_email=email, subject_type=kind)
    note(command.hint("To end the access", "share", "grant", "revoke", str(grant.grant_id)))
    return grant


@command_of(
    PLATFORM, _grant_app, "list", view=_grants, empty="No grants found.",
    examples=["share grant list --run RUN_ID"],
)  # fmt: skip
def _list_grants(
    command: PlatformCommand,
    *,
    run: _RunOption = None,
    every: _AllOption = False,
    limit: Annotated[int, limit_option("grants")] = 20,
) -> list[Grant]:
    """List the access to your runs that you have given."""
    pages = command.client.grants.list(
        resource_id=None if run is None else checked_uuid(run, "run id"),
        resource_type=None if run is None else "run",
        revoked=None if every else False,
        sort="-created_at",
        page_size=_MAX_PAGE_SIZE,
    )
    return first_items(pages, limit, "grants")


@command_of(PLATFORM, _grant_app, "show", view=_grant)
def _show_grant(command: PlatformCommand, grant_id: _GrantArgument) -> Grant:
    """Show a grant."""
    return command.client.grants.get(grant_id)


@command_of(PLATFORM, _grant_app, "revoke", view=_grant)
def _revoke_grant(command: PlatformCommand, grant_id: _GrantArgument) -> Grant:
    """Revoke a grant: from now on it gives no access."""
    with command.may_be_done("It may be revoked. To check", "share", "grant", "show", grant_id):
        return command.client.grants.revoke(grant_id)


@command_of(
    PLATFORM, _token_app, "create",
    examples=["share token create RUN_ID", "share token create RUN_ID --expires 2099-01-31"],
)  # fmt: skip
def _create_token(
    command: PlatformCommand,
    run_id: RunArgument,
    *,
    expires: Annotated[
        datetime | None,
        time_option("--expires", "End of its validity, in UTC unless it has a zone. Default: no end."),
    ] = None,
) -> None:
    """Make a share token with which any user of the platform can read a run, and print its secret.

    The secret is shown now and never again. A file with this output is one for --share-token @FILE.
    """
    run = command.client.run(run_id)
    check = ("The token may exist. To check", "share", "token", "list", "--run", run_id)
    with command.may_be_done(*check):
        token = run.create_share_token(expires_at=expires)
    command.show({**to_json_object(token), "share_token": token.share_token}, token.share_token)
    end = "" if token.expires_at is None else f" until {format_time(token.expires_at)}"
    note(f"Anyone with the secret and an account can read the run{end}.")
    note(command.hint("To end the access", "share", "token", "revoke", str(token.share_token_id)))


@command_of(
    PLATFORM, _token_app, "list", view=_tokens, empty="No share tokens found.",
    examples=["share token list"],
)  # fmt: skip
def _list_tokens(
    command: PlatformCommand,
    *,
    run: _RunOption = None,
    every: _AllOption = False,
    limit: Annotated[int, limit_option("share tokens")] = 20,
) -> list[ShareToken]:
    """List your share tokens, without their secrets."""
    pages = command.client.share_tokens.list(
        run_id=None if run is None else checked_uuid(run, "run id"),
        revoked=None if every else False,
        sort="-created_at",
        page_size=_MAX_PAGE_SIZE,
    )
    return first_items(pages, limit, "share tokens")


@command_of(PLATFORM, _token_app, "show", view=_token)
def _show_token(command: PlatformCommand, token_id: _TokenArgument) -> ShareToken:
    """Show a share token, without its secret."""
    return command.client.share_tokens.get(token_id)


@command_of(PLATFORM, _token_app, "revoke", view=_token)
def _revoke_token(command: PlatformCommand, token_id: _TokenArgument) -> ShareToken:
    """Revoke a share token: from now on it gives no access."""
    with command.may_be_done("It may be revoked. To check", "share", "token", "show", token_id):
        return command.client.share_tokens.revoke(token_id)
