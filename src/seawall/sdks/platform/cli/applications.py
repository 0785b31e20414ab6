"""`seawall platform application`: what there is to run."""

from typing import Annotated

import typer

from seawall.core.validation.semver import latest_version
from seawall.sdks.platform.cli.application_views import application_parts, application_table
from seawall.sdks.platform.cli.session import ApplicationArgument, UrlOption, client_for
from seawall.terminal.app import new_app
from seawall.terminal.json_form import json_object_of
from seawall.terminal.options import OutputOption
from seawall.terminal.screen import Output, show_as

__all__ = ["application_app", "describe", "list_applications"]

application_app = new_app("See what there is to run.")


@application_app.command("list")
def list_applications(
    context: typer.Context, url: UrlOption = None, output: OutputOption = Output.TABLE
) -> None:
    """List the applications that you may run."""
    with client_for(context, url) as client:
        applications = list(client.applications.list())
    show_as(output, applications, application_table(applications))


@application_app.command(
    epilog="\b\nExample:\n  seawall platform application describe image-qc --version 1.0.0"
)
def describe(
    context: typer.Context,
    application_id: ApplicationArgument,
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
    data = {**json_object_of(application), "version": described}
    show_as(output, data, *application_parts(application, described))
