"""`seawall platform application`: lists and describes applications."""

from collections.abc import Sequence
from typing import Annotated

import typer

from seawall.core.validation.semver import latest_version
from seawall.sdks.platform import ApplicationSummary
from seawall.sdks.platform.cli.application_views import application_parts, application_table
from seawall.sdks.platform.cli.sdk import PLATFORM, ApplicationArgument, PlatformCommand
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.json_output import to_json_object
from seawall.terminal.options import option

__all__ = ["application_app"]

application_app: typer.Typer = new_app("List and describe applications.")


@command_of(PLATFORM, application_app, "list", view=application_table)
def _list_applications(command: PlatformCommand) -> Sequence[ApplicationSummary]:
    """List the applications that you can run."""
    return command.client.applications.list().to_list()


@command_of(PLATFORM, application_app, examples=["application describe image-qc --version 1.0.0"])
def _describe(
    command: PlatformCommand,
    application_id: ApplicationArgument,
    version: Annotated[
        str | None, option("--version", "VERSION", "Version to describe. Default: the latest.")
    ] = None,
) -> None:
    """Describe an application: its versions, and the inputs and outputs of one version."""
    application = command.client.application(application_id)
    # An application without a released version is shown too.
    number = version or latest_version([released.number for released in application.versions])
    described = command.client.application_version(application_id, number) if number else None
    data = {**to_json_object(application), "version": described}
    command.show(data, *application_parts(application, described))
