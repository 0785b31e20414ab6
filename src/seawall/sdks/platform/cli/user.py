"""`seawall platform user`: log in, log out, see who is logged in."""

from typing import Annotated

import typer

from seawall.runtime.token_file import TokenFile
from seawall.sdks.platform.cli.logging_in import Way, new_login
from seawall.sdks.platform.cli.screen import Output, facts, note, show, show_json
from seawall.sdks.platform.cli.session import OutputOption, UrlOption, client_for, settings_for

__all__ = ["login", "logout", "user_app", "whoami"]

user_app = typer.Typer(
    rich_markup_mode=None, no_args_is_help=True, help="Log in, log out, see who is logged in."
)


@user_app.command(epilog="\b\nExample:\n  seawall platform user login --url http://127.0.0.1:8000")
def login(
    context: typer.Context,
    url: UrlOption = None,
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
    opened, as over SSH, it shows an address and a code instead: open the address on any device, check that it
    shows the code, confirm. The login is kept in a file that only you can read.
    """
    if device and no_browser:
        raise typer.BadParameter("--device and --no-browser are two ways to log in. Choose one.")
    settings = settings_for(context, url)
    token = new_login(settings, Way.DEVICE if device else Way.ADDRESS if no_browser else Way.AUTO)
    TokenFile(settings.login_file).save(token)
    note("Logged in.", style="green")
    if settings.token is not None:
        note("SEAWALL_PLATFORM_TOKEN is set and is used in place of this login. Unset it to use the login.")
    if output is Output.JSON:
        show_json({"base_url": settings.base_url, "login_file": settings.login_file})
    else:
        show(facts([("Platform", settings.base_url), ("Kept in", str(settings.login_file))]))


@user_app.command()
def logout(context: typer.Context, url: UrlOption = None, output: OutputOption = Output.TABLE) -> None:
    """Forget the login: delete the file that keeps it."""
    settings = settings_for(context, url)
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
