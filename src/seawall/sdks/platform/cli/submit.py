"""`seawall platform run submit`: submits a run and, with `--wait`, waits for its end."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from seawall.core.errors import (
    InputError,
    MaybeProcessedError,
    SeawallError,
    TransportError,
    WaitTimeoutError,
)
from seawall.sdks.platform import NewItem, RunHandle
from seawall.sdks.platform.cli.items import Source, items_from_sources, parse_sources, read_items
from seawall.sdks.platform.cli.sdk import (
    PLATFORM,
    ApplicationArgument,
    TimeoutOption,
    UrlOption,
    client_for,
)
from seawall.sdks.platform.cli.waiting import require_all_succeeded, resume_hint, wait_with_progress
from seawall.terminal.command_line import on_interrupt
from seawall.terminal.json_input import STDIN, parse_json_object
from seawall.terminal.options import OutputOption
from seawall.terminal.problems import Problems
from seawall.terminal.screen import Output, note, show_as

__all__ = ["submit"]


def submit(
    context: typer.Context,
    application_id: ApplicationArgument,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILES]...",
            help="Image files or http(s) URLs. Each becomes an item, named after the file.",
            show_default=False,
        ),
    ] = None,
    *,
    items: Annotated[
        Path | None,
        typer.Option("--items", metavar="FILE", help="JSON file with a description of items; - reads stdin."),
    ] = None,
    version: Annotated[
        str | None,
        typer.Option("--version", metavar="VERSION", help="Version to run. Default: the latest."),
    ] = None,
    metadata: Annotated[
        str | None,
        typer.Option(
            "--metadata",
            metavar="JSON",
            help="Custom metadata of the run: a JSON object, or @ and a file name; @- reads stdin.",
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the run has ended.")] = False,
    timeout: TimeoutOption = 3600.0,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Submit a run of an application on images. Prints the id of the run.

    With --wait and --output json, prints the run when it has ended.

    The platform receives the path and the checksum of a local file, not its content, so it must be able to
    read the file. The local platform reads files in its --inputs folder. Nothing is sent if any input is
    invalid.
    """
    # First the checks that need neither a login nor the server.
    if items == STDIN and metadata == f"@{STDIN}":
        raise typer.BadParameter("--items and --metadata can not both read stdin. Give one of them a file.")
    problems = Problems("Nothing was submitted")
    sources, described, custom_metadata = dict[str, Source](), list[NewItem](), None
    with problems.collected():
        sources = parse_sources(files or [])
    with problems.collected():
        described = read_items(items) if items is not None else []
    with problems.collected():
        custom_metadata = parse_json_object(metadata, option="--metadata")
    problems.raise_all()
    if not sources and not described:
        raise InputError(f"There is nothing to submit{_why_nothing(context, application_id, items)}")
    with client_for(context, url) as client:
        chosen = client.application_version(application_id, version)
        new = [*items_from_sources(sources, chosen), *described]
        runs = PLATFORM.next_command(context, "run", "list", "--application", application_id, "--mine")
        with on_interrupt(
            f"The run may exist. To check before you submit again: {runs}", MaybeProcessedError
        ):
            handle = client.runs.submit(
                chosen.application_id, new, version=chosen.version_number, custom_metadata=custom_metadata
            )
        with on_interrupt(resume_hint(context, handle), TransportError, WaitTimeoutError):
            counted = "1 item" if len(new) == 1 else f"{len(new)} items"
            # stdout is the id at once, but with --wait one JSON document only at the end.
            is_later = wait and output is Output.JSON
            run = f": run {handle.run_id}" if is_later else "."
            note(f"Submitted {counted} to {application_id} {chosen.version_number}{run}")
            if not is_later:
                _show_id(handle, output)
            if wait:
                _wait(context, handle, timeout_s=timeout, output=output)
            elif output is Output.TABLE:
                command = PLATFORM.next_command(context, "run", "wait", str(handle.run_id))
                note(f"To wait for its end: {command}")


def _why_nothing(context: typer.Context, application_id: str, items: Path | None) -> str:
    """Say what is missing, as the end of a sentence."""
    if items is not None:
        name = "stdin" if items == STDIN else items
        return f": {name} is a list without items. Describe one, or give files."
    if "/" in application_id or os.path.exists(application_id):  # noqa: PTH110 - no error for any text
        ids = PLATFORM.next_command(context, "application", "list")
        return (
            f": {application_id} is read as the id of the application, which comes before the files. "
            f"To list the ids: {ids}"
        )
    return ". Give files, or --items."


def _wait(context: typer.Context, handle: RunHandle, *, timeout_s: float, output: Output) -> None:
    try:
        run = wait_with_progress(handle, timeout_s=timeout_s)
    except SeawallError:
        # The run exists; its id must not get lost with the error.
        if output is Output.JSON:
            _show_id(handle, output)
        raise
    if output is Output.JSON:
        show_as(output, run)
    require_all_succeeded(run, context)
    if output is Output.TABLE:
        command = PLATFORM.next_command(context, "run", "download", str(run.run_id))
        note(f"All items have succeeded. To download their files: {command}")


def _show_id(handle: RunHandle, output: Output) -> None:
    show_as(output, {"run_id": handle.run_id}, str(handle.run_id))
    # A program that reads the id must not wait for the end of the run.
    sys.stdout.flush()
