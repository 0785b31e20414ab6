"""`… user`: the commands `login`, `logout` and `whoami` of an SDK."""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any, Generic, Protocol, TypeVar

import typer
from attrs import frozen

from seawall.core.errors import SeawallError
from seawall.core.model.writing import plain
from seawall.runtime.auth.token_file import TokenFile
from seawall.terminal.command_line import new_app, on_interrupt
from seawall.terminal.login.logging_in import LoginMethod, LoginSettings, StoredLogin, log_in
from seawall.terminal.login.overriding_token import note_overriding_token, overriding_token
from seawall.terminal.login.revoking import was_revoked
from seawall.terminal.options import OutputOption
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import Cell, Output, facts, note, show_as
from seawall.terminal.sdk import Sdk

if TYPE_CHECKING:
    from seawall.core.auth.tokens import Token
    from seawall.runtime.http._sync.protocols import Transport
    from seawall.runtime.settings.resolution import ResolvedSettings
    from seawall.runtime.settings.sdk_settings import SdkSettings

__all__ = ["build_user_app", "logout_command", "whoami_command"]


class _Closable(Protocol):
    def close(self) -> None: ...


S = TypeVar("S", bound="SdkSettings")
C = TypeVar("C", bound=_Closable)
M = TypeVar("M")

_Command = Callable[..., None]

_LOGOUT_HELP = """Log out: revoke the login at its server, if that offers it, and delete the file with it.

If the server does not answer, or refuses, a warning says so, and the file is deleted all the same.
"""


def build_user_app(
    sdk: Sdk[S, C],
    *,
    login: Callable[[S], LoginSettings],
    transport: "Callable[[], Transport]",
    whoami: Callable[[C], M],
    view: Callable[[M], Sequence[tuple[str, Cell | None]]],
    whoami_help: str = "Show your user.",
    verify: Callable[[S, "Token"], None] = lambda _settings, _token: None,
    secret_view: Callable[[M], Sequence[tuple[str, Cell | None]]] = lambda _: (),
) -> typer.Typer:
    """Build the `user` commands of an SDK.

    `login` returns the login settings from the SDK's settings, which usually are the same object. `transport`
    creates the transport of a login. `whoami` calls the server; `view` converts the result to names and
    values. `verify` raises an error for an untrusted token, which is then not stored. `secret_view` returns
    the credentials in the result, which `whoami --no-mask-secrets` adds.
    """
    app = new_app("Log in, log out, show your user.")
    example = f"\b\nExample:\n  {sdk.command} user login --url http://127.0.0.1:8000"
    steps = _LoginSteps(sdk, login, transport, verify)
    app.command("login", epilog=example)(_login(steps, whoami))
    app.command("logout")(logout_command(sdk, login, revoke=steps.revoke, about=_LOGOUT_HELP))
    app.command("whoami")(_whoami(steps, whoami, view, secret_view, whoami_help))
    return app


@frozen(eq=False)
class _LoginSteps(Generic[S, C]):
    """The steps of a login of an SDK; the fields as for `build_user_app`."""

    sdk: Sdk[S, C]
    login: Callable[[S], LoginSettings]
    transport: "Callable[[], Transport]"
    verify: Callable[[S, "Token"], None]

    def run(self, context: typer.Context, resolved: "ResolvedSettings[S]", method: LoginMethod) -> None:
        """Log in, and store the login."""
        settings = self.login(resolved.settings)
        note_overriding_token(resolved)
        file = TokenFile(settings.login_file)
        # Before a person logs in, who would do it for nothing.
        file.check_writable()
        with on_interrupt(f"The login was not completed. To start again: {same_command(context)}"):
            token = log_in(settings, method, transport=self.transport)
            # Before it is stored: no command may use a token that is not trusted.
            self.verify(resolved.settings, token)
        file.save(token)
        note("Logged in.", style="green")

    def revoke(self, resolved: "ResolvedSettings[S]") -> bool:
        """Revoke the stored login at its server; raises as `StoredTokens.revoke`."""
        # Imported late: 10 ms, and few commands log out.
        from seawall.runtime.auth._sync.refresh_tokens import StoredTokens  # noqa: PLC0415

        settings = self.login(resolved.settings)
        with closing(self.transport()) as sender:
            return StoredTokens(
                TokenFile(settings.login_file),
                sender,
                issuer=settings.login_url,
                client_id=settings.client_id,
            ).revoke()


def _login(steps: _LoginSteps[S, C], whoami: Callable[[C], object]) -> _Command:
    sdk = steps.sdk

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
        relogin: Annotated[
            bool, typer.Option("--relogin", help="Log in, also if the server accepts the stored login.")
        ] = False,
    ) -> None:
        """Log in with a browser.

        Opens the login page in your browser and waits until you have logged in. If no browser can be opened,
        e.g. over SSH, it shows a URL and a code: open the URL on any device, check that the page shows the
        code, and confirm. The login is stored in a file that only you can read. A stored login that the
        server accepts is kept.
        """
        if device and no_browser:
            raise typer.BadParameter("--device and --no-browser exclude each other. Give one of them.")
        resolved = sdk.settings_for(context, url)
        settings = steps.login(resolved.settings)
        has_other = relogin or overriding_token(resolved) is not None
        if not has_other and settings.login_file.exists() and _is_accepted(sdk, context, url, whoami):
            note(f"You are logged in already. To log in again: {same_command(context, adding='--relogin')}")
        else:
            method = LoginMethod.ADDRESS if no_browser else LoginMethod.AUTO
            steps.run(context, resolved, LoginMethod.DEVICE if device else method)
        show_as(
            output,
            {"base_url": settings.base_url, "login_file": settings.login_file},
            facts([(sdk.server.capitalize(), settings.base_url), ("File", str(settings.login_file))]),
        )

    return command


def _is_accepted(
    sdk: Sdk[S, C], context: typer.Context, url: str | None, whoami: Callable[[C], object]
) -> bool:
    """Return whether the server accepts the stored login; False after any error, which the login tells."""
    try:
        with closing(sdk.client_for(context, url)) as client:
            whoami(client)
    except SeawallError:
        return False
    return True


def _whoami(
    steps: _LoginSteps[S, C],
    whoami: Callable[[C], M],
    view: Callable[[M], Sequence[tuple[str, Cell | None]]],
    secret_view: Callable[[M], Sequence[tuple[str, Cell | None]]],
    about: str,
) -> _Command:
    sdk = steps.sdk

    def command(
        context: typer.Context,
        url: Annotated[str | None, sdk.url_option()] = None,
        output: OutputOption = Output.TABLE,
        *,
        relogin: Annotated[bool, typer.Option("--relogin", help="Log in again first.")] = False,
        mask_secrets: Annotated[
            bool, typer.Option("--mask-secrets/--no-mask-secrets", help="Leave out credentials.")
        ] = True,
    ) -> None:
        if relogin:
            steps.run(context, sdk.settings_for(context, url), LoginMethod.AUTO)
        with closing(sdk.client_for(context, url)) as client:
            me = whoami(client)
        if mask_secrets:
            show_as(output, me, facts(view(me)))
        else:
            data: Any = me
            show_as(output, plain(data), facts([*view(me), *secret_view(me)]))

    command.__doc__ = about
    return command


def logout_command(
    sdk: Sdk[S, C],
    login: Callable[[S], StoredLogin],
    *,
    revoke: "Callable[[ResolvedSettings[S]], bool]" = lambda _: False,
    about: str = "Log out: delete the file with the login.",
) -> _Command:
    """The command `logout` of an SDK; `login` as for `build_user_app`.

    `revoke` ends the login on its server; the default is for access tokens of a user, who may use them
    elsewhere. `about` is the help.
    """

    def command(
        context: typer.Context,
        url: Annotated[str | None, sdk.url_option()] = None,
        output: OutputOption = Output.TABLE,
    ) -> None:
        resolved = sdk.settings_for(context, url)
        settings = login(resolved.settings)
        file = TokenFile(settings.login_file)
        is_revoked = was_logged_in = False
        try:
            if file.path.exists():
                is_revoked = was_revoked(lambda: revoke(resolved))
        finally:
            # Also after Ctrl-C: the server may not answer.
            was_logged_in = file.delete()
        note("Logged out." if was_logged_in else "You were not logged in.")
        if (other := overriding_token(resolved)) is not None:
            note(f"{other} is still set; commands use it.", label="Note:", style="bold")
        data = {"base_url": settings.base_url, "was_logged_in": was_logged_in, "was_revoked": is_revoked}
        show_as(output, data)

    command.__doc__ = about
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
