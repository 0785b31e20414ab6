"""`… user`: log in, log out, see who is logged in; made from what an SDK says of itself."""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar

import typer

from seawall.runtime.auth.token_file import TokenFile
from seawall.terminal.app import new_app
from seawall.terminal.logging_in import LoginMethod, LoginSettings, log_in
from seawall.terminal.options import OutputOption
from seawall.terminal.screen import Cell, Output, facts, note, show_as
from seawall.terminal.sdk import Sdk
from seawall.terminal.stopping import when_stopped

if TYPE_CHECKING:
    from seawall.core.auth.tokens import Token
    from seawall.runtime.http._sync.protocols import Transport
    from seawall.runtime.settings.resolution import ResolvedSettings
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["build_user_app"]


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
    whoami_help: str = "Show the user that the server takes you for.",
    verify: Callable[[S, "Token"], None] = lambda _settings, _token: None,
) -> typer.Typer:
    """The commands `login`, `logout` and `whoami` of an SDK.

    `login` says of its settings where a login is made and kept: mostly the settings themselves. `transport`
    makes the transport of a login. `whoami` asks a client who one is; `view` shows the answer, as names and
    values. `verify` raises an error for a token that is not to be trusted, which is then not kept.
    """
    app = new_app("Log in, log out, see who is logged in.")
    example = f"\b\nExample:\n  {sdk.command} user login --url http://127.0.0.1:8000"
    app.command("login", epilog=example)(_login(sdk, login, transport, verify))
    app.command("logout")(_logout(sdk, login))
    app.command("whoami", help=whoami_help)(_whoami(sdk, whoami, view))
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
            bool, typer.Option("--device", help="Log in by a code, with a browser on any device.")
        ] = False,
        no_browser: Annotated[
            bool, typer.Option("--no-browser", help="Print the address, for a browser on this machine.")
        ] = False,
    ) -> None:
        """Log in with a browser.

        Opens the login page in your browser and waits until you have logged in there. Where no browser can be
        opened, as over SSH, it shows an address and a code instead: open the address on any device, check
        that it shows the code, confirm. The login is kept in a file that only you can read.
        """
        if device and no_browser:
            raise typer.BadParameter("--device and --no-browser are two ways to log in. Choose one.")
        resolved = sdk.settings_for(context, url)
        settings = login(resolved.settings)
        if settings.token is not None:
            note(
                f"{_token_in(resolved)} goes before a login: commands use this login only once it is unset.",
                label="Note:",
                style="bold",
            )
        method = LoginMethod.DEVICE if device else LoginMethod.ADDRESS if no_browser else LoginMethod.AUTO
        with when_stopped(f"The login was not finished. To start again: {sdk.command} user login"):
            token = log_in(settings, method, transport=transport)
            verify(resolved.settings, token)
        TokenFile(settings.login_file).save(token)
        note("Logged in.", style="green")
        show_as(
            output,
            {"base_url": settings.base_url, "login_file": settings.login_file},
            facts([(sdk.server.capitalize(), settings.base_url), ("Kept in", str(settings.login_file))]),
        )

    return command


def _logout(sdk: Sdk[S, C], login: Callable[[S], LoginSettings]) -> _Command:
    def command(
        context: typer.Context,
        url: Annotated[str | None, sdk.url_option()] = None,
        output: OutputOption = Output.TABLE,
    ) -> None:
        """Forget the login: delete the file that keeps it."""
        resolved = sdk.settings_for(context, url)
        settings = login(resolved.settings)
        there_was_one = TokenFile(settings.login_file).delete()
        note("Logged out." if there_was_one else "Nobody was logged in.")
        if settings.token is not None:
            note(f"{_token_in(resolved)} is still set, and commands use it.", label="Note:", style="bold")
        show_as(output, {"base_url": settings.base_url, "was_logged_in": there_was_one})

    return command


def _whoami(
    sdk: Sdk[S, C], whoami: Callable[[C], M], view: Callable[[M], Sequence[tuple[str, Cell | None]]]
) -> _Command:
    def command(
        context: typer.Context,
        url: Annotated[str | None, sdk.url_option()] = None,
        output: OutputOption = Output.TABLE,
    ) -> None:
        with closing(sdk.client_for(context, url)) as client:
            me = whoami(client)
        show_as(output, me, facts(view(me)))

    return command


def _token_in(resolved: "ResolvedSettings[S]") -> str:
    """The place of a token that is set, in words: `The token in SEAWALL_PLATFORM_TOKEN (environment)`."""
    place, _, name = resolved.origins.get("token", "settings").rpartition(" ")
    return f"The token in {name} ({place})" if place else f"The token ({name})"
