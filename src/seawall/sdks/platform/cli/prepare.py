"""`seawall platform run prepare`: writes a table of the images in a folder, for `run submit`."""

import os
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

from seawall.core.errors import InputError, StorageError
from seawall.runtime.files.atomic_write import WORLD_READABLE, write_atomically
from seawall.sdks.platform import InputSpec, NewItem, artifact_from_file
from seawall.sdks.platform.cli.item_table import single_input, to_item_table
from seawall.sdks.platform.cli.sdk import ApplicationArgument, PlatformCommand, VersionOption
from seawall.sdks.platform.local_files import MEDIA_TYPES, check_image
from seawall.terminal.options import argument, option
from seawall.terminal.problems import Problems
from seawall.terminal.progress import Step, progress
from seawall.terminal.screen import Output, note, table

__all__ = ["prepare"]

_MAX_THREADS = 8


def prepare(
    command: PlatformCommand,
    application_id: ApplicationArgument,
    folder: Annotated[Path, argument("FOLDER", "Folder with images; its subfolders are read too.")],
    *,
    to: Annotated[Path, option("--to", "FILE", "CSV file to write; it must not exist.")] = Path("items.csv"),
    version: VersionOption = None,
) -> None:
    """Write a table of the images in a folder: a line for each, with its checksum, size and media type.

    Edit the table, fill in the columns that are empty, and submit it with `run submit --items`. The external
    id of an item is the path of its file in the folder.
    """
    paths = _images(folder)
    if to.exists():
        raise InputError(f"{to} exists, and may hold your changes. Delete it, or give another --to.")
    chosen = command.client.application_version(application_id, version)
    items = _items(folder, paths, single_input(chosen))
    try:
        write_atomically(to, to_item_table(items, single_input(chosen)), mode=WORLD_READABLE)
    except OSError as error:
        raise StorageError(
            f"{to} can not be written: {error.strerror}. Give another file with --to."
        ) from error
    rows = [(item.external_id, *map(str, item.input_artifacts[0].metadata.values())) for item in items]
    columns = [key.upper() for key in items[0].input_artifacts[0].metadata]
    command.show({"file": to, "items": len(items)}, table(("ITEM", *columns), rows))
    counted = "1 item" if len(items) == 1 else f"{len(items)} items"
    note(f"Wrote {counted} to {to}.")
    if command.output is Output.TABLE:
        submit = ("run", "submit", application_id, "--items", str(to), "--version", chosen.version_number)
        note(command.hint("To submit them", *submit))


def _images(folder: Path) -> list[Path]:
    """The images in a folder and its subfolders, by suffix; no hidden ones. Raises InputError."""
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder. Give a folder with images.")
    found = [path for path in folder.rglob("*") if path.suffix.lower() in MEDIA_TYPES and path.is_file()]
    shown = sorted(path for path in found if not _is_hidden(path.relative_to(folder)))
    if not shown:
        raise InputError(f"{folder} has no images ({', '.join(MEDIA_TYPES)}). Give another folder.")
    return shown


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _items(folder: Path, paths: list[Path], spec: InputSpec) -> list[NewItem]:
    """Read each image, several at a time. Raises InputError, with all files that can not be an input."""
    problems, total = Problems("Nothing was written"), len(paths)
    properties = spec.metadata_schema.get("properties")
    keys = tuple(properties) if isinstance(properties, Mapping) else ()

    def item(path: Path) -> NewItem:
        check_image(path)
        artifact = artifact_from_file(spec.name, path, metadata=keys)
        return NewItem(external_id=path.relative_to(folder).as_posix(), input_artifacts=[artifact])

    def result(numbered: tuple[int, Future[NewItem]]) -> NewItem:
        number, job = numbered
        try:
            return job.result()
        finally:
            line = f"Read {number} of {total} files"
            display.update(Step(done=number, total=total, beside=paths[number - 1].name, line=line))

    # A checksum releases the lock of the interpreter, and a disk serves several reads.
    pool = ThreadPoolExecutor(min(_MAX_THREADS, os.cpu_count() or 1))
    with progress("Reading", _same) as display:
        try:
            jobs = [pool.submit(item, path) for path in paths]
            made = problems.each(result, enumerate(jobs, start=1))
        finally:
            pool.shutdown(cancel_futures=True)
    problems.raise_all()
    return made


def _same(step: Step) -> Step:
    return step
