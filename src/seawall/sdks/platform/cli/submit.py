"""`seawall platform run submit`: submits a run and, with `--wait`, waits for its end."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from seawall.core.errors import InputError, TransportError, WaitTimeoutError
from seawall.sdks.platform import NewItem, RunData
from seawall.sdks.platform.cli.item_table import ItemRow, is_item_table, items_from_rows, read_item_table
from seawall.sdks.platform.cli.items import Source, items_from_sources, parse_sources, read_items
from seawall.sdks.platform.cli.sdk import ApplicationArgument, PlatformCommand, TimeoutOption, VersionOption
from seawall.sdks.platform.cli.waiting import RUN, wait_again
from seawall.terminal.commands.awaited import continues
from seawall.terminal.json_input import STDIN, parse_json_object
from seawall.terminal.options import argument, option, time_option
from seawall.terminal.problems import Problems
from seawall.terminal.screen import Output, note

__all__ = ["submit"]


def submit(
    command: PlatformCommand,
    application_id: ApplicationArgument,
    files: Annotated[
        list[str] | None,
        argument("[FILES]...", "Image files or http(s) URLs. Each becomes an item, named after the file."),
    ] = None,
    *,
    items: Annotated[
        Path | None,
        option("--items", "FILE", "JSON or CSV file of items; - reads JSON from stdin."),
    ] = None,
    version: VersionOption = None,
    metadata: Annotated[
        str | None,
        option(
            "--metadata",
            "JSON",
            "Custom metadata of the run: a JSON object, or @ and a file name; @- reads stdin.",
        ),
    ] = None,
    due_date: Annotated[
        datetime | None,
        time_option("--due-date", "Time to aim for, in UTC unless it has a zone; earlier ones come first."),
    ] = None,
    deadline: Annotated[
        datetime | None,
        time_option("--deadline", "Time after which the platform cancels the run, as for --due-date."),
    ] = None,
    wait: Annotated[bool, option("--wait", None, "Wait until the run has ended.")] = False,
    timeout: TimeoutOption = 3600.0,
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
    sources, described, rows = dict[str, Source](), list[NewItem](), list[ItemRow]()
    custom_metadata = None
    with problems.collected():
        sources = parse_sources(files or [])
    with problems.collected():
        if items is not None and is_item_table(items):
            rows = read_item_table(items)
        elif items is not None:
            described = read_items(items)
    with problems.collected():
        custom_metadata = parse_json_object(metadata, option="--metadata")
    problems.raise_all()
    if not (sources or described or rows):
        raise InputError(f"There is nothing to submit{_why_nothing(command, application_id, items)}")
    chosen = command.client.application_version(application_id, version)
    new = [*items_from_sources(sources, chosen), *described, *items_from_rows(rows, chosen)]
    runs = ("run", "list", "--application", application_id, "--mine")
    with command.may_be_done("The run may exist. To check before you submit again", *runs):
        handle = command.client.runs.submit(
            chosen.application_id,
            new,
            version=chosen.version_number,
            custom_metadata=custom_metadata,
            due_date=due_date,
            deadline=deadline,
        )
    again = wait_again(handle.run_id)
    with continues(command, again, {"run_id": handle.run_id}, TransportError, WaitTimeoutError):
        counted = "1 item" if len(new) == 1 else f"{len(new)} items"
        # stdout is the id at once, but with --wait one JSON document only at the end.
        is_later = wait and command.output is Output.JSON
        run = f": run {handle.run_id}" if is_later else "."
        note(f"Submitted {counted} to {application_id} {chosen.version_number}{run}")
        if not is_later:
            command.show({"run_id": handle.run_id}, str(handle.run_id))
        ended = RUN.wait(handle, timeout_s=timeout) if wait else None
    if ended is not None:
        _show_end(command, ended)
    elif command.output is Output.TABLE:
        note(command.hint("To watch it", "run", "watch", str(handle.run_id)))


def _why_nothing(command: PlatformCommand, application_id: str, items: Path | None) -> str:
    """Say what is missing, as the end of a sentence."""
    if items is not None:
        name = "stdin" if items == STDIN else items
        return f": {name} is a list without items. Describe one, or give files."
    if "/" in application_id or os.path.exists(application_id):  # noqa: PTH110 - no error for any text
        ids = command.hint("To list the ids", "application", "list")
        return f": {application_id} is read as the id of the application, which comes before the files. {ids}"
    return ". Give files, or --items."


def _show_end(command: PlatformCommand, run: RunData) -> None:
    command.show(run)
    RUN.require_success(run, command)
    if command.output is Output.TABLE:
        text = "All items have succeeded. To download their files"
        note(command.hint(text, "run", "result", "download", str(run.run_id)))
