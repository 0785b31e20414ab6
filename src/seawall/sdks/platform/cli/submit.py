"""`seawall platform run submit`."""

from pathlib import Path
from typing import Annotated

import typer

from seawall.core.errors import InputError, TransportError, WaitTimeoutError
from seawall.sdks.platform import Client, NewItem, RunHandle
from seawall.sdks.platform.cli.item_files import checked_files, items_of
from seawall.sdks.platform.cli.item_list import items_in, metadata_in
from seawall.sdks.platform.cli.run_views import run_parts
from seawall.sdks.platform.cli.screen import Output, note, show, show_json
from seawall.sdks.platform.cli.session import OutputOption, TimeoutOption, UrlOption, client_for
from seawall.sdks.platform.cli.watching import require_full_output, watched

__all__ = ["submit"]


def submit(
    context: typer.Context,
    application_id: Annotated[str, typer.Argument(metavar="APPLICATION_ID", help="Id of the application.")],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILES]...",
            help="Images, one item each, named after the file; or http(s) addresses.",
            show_default=False,
        ),
    ] = None,
    *,
    items: Annotated[
        Path | None, typer.Option("--items", metavar="FILE", help="JSON file that describes the items.")
    ] = None,
    version: Annotated[
        str | None,
        typer.Option("--version", metavar="VERSION", help="Version to run; the latest if not given."),
    ] = None,
    metadata: Annotated[
        str | None,
        typer.Option(
            "--metadata",
            metavar="JSON",
            help="Custom metadata of the run: a JSON object, or @ and a file's name.",
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the run has ended.")] = False,
    timeout: TimeoutOption = 3600.0,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Submit a run of an application over images. Prints the run's id.

    Local files are checked, measured and named to the platform by their path: it must be able to read them,
    as the local platform reads what lies below its --inputs folder. Nothing is sent where anything is amiss.
    """
    sources = checked_files(files or [])
    described = items_in(items) if items is not None else []
    custom_metadata = metadata_in(metadata)
    if not sources and not described:
        raise InputError("There is nothing to submit. Give files, or --items.")
    with client_for(context, url) as client:
        chosen = client.application_version(application_id, version)
        handle = _submitted(
            client,
            application_id,
            [*items_of(sources, chosen), *described],
            chosen.version_number,
            custom_metadata,
        )
        _follow(handle, wait=wait, timeout_s=timeout, output=output)


def _submitted(
    client: Client,
    application_id: str,
    items: list[NewItem],
    version: str,
    metadata: dict[str, object] | None,
) -> RunHandle:
    try:
        handle = client.runs.submit(application_id, items, version=version, custom_metadata=metadata)
    except KeyboardInterrupt as stop:
        stop.add_note("The run may exist. Before you submit again: seawall platform run list --mine")
        raise
    counted = "1 item" if len(items) == 1 else f"{len(items)} items"
    note(f"Submitted {counted} to {application_id} {version}.")
    return handle


def _follow(handle: RunHandle, *, wait: bool, timeout_s: float, output: Output) -> None:
    if not wait:
        if output is Output.JSON:
            show_json({"run_id": handle.run_id})
        else:
            show(str(handle.run_id))
            note(f"To follow it: seawall platform run wait {handle.run_id}")
        return
    try:
        run = watched(handle, timeout_s=timeout_s)
    except (WaitTimeoutError, TransportError):
        # The run exists, and its id must not be lost with the error.
        _follow(handle, wait=False, timeout_s=timeout_s, output=output)
        raise
    if output is Output.JSON:
        show_json(run)
    else:
        show(*run_parts(run, []))
    require_full_output(run)
