"""`seawall sessions login`, `logout`, `whoami`, `auth` and `server`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from attrs import frozen

from seawall.core.errors import InputError
from seawall.runtime.identity.providers import LoginMode
from seawall.sdks.sessions import SavedLogin, Server
from seawall.sdks.sessions.cli.sdk import SESSIONS, SessionsCommand
from seawall.sdks.sessions.federation import FEDERATION
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.login.logging_in import show_device_prompt
from seawall.terminal.login.overriding_token import note_overriding_token, overriding_token
from seawall.terminal.options import YesOption, argument, option
from seawall.terminal.prompts import confirm, read_secret
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import facts, note, table

__all__ = ["WhoAmI", "account_app", "auth_app", "server_app"]

account_app: typer.Typer = new_app()
auth_app: typer.Typer = new_app("List saved logins, choose or remove one.")
server_app: typer.Typer = new_app("List servers, find them, choose one.")

_IdpArgument = Annotated[str, argument("IDP", "Identity provider: srcnet or cadc.")]
_OptionalIdp = Annotated[str | None, argument("[IDP]", "Identity provider. Default: that of the login.")]
_DevOption = Annotated[bool, option("--dev", None, "Servers for development and tests too.")]


def _logins(found: Sequence[SavedLogin]) -> Parts:
    rows = [
        ("*" if one.is_active else "", one.idp, one.mode, one.server, one.expires_at, one.is_renewable)
        for one in found
    ]
    yield table(("", "IDP", "MODE", "SERVER", "EXPIRES", "RENEWED"), rows)


def _login_facts(login: SavedLogin) -> Parts:
    file = login.certificate_file
    names = [
        ("Login", f"{login.idp} ({login.mode})"),
        ("Server", login.server),
        ("Expires", login.expires_at),
    ]
    yield facts([*names, ("Certificate", None if file is None else str(file))])


@command_of(
    SESSIONS,
    account_app,
    view=_login_facts,
    has_options=False,
    examples=["login srcnet", "login cadc --username ada", "login cadc --certificate proxy.pem"],
)
def _login(
    command: SessionsCommand,
    idp: _OptionalIdp = None,
    *,
    server: Annotated[str | None, option("--server", "NAME", "Server to use: its name or its URI.")] = None,
    dev: _DevOption = False,
    username: Annotated[str | None, option("--username", "NAME", "Your user name at cadc.")] = None,
    password_stdin: Annotated[
        bool, option("--password-stdin", None, "Read the password from stdin, not from the terminal.")
    ] = False,
    certificate: Annotated[
        Path | None, option("--certificate", "FILE", "A certificate with its key that you have (PEM).")
    ] = None,
    days: Annotated[int, option("--days", "N", "Lifetime of a new certificate.", least=1)] = 30,
) -> SavedLogin:
    """Log in, and save the login and its server.

    At srcnet, shows an address and a code to confirm in any browser. At cadc, gets a certificate with a user
    name and a password, which is asked for without showing it; or saves that in --certificate.
    """
    note_overriding_token(command.settings())
    auth, again = command.client.auth, same_command(command.context)
    at, server = idp or _usual_idp(command), server or command.given["base_url"]
    with on_interrupt(f"The login was not completed. To start again: {again}"):
        if certificate is not None:
            login = auth.login_with_certificate(certificate, idp=at, server=server, dev=dev)
        elif FEDERATION.provider(at).mode is LoginMode.OIDC:
            login = auth.login(at, show=show_device_prompt, server=server, dev=dev)
        else:
            if username is None:
                raise InputError(f"Users of {at} log in with a password. Give --username, or --certificate.")
            instead = f"To read the password from a file: {again} --password-stdin < FILE"
            password = read_secret("Password", stdin=password_stdin, instead=instead)
            login = auth.login_with_password(username, password, idp=at, days=days, server=server, dev=dev)
    note("Logged in.", style="green")
    return login


@command_of(SESSIONS, account_app, has_options=False)
def _logout(command: SessionsCommand, idp: _OptionalIdp = None) -> object:
    """Log out: remove the saved login and its servers. A certificate file stays."""
    at = idp or _usual_idp(command)
    saved = [one for one in command.client.auth.list() if one.idp == at]
    # Without a login, the file has one for a certificate that may come.
    was_logged_in = any(one.certificate_file is None or one.certificate_file.is_file() for one in saved)
    if was_logged_in:
        command.client.auth.remove(at)
    note(f"Logged out of {at}." if was_logged_in else f"You were not logged in at {at}.")
    if (other := overriding_token(command.settings())) is not None:
        note(f"{other} is still set; commands use it.", label="Note:", style="bold")
    return {"idp": at, "was_logged_in": was_logged_in}


@frozen(kw_only=True)
class WhoAmI:
    """The user as the server knows them, and the active login, if no token overrides it."""

    user: str | None
    login: SavedLogin | None


def _who(me: WhoAmI) -> Parts:
    yield facts([("User", me.user)])
    if me.login is not None:
        yield from _login_facts(me.login)


@command_of(SESSIONS, account_app, view=_who)
def _whoami(command: SessionsCommand) -> WhoAmI:
    """Show your user, as the server knows it, and the login that is used."""
    client, settings = command.client, command.settings()
    answer = client.request("GET", "/v1/context")
    login = client.auth.show() if overriding_token(settings) is None else None
    return WhoAmI(user=answer.headers.get("x-vo-authenticated"), login=login)


@command_of(SESSIONS, auth_app, "list", view=_logins, empty="No login is saved.", has_options=False)
def _list_logins(command: SessionsCommand) -> Sequence[SavedLogin]:
    """List saved logins; the active one has a star."""
    return command.client.auth.list()


@command_of(SESSIONS, auth_app, "use", view=_login_facts, has_options=False)
def _use_login(command: SessionsCommand, idp: _IdpArgument) -> SavedLogin:
    """Choose the login that commands use."""
    return command.client.auth.use(idp)


@command_of(SESSIONS, auth_app, has_options=False)
def _remove(command: SessionsCommand, idp: _IdpArgument) -> object:
    """Remove a saved login and its servers. A certificate file stays."""
    command.client.auth.remove(idp)
    note(f"Removed the login at {idp}.")
    return {"idp": idp}


@command_of(SESSIONS, auth_app, has_options=False)
def _purge(command: SessionsCommand, *, yes: YesOption = False) -> object:
    """Remove all saved logins and servers. Asks for confirmation."""
    removed = yes or confirm("Remove all saved logins and servers?", why="Removing")
    if removed:
        command.client.auth.purge()
        note("Removed all saved logins and servers.")
    return {"removed": removed}


def _servers(found: Sequence[Server]) -> Parts:
    rows = [
        ("*" if one.is_active else "", one.name, one.idp, one.version, ", ".join(one.auths), one.url)
        for one in found
    ]
    yield table(("", "SERVER", "IDP", "VERSION", "LOGINS", "URL"), rows)


def _server(server: Server) -> Parts:
    return _servers([server])


@command_of(SESSIONS, server_app, "list", view=_servers, empty="No server is saved.", has_options=False)
def _list_servers(command: SessionsCommand) -> Sequence[Server]:
    """List saved servers; the active one has a star."""
    return command.client.servers.list()


@command_of(SESSIONS, server_app, view=_servers, empty="No server answers.", has_options=False)
def _discover(
    command: SessionsCommand,
    idp: _OptionalIdp = None,
    *,
    dev: _DevOption = False,
    timeout: Annotated[float, option("--timeout", "SECONDS", "Maximum time for each server.", least=1)] = 2.0,
) -> Sequence[Server]:
    """Find the servers of an identity provider that answer. Nothing is saved."""
    return command.client.servers.discover(idp, dev=dev, timeout_s=timeout)


@command_of(SESSIONS, server_app, "use", has_options=False, view=_server)
def _use_server(
    command: SessionsCommand,
    name: Annotated[str, argument("NAME", "Name or URI of the server.")],
    *,
    dev: _DevOption = False,
) -> Server:
    """Choose the server that commands use, with the login of its identity provider."""
    return command.client.servers.use(name, dev=dev)


def _usual_idp(command: SessionsCommand) -> str:
    active = command.client.auth.show()
    return command.settings().settings.idp or (active.idp if active is not None else "srcnet")
