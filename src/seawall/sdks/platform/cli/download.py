"""`seawall platform run result download`: downloads the results of a run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from rich.filesize import decimal

from seawall.core.errors import TransferError, TransportError
from seawall.runtime import checked_folder
from seawall.sdks.platform import DownloadedFile, DownloadProgress, Run
from seawall.sdks.platform.cli.sdk import PlatformCommand, RunArgument, ShareTokenOption, shared_run
from seawall.terminal.command_line import on_interrupt
from seawall.terminal.options import option
from seawall.terminal.progress import Step, progress
from seawall.terminal.same_command import same_command
from seawall.terminal.screen import Output, note, table

__all__ = ["download", "download_summary", "download_with_progress"]


def download(
    command: PlatformCommand,
    run_id: RunArgument,
    to: Annotated[
        Path | None, option("--to", "FOLDER", "Target folder. Default: a folder named after the run.")
    ] = None,
    *,
    share_token: ShareTokenOption = None,
) -> None:
    """Download all files that a run has produced so far, into one folder for each item.

    Verifies each file with the checksum from the platform. Run the command again to resume an interrupted
    download: complete files are not downloaded again.
    """
    handle = shared_run(command, run_id, share_token)
    folder = checked_folder(to or Path(str(handle.run_id)), "--to")
    run = handle.details()
    message = f"Complete files are in {folder}. To resume: {same_command(command.context)}"
    with on_interrupt(message, TransportError, TransferError):
        files = download_with_progress(handle, folder)
    if not run.is_terminated:
        note("The run has not ended; it may produce more files.")
    rows = [(file.external_id, file.path.name, decimal(file.path.stat().st_size)) for file in files]
    downloaded = table(("ITEM", "FILE", "SIZE"), rows, numbers=("SIZE",))
    command.show({"run_id": handle.run_id, "folder": folder, "files": files}, downloaded)
    if command.output is Output.TABLE:
        note(download_summary(files, folder))


def download_with_progress(handle: Run, folder: Path) -> tuple[DownloadedFile, ...]:
    """Download all files of a run to `folder` and show the progress; raises as `Run.download`."""
    with progress("Downloading", _step) as display:
        return handle.download(folder, on_progress=display.update)


def _step(state: DownloadProgress) -> Step:
    name = f"{state.path.parent.name}/{state.path.name}"
    return Step(
        done=state.done,
        total=state.files,
        beside=f"{name} {decimal(state.size)}",
        line=f"Downloading {state.file} of {state.files}: {name}",
    )


def download_summary(files: Sequence[DownloadedFile], folder: Path) -> str:
    """Summarise a download: the number of files, and how many checksums were verified."""
    if not files:
        return "There are no files to download."
    verified = sum(file.checksum is not None for file in files)
    counted = "1 file" if len(files) == 1 else f"{len(files)} files"
    checksums = "1 checksum" if verified == 1 else f"{verified} checksums"
    unverified = "" if verified == len(files) else f"; {len(files) - verified} had no checksum"
    return f"{counted} in {folder}; {checksums} verified{unverified}."
