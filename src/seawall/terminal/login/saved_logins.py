"""`login`, `logout`, `whoami`, `auth` and `server` of an SDK with several identity providers."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer
from attrs import frozen

from seawall.core.errors import InputError
from seawall.runtime.identity.providers import LoginMode
from seawall.runtime.identity.saved_login import SavedLogin, Server
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.commands.declared import Parts, command_of
from seawall.terminal.commands.views import facts_view, table_view
from seawall.terminal.login.logging_in import show_device_prompt
from seawall.terminal.login.overriding_token import note_overriding_token, overriding_token
from seawall.terminal.login.revoking import was_revoked
from seawall.terminal.options import YesOption, argument, option
from seawall.terminal.prompts import confirm, read_secret
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import facts, note
from seawall.terminal.sdk import Sdk, SdkCommand

if TYPE_CHECKING:
    from seawall.runtime.identity._sync.logins import Logins
    from seawall.runtime.identity._sync.servers import Servers
    from seawall.runtime.identity.login_settings import SavedLoginSettings

__all__ = ["WhoAmI", "add_saved_logins"]

_IdpArgument = Annotated[str, argument("IDP", "Identity provider, e.g. of `auth list`.")]
_OptionalIdp = Annotated[str | None, argument("[IDP]", "Identity provider. Default: that of the login.")]
_DevOption = Annotated[bool, option("--dev", None, "Servers for development and tests too.")]


class _Client(Protocol):
    @property
    def auth(self) -> "Logins": ...

    @property
    def servers(self) -> "Servers": ...

    def close(self) -> None: ...


S = TypeVar("S", bound="SavedLoginSettings")
C = TypeVar("C", bound=_Client)


@frozen(kw_only=True)
class WhoAmI:
    """The user as the server knows them, and the active login, if no token overrides it."""

    user: str | None
    login: SavedLogin | None


def _star(one: SavedLogin | Server) -> str:
    return "*" if one.is_active else ""


_logins = table_view(
    SavedLogin,
    {
        "": _star,
        "IDP": "idp",
        "MODE": "mode",
        "SERVER": "server",
        "EXPIRES": "expires_at",
        "RENEWED": "is_renewable",
    },
)
_login_facts = facts_view(
    SavedLogin,
    {
        "Login": lambda one: f"{one.idp} ({one.mode})",
        "Server": "server",
        "Expires": "expires_at",
        "Certificate": "certificate_file",
    },
)
_servers = table_view(
    Server, {"": _star, "SERVER": "name", "IDP": "idp", "VERSION": "version", "LOGINS": "auths", "URL": "url"}
)


def add_saved_logins(
    app: typer.Typer, sdk: Sdk[S, C], *, user: Callable[[C], str | None], examples: Sequence[str]
) -> None:
    """Add the commands `login`, `logout` and `whoami`, and the groups `auth` and `server`, to `app`.

    `user` asks the server for the name of the user; `examples` are those of `login`.
    """

    def whoami(command: SdkCommand[S, C]) -> WhoAmI:
        """Show your user, as the server knows it, and the login that is used."""
        known = user(command.client)
        login = command.client.auth.show() if overriding_token(command.settings()) is None else None
        return WhoAmI(user=known, login=login)

    command_of(sdk, app, "login", view=_login_facts, has_options=False, examples=examples)(_login)
    command_of(sdk, app, "logout", has_options=False)(_logout)
    command_of(sdk, app, "whoami", view=_who)(whoami)
    auth = new_app("List saved logins, choose or remove one.")
    command_of(sdk, auth, "list", view=_logins, empty="No login is saved.", has_options=False)(_list_logins)
    command_of(sdk, auth, "use", view=_login_facts, has_options=False)(_use_login)
    command_of(sdk, auth, "remove", has_options=False)(_remove)
    command_of(sdk, auth, "purge", has_options=False)(_purge)
    app.add_typer(auth, name="auth")
    server = new_app("List servers, find them, choose one.")
    command_of(sdk, server, "list", view=_servers, empty="No server is saved.", has_options=False)(
        _list_servers
    )
    command_of(sdk, server, "discover", view=_servers, empty="No server answers.", has_options=False)(
        _discover
    )
    command_of(sdk, server, "use", view=_server, has_options=False)(_use_server)
    app.add_typer(server, name="server")


def _server(server: Server) -> Parts:
    return _servers([server])


def _who(me: WhoAmI) -> Parts:
    yield facts([("User", me.user)])
    if me.login is not None:
        yield from _login_facts(me.login)


def _login(
    command: SdkCommand[S, C],
    idp: _OptionalIdp = None,
    *,
    server: Annotated[str | None, option("--server", "NAME", "Server to use: its name or its URI.")] = None,
    dev: _DevOption = False,
    username: Annotated[
        str | None, option("--username", "NAME", "Your user name at the identity provider.")
    ] = None,
    password_stdin: Annotated[
        bool, option("--password-stdin", None, "Read the password from stdin, not from the terminal.")
    ] = False,
    certificate: Annotated[
        Path | None, option("--certificate", "FILE", "A certificate with its key that you have (PEM).")
    ] = None,
    days: Annotated[int, option("--days", "N", "Lifetime of a new certificate.", least=1)] = 30,
) -> SavedLogin:
    """Log in, and save the login and its server.

    Shows an address and a code to confirm in any browser. If the identity provider gives certificates, gets
    one with a user name and a password, which is asked for without showing it; or saves that in
    --certificate.
    """
    note_overriding_token(command.settings())
    auth, again = command.client.auth, same_command(command.context)
    at, server = idp or _usual_idp(command), server or command.given["base_url"]
    provider = command.settings().settings.federation.provider(at)
    with on_interrupt(f"The login was not completed. To start again: {again}"):
        if certificate is not None:
            login = auth.login_with_certificate(certificate, idp=at, server=server, dev=dev)
        elif provider.mode is LoginMode.OIDC:
            login = auth.login(at, show=show_device_prompt, server=server, dev=dev)
        else:
            if username is None:
                raise InputError(f"Users of {at} log in with a password. Give --username, or --certificate.")
            instead = f"To read the password from a file: {again} --password-stdin < FILE"
            password = read_secret("Password", stdin=password_stdin, instead=instead)
            login = auth.login_with_password(username, password, idp=at, days=days, server=server, dev=dev)
    note("Logged in.", style="green")
    return login


def _logout(command: SdkCommand[S, C], idp: _OptionalIdp = None) -> object:
    """Log out: revoke the login at its server, if that offers it; remove it and its servers.

    A certificate file stays.
    """
    at = idp or _usual_idp(command)
    saved = [one for one in command.client.auth.list() if one.idp == at]
    # Without a login, the file has one for a certificate that may come.
    was_logged_in = any(one.certificate_file is None or one.certificate_file.is_file() for one in saved)
    is_revoked = was_logged_in and _removed(command, at)
    note(f"Logged out of {at}." if was_logged_in else f"You were not logged in at {at}.")
    if (other := overriding_token(command.settings())) is not None:
        note(f"{other} is still set; commands use it.", label="Note:", style="bold")
    return {"idp": at, "was_logged_in": was_logged_in, "was_revoked": is_revoked}


def _list_logins(command: SdkCommand[S, C]) -> Sequence[SavedLogin]:
    """List saved logins; the active one has a star."""
    return command.client.auth.list()


def _use_login(command: SdkCommand[S, C], idp: _IdpArgument) -> SavedLogin:
    """Choose the login that commands use."""
    return command.client.auth.use(idp)


def _remove(command: SdkCommand[S, C], idp: _IdpArgument) -> object:
    """Remove a saved login, as `logout` does. A certificate file stays."""
    is_revoked = _removed(command, idp)
    note(f"Removed the login at {idp}.")
    return {"idp": idp, "was_revoked": is_revoked}


def _removed(command: SdkCommand[S, C], idp: str) -> bool:
    """Revoke and remove a login, and return whether it was revoked."""
    auth = command.client.auth
    try:
        return was_revoked(lambda: auth.revoke(idp))
    finally:
        # Also after Ctrl-C: the server may not answer.
        auth.remove(idp)


def _purge(command: SdkCommand[S, C], *, yes: YesOption = False) -> object:
    """Revoke and remove all saved logins, and remove all servers. Asks for confirmation."""
    removed = yes or confirm("Remove all saved logins and servers?", why="Removing")
    if removed:
        auth = command.client.auth
        try:
            for login in auth.list():
                was_revoked(partial(auth.revoke, login.idp))
        finally:
            auth.purge()
        note("Removed all saved logins and servers.")
    return {"removed": removed}


def _list_servers(command: SdkCommand[S, C]) -> Sequence[Server]:
    """List saved servers; the active one has a star."""
    return command.client.servers.list()


def _discover(
    command: SdkCommand[S, C],
    idp: _OptionalIdp = None,
    *,
    dev: _DevOption = False,
    timeout: Annotated[float, option("--timeout", "SECONDS", "Maximum time for each server.", least=1)] = 2.0,
) -> Sequence[Server]:
    """Find the servers of an identity provider that answer. Nothing is saved."""
    return command.client.servers.discover(idp, dev=dev, timeout_s=timeout)


def _use_server(
    command: SdkCommand[S, C],
    name: Annotated[str, argument("NAME", "Name or URI of the server.")],
    *,
    dev: _DevOption = False,
) -> Server:
    """Choose the server that commands use, with the login of its identity provider."""
    return command.client.servers.use(name, dev=dev)


def _usual_idp(command: SdkCommand[S, C]) -> str:
    active, settings = command.client.auth.show(), command.settings().settings
    return settings.idp or (active.idp if active is not None else settings.federation.usual(LoginMode.OIDC))
