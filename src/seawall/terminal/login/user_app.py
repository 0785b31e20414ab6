"""`… user`: the commands `login`, `logout` and `whoami` of an SDK."""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from seawall.runtime.auth.token_file import TokenFile
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.login.logging_in import LoginMethod, LoginSettings, StoredLogin, log_in
from seawall.terminal.login.overriding_token import note_overriding_token, overriding_token
from seawall.terminal.options import OutputOption
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import Cell, Output, facts, note, show_as
from seawall.terminal.sdk import Sdk

if TYPE_CHECKING:
    from seawall.core.auth.tokens import Token
    from seawall.runtime.http._sync.protocols import Transport
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["build_user_app", "logout_command", "whoami_command"]


class _Closable(Protocol):
    def close(self) -> None: ...


S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C", bound=_Closable)
M = TypeVar("M")

_Command = Callable[..., None]


def build_user_app(
    sdk: Sdk[S, C],
    *,
    login: Callable[[S], LoginSettings],
    transport: "Callable[[], Transport]",
    whoami: Callable[[C], M],
    view: Callable[[M], Sequence[tuple[str, Cell | None]]],
    whoami_help: str = "Show your user.",
    verify: Callable[[S, "Token"], None] = lambda _settings, _token: None,
) -> typer.Typer:
    """Build the `user` commands of an SDK.

    `login` returns the login settings from the SDK's settings, which usually are the same object. `transport`
    creates the transport of a login. `whoami` calls the server; `view` converts the result to names and
    values. `verify` raises an error for an untrusted token, which is then not stored.
    """
    app = new_app("Log in, log out, show your user.")
    example = f"\b\nExample:\n  {sdk.command} user login --url http://127.0.0.1:8000"
    app.command("login", epilog=example)(_login(sdk, login, transport, verify))
    app.command("logout")(logout_command(sdk, login))
    app.command("whoami")(whoami_command(sdk, whoami, view, whoami_help))
    return app


def _login(
    sdk: Sdk[S, C],
    login: Callable[[S], LoginSettings],
    transport: "Callable[[], Transport]",
    verify: Callable[[S, "Token"], None],
) -> _Command:
    def command(
        context: typer.Context,
        url: Annotated[str | None, sdk.url_option()] = None,
        output: OutputOption = Output.TABLE,
        *,
        device: Annotated[
            bool, typer.Option("--device", help="Log in with a code, in a browser on any device.")
        ] = False,
        no_browser: Annotated[
            bool, typer.Option("--no-browser", help="Print the URL, to open in a browser on this machine.")
        ] = False,
    ) -> None:
        """Log in with a browser.

        Opens the login page in your browser and waits until you have logged in. If no browser can be opened,
        e.g. over SSH, it shows a URL and a code: open the URL on any device, check that the page shows the
        code, and confirm. The login is stored in a file that only you can read.
        """
        if device and no_browser:
            raise typer.BadParameter("--device and --no-browser exclude each other. Give one of them.")
        resolved = sdk.settings_for(context, url)
        settings = login(resolved.settings)
        note_overriding_token(resolved)
        file = TokenFile(settings.login_file)
        # Before a person logs in, who would do it for nothing.
        file.check_writable()
        method = LoginMethod.DEVICE if device else LoginMethod.ADDRESS if no_browser else LoginMethod.AUTO
        with on_interrupt(f"The login was not completed. To start again: {same_command(context)}"):
            token = log_in(settings, method, transport=transport)
            # Before it is stored: no command may use a token that is not trusted.
            verify(resolved.settings, token)
        file.save(token)
        note("Logged in.", style="green")
        show_as(
            output,
            {"base_url": settings.base_url, "login_file": settings.login_file},
            facts([(sdk.server.capitalize(), settings.base_url), ("File", str(settings.login_file))]),
        )

    return command


def logout_command(sdk: Sdk[S, C], login: Callable[[S], StoredLogin]) -> _Command:
    """The command `logout` of an SDK; `login` as for `build_user_app`."""

    def command(
        context: typer.Context,
        url: Annotated[str | None, sdk.url_option()] = None,
        output: OutputOption = Output.TABLE,
    ) -> None:
        """Log out: delete the file with the login."""
        resolved = sdk.settings_for(context, url)
        settings = login(resolved.settings)
        was_logged_in = TokenFile(settings.login_file).delete()
        note("Logged out." if was_logged_in else "You were not logged in.")
        if (other := overriding_token(resolved)) is not None:
            note(f"{other} is still set; commands use it.", label="Note:", style="bold")
        show_as(output, {"base_url": settings.base_url, "was_logged_in": was_logged_in})

    return command


def whoami_command(
    sdk: Sdk[S, C],
    whoami: Callable[[C], M],
    view: Callable[[M], Sequence[tuple[str, Cell | None]]],
    about: str,
) -> _Command:
    """The command `whoami` of an SDK, described by `about`; the rest as for `build_user_app`."""

    def command(
        context: typer.Context,
        url: Annotated[str | None, sdk.url_option()] = None,
        output: OutputOption = Output.TABLE,
    ) -> None:
        with closing(sdk.client_for(context, url)) as client:
            me = whoami(client)
        show_as(output, me, facts(view(me)))

    command.__doc__ = about
    return command
