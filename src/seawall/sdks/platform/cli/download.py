"""`seawall platform run download`."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.filesize import decimal

from seawall.sdks.platform import DownloadedFile, RunHandle
from seawall.sdks.platform.cli.progress import download_step
from seawall.sdks.platform.cli.session import RunArgument, UrlOption, client_for
from seawall.terminal.options import OutputOption
from seawall.terminal.progress import progress
from seawall.terminal.screen import Output, note, show_as, table
from seawall.terminal.stopping import when_stopped

__all__ = ["checksum_note", "download", "fetched"]


def download(
    context: typer.Context,
    run_id: RunArgument,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where to; a folder named after the run if not given."),
    ] = None,
    url: UrlOption = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Fetch every file that a run has made so far, into one folder per item.

    Each file is held against the checksum that the platform announces. Run it again to go on after a break:
    what is there and whole is not fetched again.
    """
    with client_for(context, url) as client:
        handle = client.run(run_id)
        run = handle.details()
        folder = to or Path(str(handle.run_id))
        elsewhere = f" --to {shlex.quote(str(to))}" if to else ""
        again = f"seawall platform run download {handle.run_id}{elsewhere}"
        with when_stopped(f"What is whole stays in {folder}. To go on: {again}"):
            files = fetched(handle, folder)
    if not run.is_terminated:
        note("The run has not ended: there may be more to fetch later.")
    rows = [(file.external_id, file.path.name, decimal(file.path.stat().st_size)) for file in files]
    found = table(("ITEM", "FILE", "SIZE"), rows, numbers=("SIZE",))
    show_as(output, {"run_id": handle.run_id, "folder": folder, "files": files}, found)
    if output is Output.TABLE:
        note(checksum_note(files, folder))


def fetched(handle: RunHandle, folder: Path) -> tuple[DownloadedFile, ...]:
    """Bring all files of a run to `folder` and show the progress; raises what `RunHandle.download` does."""
    with progress("Downloading", download_step) as on_progress:
        return handle.download(folder, on_progress=on_progress)


def checksum_note(files: Sequence[DownloadedFile], folder: Path) -> str:
    """One sentence or two on what was fetched and how far it was checked."""
    if not files:
        return "There is no file to fetch."
    unchecked = sum(file.checksum is None for file in files)
    told = "with the checksum that the platform announced"
    if unchecked:
        told = f"{len(files) - unchecked} of them {told}, the others without one"
    elif len(files) > 1:
        told = f"each {told}"
    counted = "1 file" if len(files) == 1 else f"{len(files)} files"
    return f"{counted} in {folder}, {told}."
