"""`… login` with an access token that the user has: checked with the server, then stored."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Annotated, Protocol, Self, TypeVar

import typer

from seawall.core.auth.tokens import token_fault, token_from_access_token
from seawall.core.errors import InputError, UnauthorizedError
from seawall.core.redaction.secret import Secret
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.settings.auth_settings import StoredTokenSettings
from seawall.terminal.command_line import on_interrupt
from seawall.terminal.commands.declared import examples_text
from seawall.terminal.login.overriding_token import note_overriding_token
from seawall.terminal.login.user_app import logout_command, whoami_command
from seawall.terminal.options import OutputOption
from seawall.terminal.prompts import read_secret
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import Cell, Output, facts, note, show_as
from seawall.terminal.sdk import Sdk

__all__ = ["add_token_login"]


class _TokenClient(Protocol):
    def with_options(self, *, token: str | None = None) -> Self: ...

    def close(self) -> None: ...


S = TypeVar("S", bound=StoredTokenSettings)
C = TypeVar("C", bound=_TokenClient)
M = TypeVar("M")


def add_token_login(
    app: typer.Typer,
    sdk: Sdk[S, C],
    *,
    whoami: Callable[[C], M],
    view: Callable[[M], Sequence[tuple[str, Cell | None]]],
    about: str = "Show your user.",
) -> None:
    """Add the commands `login`, `logout` and `whoami` of an SDK whose users have access tokens.

    `whoami` calls the server with the token, which is stored only if that succeeds; `view` converts the
    result to names and values. `about` is the help of the command `whoami`.
    """
    examples = examples_text(sdk.command, ("login", "login --token-stdin < token.txt"))
    app.command("login", epilog=examples)(_login(sdk, whoami, view))
    app.command("logout")(logout_command(sdk, lambda settings: settings))
    app.command("whoami")(whoami_command(sdk, whoami, view, about))


def _login(
    sdk: Sdk[S, C], whoami: Callable[[C], M], view: Callable[[M], Sequence[tuple[str, Cell | None]]]
) -> Callable[..., None]:
    def command(
        context: typer.Context,
        url: Annotated[str | None, sdk.url_option()] = None,
        output: OutputOption = Output.TABLE,
        *,
        token_stdin: Annotated[
            bool, typer.Option("--token-stdin", help="Read the token from stdin, not from the terminal.")
        ] = False,
    ) -> None:
        """Log in with an access token.

        Asks for the token without showing it, checks it with the server, and stores it in a file that only
        you can read. Other users of this machine could see a token in an argument, so there is no option for
        one.
        """
        resolved = sdk.settings_for(context, url)
        settings = resolved.settings
        note_overriding_token(resolved)
        file = TokenFile(settings.login_file)
        # Before the user looks for a token.
        file.check_writable()
        again = same_command(context)
        with on_interrupt(f"The login was not completed. To start again: {again}"):
            token = _read_token(again, stdin=token_stdin)
            rejected = f"Nothing was stored. Check that the token is complete and is for {settings.base_url}."
            with closing(sdk.client_for(context, url)) as client, on_interrupt(rejected, UnauthorizedError):
                me = whoami(client.with_options(token=token))
        file.save(token_from_access_token(token, time.time(), issuer=settings.login_url))
        note("Logged in.", style="green")
        stored = [(sdk.server.capitalize(), settings.base_url), ("File", str(settings.login_file))]
        data = {"base_url": settings.base_url, "login_file": settings.login_file, "account": me}
        show_as(output, data, facts([*view(me), *stored]))

    return command


def _read_token(command: str, *, stdin: bool) -> Secret:
    """Read the token, without white space around it; raises InputError if it can not be one."""
    instead = f"To read the token from a file: {command} --token-stdin < FILE"
    token = read_secret("Access token", stdin=stdin, instead=instead)
    if (fault := token_fault(token)) is not None:
        raise InputError(f"The token {fault}.")
    return token
