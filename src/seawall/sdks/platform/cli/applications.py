"""`seawall platform application`: lists and describes applications."""

from typing import Annotated

import typer

from seawall.core.validation.semver import latest_version
from seawall.sdks.platform.cli.application_views import application_parts, application_table
from seawall.sdks.platform.cli.sdk import ApplicationArgument, UrlOption, client_for
from seawall.terminal.command_line import new_app
from seawall.terminal.json_output import to_json_object
from seawall.terminal.options import OutputOption
from seawall.terminal.screen import Output, show_as

__all__ = ["application_app", "describe", "list_applications"]

application_app: typer.Typer = new_app("List and describe applications.")


@application_app.command("list")
def list_applications(
    context: typer.Context, url: UrlOption = None, output: OutputOption = Output.TABLE
) -> None:
    """List the applications that you can run."""
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
        typer.Option("--version", metavar="VERSION", help="Version to describe. Default: the latest."),
    ] = None,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Describe an application: its versions, and the inputs and outputs of one version."""
    with client_for(context, url) as client:
        application = client.application(application_id)
        # An application without a released version is shown too.
        number = version or latest_version([released.number for released in application.versions])
        described = client.application_version(application_id, number) if number else None
    data = {**to_json_object(application), "version": described}
    show_as(output, data, *application_parts(application, described))
