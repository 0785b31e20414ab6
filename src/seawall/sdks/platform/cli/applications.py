"""`seawall platform application`: what there is to run."""

from typing import Annotated

import typer

from seawall.core.semver import latest_version
from seawall.sdks.platform import Application, ApplicationVersion
from seawall.sdks.platform.cli.application_views import application_parts, application_table
from seawall.sdks.platform.cli.json_form import json_form
from seawall.sdks.platform.cli.screen import Output, show, show_json
from seawall.sdks.platform.cli.session import OutputOption, UrlOption, client_for

__all__ = ["application_app", "describe", "list_applications"]

application_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="See what there is to run.")


@application_app.command("list")
def list_applications(
    context: typer.Context, url: UrlOption = None, output: OutputOption = Output.TABLE
) -> None:
    """List the applications that you may run."""
    with client_for(context, url) as client:
        applications = list(client.applications.list())
    if output is Output.JSON:
        show_json(applications)
    else:
        show(application_table(applications))


@application_app.command(
    epilog="\b\nExample:\n  seawall platform application describe image-qc --version 1.0.0"
)
def describe(
    context: typer.Context,
    application_id: Annotated[str, typer.Argument(metavar="APPLICATION_ID", help="Id of the application.")],
    version: Annotated[
        str | None,
        typer.Option("--version", metavar="VERSION", help="Version to describe; the latest if not given."),
    ] = None,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Describe an application: its versions, and what one of them takes and makes."""
    with client_for(context, url) as client:
        application = client.application(application_id)
        number = version or latest_version([released.number for released in application.versions])
        described = client.application_version(application_id, number) if number else None
    if output is Output.JSON:
        show_json(_with_version(application, described))
    else:
        show(*application_parts(application, described))


def _with_version(application: Application, version: ApplicationVersion | None) -> dict[str, object]:
    form = json_form(application)
    assert isinstance(form, dict)
    return {**form, "version": version}
