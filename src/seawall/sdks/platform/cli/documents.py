"""`seawall platform application version`: versions of applications and their documents."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from seawall.runtime import checked_folder
from seawall.sdks.platform import DownloadedDocument, ReleasedVersion, VersionDocument
from seawall.sdks.platform.cli.sdk import PLATFORM, ApplicationArgument, PlatformCommand, VersionOption
from seawall.terminal.command_line import new_app
from seawall.terminal.commands.declared import command_of
from seawall.terminal.commands.views import facts_view, table_view
from seawall.terminal.options import argument, option

__all__ = ["version_app"]

version_app: typer.Typer = new_app("List versions, read their documents.")
_document_app: typer.Typer = new_app("List, describe and download documents of a version.")
version_app.add_typer(_document_app, name="document")

_NameArgument = Annotated[str, argument("NAME", "Name of the document.")]

_versions = table_view(ReleasedVersion, {"VERSION": "number", "RELEASED": "released_at"})
_documents = table_view(
    VersionDocument,
    {"NAME": "name", "TYPE": "media_type", "VISIBLE": "visibility", "UPDATED": "updated_at"},
)
_document = facts_view(
    VersionDocument,
    {
        "Document": "name",
        "Id": lambda document: str(document.document_id),
        "Type": "media_type",
        "Visible": "visibility",
        "Created": "created_at",
        "Updated": "updated_at",
    },
)
_downloaded = facts_view(
    DownloadedDocument,
    {"Document": "name", "Type": "media_type", "File": lambda document: str(document.path)},
)


@command_of(
    PLATFORM, version_app, "list", view=_versions, empty="No versions found.",
    examples=["application version list image-qc"],
)  # fmt: skip
def _list_versions(
    command: PlatformCommand, application_id: ApplicationArgument
) -> Sequence[ReleasedVersion]:
    """List the versions of an application, the highest first."""
    return command.client.versions.list_sorted(application_id)


@command_of(
    PLATFORM, _document_app, "list", view=_documents, empty="No documents found.",
    examples=["application version document list image-qc"],
)  # fmt: skip
def _list_documents(
    command: PlatformCommand, application_id: ApplicationArgument, *, version: VersionOption = None
) -> Sequence[VersionDocument]:
    """List the documents of a version, such as instructions for use."""
    return command.client.versions.documents.list(application_id, _number(command, application_id, version))


@command_of(PLATFORM, _document_app, view=_document)
def _describe(
    command: PlatformCommand,
    application_id: ApplicationArgument,
    name: _NameArgument,
    *,
    version: VersionOption = None,
) -> VersionDocument:
    """Describe a document: its type, who may read it, and its times."""
    number = _number(command, application_id, version)
    return command.client.versions.documents.get(application_id, number, name)


@command_of(PLATFORM, _document_app, view=_downloaded)
def _download(
    command: PlatformCommand,
    application_id: ApplicationArgument,
    name: _NameArgument,
    *,
    to: Annotated[Path, option("--to", "FOLDER", "Target folder. Default: this one.")] = Path(),
    version: VersionOption = None,
) -> DownloadedDocument:
    """Download a document to a folder, under its own name."""
    folder = checked_folder(to, "--to")
    number = _number(command, application_id, version)
    return command.client.versions.documents.download(application_id, number, name, folder)


def _number(command: PlatformCommand, application_id: str, version: str | None) -> str:
    """The number of a version; that of the latest for None. Raises NotFoundError if there is none."""
    if version is not None:
        return version
    return command.client.application_version(application_id).version_number
