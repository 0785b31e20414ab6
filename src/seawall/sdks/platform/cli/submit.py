"""`seawall platform run submit`."""

from pathlib import Path
from typing import Annotated

import typer

from seawall.core.errors import InputError, TransportError, WaitTimeoutError
from seawall.sdks.platform import ApplicationVersion, Client, NewItem, RunHandle
from seawall.sdks.platform.cli.item_files import checked_files, items_of
from seawall.sdks.platform.cli.item_list import items_in
from seawall.sdks.platform.cli.run_views import run_parts
from seawall.sdks.platform.cli.session import ApplicationArgument, TimeoutOption, UrlOption, client_for
from seawall.sdks.platform.cli.watching import goes_on, require_full_output, watched
from seawall.terminal.given_json import json_object
from seawall.terminal.options import OutputOption
from seawall.terminal.screen import Output, note, show_as
from seawall.terminal.stopping import when_stopped

__all__ = ["submit"]


def submit(
    context: typer.Context,
    application_id: ApplicationArgument,
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
    custom_metadata = json_object(metadata, option="--metadata")
    if not sources and not described:
        raise InputError("There is nothing to submit. Give files, or --items.")
    with client_for(context, url) as client:
        chosen = client.application_version(application_id, version)
        new = [*items_of(sources, chosen), *described]
        handle = _submitted(client, chosen, new, custom_metadata)
        with when_stopped(goes_on(handle.run_id)):
            counted = "1 item" if len(new) == 1 else f"{len(new)} items"
            # Who waits sees the id now: on stdout it comes in the end only.
            named = f": run {handle.run_id}" if wait else "."
            note(f"Submitted {counted} to {application_id} {chosen.version_number}{named}")
            if wait:
                _follow(handle, timeout_s=timeout, output=output)
            else:
                _show_id(handle, output)


def _submitted(
    client: Client, version: ApplicationVersion, items: list[NewItem], metadata: dict[str, object] | None
) -> RunHandle:
    number = version.version_number
    with when_stopped("The run may exist. Before you submit again: seawall platform run list --mine"):
        return client.runs.submit(version.application_id, items, version=number, custom_metadata=metadata)


def _follow(handle: RunHandle, *, timeout_s: float, output: Output) -> None:
    try:
        run = watched(handle, timeout_s=timeout_s)
    except (WaitTimeoutError, TransportError):
        # The run exists, and its id must not be lost with the error.
        _show_id(handle, output)
        raise
    show_as(output, run, *run_parts(run, []))
    require_full_output(run)


def _show_id(handle: RunHandle, output: Output) -> None:
    show_as(output, {"run_id": handle.run_id}, str(handle.run_id))
    if output is Output.TABLE:
        note(f"To follow it: seawall platform run wait {handle.run_id}")
