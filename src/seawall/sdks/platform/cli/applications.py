"""`seawall platform application`: lists and describes applications, and writes their schemas."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from seawall.core.errors import StorageError
from seawall.core.transfer.file_names import NamedFile, file_names, file_paths
from seawall.core.validation.semver import latest_version
from seawall.runtime import checked_folder
from seawall.runtime.files.atomic_write import WORLD_READABLE, write_atomically
from seawall.sdks.platform import ApplicationSummary
from seawall.sdks.platform.cli.application_views import application_parts, application_table
from seawall.sdks.platform.cli.documents import version_app
from seawall.sdks.platform.cli.sdk import PLATFORM, ApplicationArgument, PlatformCommand, VersionOption
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.json_output import to_json_data, to_json_object
from seawall.terminal.options import option
from seawall.terminal.screen import table

__all__ = ["application_app"]

application_app: typer.Typer = new_app("List and describe applications.")
application_app.add_typer(version_app, name="version")


@command_of(PLATFORM, application_app, "list", view=application_table)
def _list_applications(command: PlatformCommand) -> Sequence[ApplicationSummary]:
    """List the applications that you can run."""
    return command.client.applications.list().to_list()


@command_of(PLATFORM, application_app, examples=["application describe image-qc --version 1.0.0"])
def _describe(
    command: PlatformCommand,
    application_id: ApplicationArgument,
    version: VersionOption = None,
) -> None:
    """Describe an application: its versions, and the inputs and outputs of one version."""
    application = command.client.application(application_id)
    # An application without a released version is shown too.
    latest = latest_version([released.number for released in application.versions])
    number = latest if version is None else version
    described = None if number is None else command.client.application_version(application_id, number)
    data = {**to_json_object(application), "version": described}
    command.show(data, *application_parts(application, described))


@command_of(
    PLATFORM,
    application_app,
    examples=["application dump-schemata image-qc --to schemata"],
)
def _dump_schemata(
    command: PlatformCommand,
    application_id: ApplicationArgument,
    *,
    version: VersionOption = None,
    to: Annotated[
        Path | None, option("--to", "FOLDER", "Target folder. Default: a folder named after the version.")
    ] = None,
) -> None:
    """Write the JSON Schemas of the metadata of a version's inputs and outputs, one file for each."""
    found = command.client.application_version(application_id, version)
    default = f"{found.application_id}-{found.version_number}"
    folder = checked_folder(to or Path(file_names({default: ""})[default]), "--to")
    specs = [
        *(("input", spec.name, spec.metadata_schema) for spec in found.input_artifacts),
        *(("output", spec.name, spec.metadata_schema) for spec in found.output_artifacts),
    ]
    files = [
        NamedFile(name=f"{kind} {name}", id=index, media_type="application/json")
        for index, (kind, name, _) in enumerate(specs)
    ]
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for (kind, name, schema), (file,) in zip(specs, file_paths(files), strict=True):
            content = json.dumps(to_json_data(schema), indent=2).encode()
            write_atomically(folder / file, content, mode=WORLD_READABLE)
            written.append({"kind": kind, "name": name, "path": folder / file})
    except OSError as error:
        raise StorageError(f"{folder} can not be written: {error.strerror}. Check the folder.") from error
    rows = [(str(one["kind"]), str(one["name"]), str(one["path"])) for one in written]
    command.show(written, table(("KIND", "NAME", "FILE"), rows))
