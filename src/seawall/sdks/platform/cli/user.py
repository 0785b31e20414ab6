"""`seawall platform user`: log in, log out, see who is logged in."""

from typing import TYPE_CHECKING

import typer

from seawall.runtime.token_file import TokenFile
from seawall.sdks.platform.cli.screen import Output, facts, note, printable, show, show_json
from seawall.sdks.platform.cli.session import OutputOption, UrlOption, client_for, settings_for

if TYPE_CHECKING:
    from seawall.runtime.login import DevicePrompt

__all__ = ["login", "logout", "show_prompt", "user_app", "whoami"]

user_app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Log in, log out, see who is logged in."
)


@user_app.command(epilog="\b\nExample:\n  seawall platform user login --url http://127.0.0.1:8000")
def login(url: UrlOption = None, output: OutputOption = Output.TABLE) -> None:
    """Log in with a browser, on this or any other device.

    Shows an address and a code. Open the address, check that it shows the code, confirm. The login is kept in
    a file that only you can read.
    """
    # Imported here: the login's libraries take their time.
    from seawall.runtime.login import device_login  # noqa: PLC0415

    settings = settings_for(url)
    token = device_login(settings.login_url, settings.client_id, audience=settings.audience, show=show_prompt)
    TokenFile(settings.login_file).save(token)
    note("Logged in.", style="green")
    if settings.token is not None:
        note("SEAWALL_PLATFORM_TOKEN is set and is used in place of this login. Unset it to use the login.")
    if output is Output.JSON:
        show_json({"base_url": settings.base_url, "login_file": settings.login_file})
    else:
        show(facts([("Platform", settings.base_url), ("Kept in", str(settings.login_file))]))


def show_prompt(prompt: "DevicePrompt") -> None:
    """Tell a person where to confirm their login, on stderr."""
    minutes = max(1, round(prompt.expires_in_s / 60))
    note(f"Open   {printable(prompt.uri)}")
    note(f"Code   {printable(prompt.code)}", style="bold")
    note(f"Check that the page shows this code and confirm within {minutes} min. Waiting ...")


@user_app.command()
def logout(url: UrlOption = None, output: OutputOption = Output.TABLE) -> None:
    """Forget the login: delete the file that keeps it."""
    settings = settings_for(url)
    there_was_one = TokenFile(settings.login_file).delete()
    note("Logged out." if there_was_one else "Nobody was logged in.")
    if output is Output.JSON:
        show_json({"base_url": settings.base_url, "was_logged_in": there_was_one})


@user_app.command()
def whoami(context: typer.Context, url: UrlOption = None, output: OutputOption = Output.TABLE) -> None:
    """Show the user and the organization that the platform takes you for."""
    with client_for(context, url) as client:
        me = client.me()
    if output is Output.JSON:
        show_json(me)
        return
    organization = me.organization
    show(
        facts(
            [
                ("User", me.user.name or me.user.email or me.user.id),
                ("Email", me.user.email),
                ("User id", me.user.id),
                ("Organization", organization.display_name or organization.name or organization.id),
                ("Organization id", organization.id),
                ("Bucket", f"{organization.bucket_protocol}://{organization.bucket_name}"),
            ]
        )
    )
