"""`seawall platform run prepare`: writes a table of the images in a folder, for `run submit`."""

import os
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

from seawall.core.errors import InputError, StorageError
from seawall.runtime.files.atomic_write import WORLD_READABLE, write_atomically
from seawall.sdks.platform import ApplicationVersion, InputSpec, NewArtifact, NewItem, artifact_from_file
from seawall.sdks.platform.cli.input_files import files_by_item, globs_of
from seawall.sdks.platform.cli.item_table import to_item_table
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
    inputs: Annotated[
        list[str] | None,
        option("--input", "NAME=GLOB", "Files of an input; * is the external id. For each input."),
    ] = None,
) -> None:
    """Write a table of the images in a folder: a line for each, with its checksum, size and media type.

    Edit the table, fill in the columns that are empty, and submit it with `run submit --items`. The external
    id of an item is the path of its file in the folder.

    If the items of an application have several inputs, say with --input for each which files it takes. A
    file with the same text in place of the * belongs to the same item, whose external id is that text.
    """
    paths = _images(folder)
    # The functions of `os.path` raise no error for any name, e.g. one that is too long.
    if os.path.lexists(to):
        raise InputError(f"{to} exists, and may hold your changes. Delete it, or give another --to.")
    chosen = command.client.application_version(application_id, version)
    globs = globs_of(inputs or [], chosen)
    items = _items(_by_item(folder, paths, globs, chosen), chosen)
    try:
        write_atomically(to, to_item_table(items, chosen), mode=WORLD_READABLE)
    except OSError as error:
        raise StorageError(
            f"{to} can not be written: {error.strerror}. Give another file with --to."
        ) from error
    rows = [
        (item.external_id, artifact.name, *map(str, artifact.metadata.values()))
        for item in items
        for artifact in item.input_artifacts
    ]
    columns = [key.upper() for key in items[0].input_artifacts[0].metadata]
    command.show({"file": to, "items": len(items)}, table(("ITEM", "INPUT", *columns), rows))
    counted = "1 item" if len(items) == 1 else f"{len(items)} items"
    note(f"Wrote {counted} to {to}.")
    if command.output is Output.TABLE:
        submit = ("run", "submit", application_id, "--items", str(to), "--version", chosen.version_number)
        note(command.hint("To submit them", *submit))


def _images(folder: Path) -> list[Path]:
    """The images in a folder and its subfolders, by suffix; no hidden ones. Raises InputError."""
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        raise InputError(f"{folder} is no folder. Give a folder with images.")
    found = [path for path in folder.rglob("*") if path.suffix.lower() in MEDIA_TYPES and path.is_file()]
    shown = sorted(path for path in found if not _is_hidden(path.relative_to(folder)))
    if not shown:
        raise InputError(f"{folder} has no images ({', '.join(MEDIA_TYPES)}). Give another folder.")
    return shown


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _by_item(
    folder: Path, paths: list[Path], globs: Mapping[str, str] | None, version: ApplicationVersion
) -> Mapping[str, Mapping[str, Path]]:
    """The file of each input, for each item. Raises InputError if an item has not all."""
    if globs is not None:
        return files_by_item(folder, paths, globs)
    name = version.input_artifacts[0].name
    return {path.relative_to(folder).as_posix(): {name: path} for path in paths}


def _items(files: Mapping[str, Mapping[str, Path]], version: ApplicationVersion) -> list[NewItem]:
    """Read each file, several at a time. Raises InputError, with all files that can not be an input."""
    problems = Problems("Nothing was written")
    specs = version.input_artifacts
    wanted = [(spec, by_input[spec.name]) for by_input in files.values() for spec in specs]

    def artifact(spec: InputSpec, path: Path) -> NewArtifact:
        check_image(path)
        properties = spec.metadata_schema.get("properties")
        keys = tuple(properties) if isinstance(properties, Mapping) else ()
        return artifact_from_file(spec.name, path, metadata=keys)

    def result(numbered: tuple[int, Future[NewArtifact]]) -> NewArtifact:
        number, job = numbered
        try:
            return job.result()
        finally:
            line = f"Read {number} of {len(wanted)} files"
            beside = wanted[number - 1][1].name
            display.update(Step(done=number, total=len(wanted), beside=beside, line=line))

    # A checksum releases the lock of the interpreter, and a disk serves several reads.
    pool = ThreadPoolExecutor(min(_MAX_THREADS, os.cpu_count() or 1))
    with progress("Reading", _same) as display:
        try:
            jobs = [pool.submit(artifact, spec, path) for spec, path in wanted]
            made = problems.each(result, enumerate(jobs, start=1))
        finally:
            pool.shutdown(cancel_futures=True)
    problems.raise_all()
    return [
        NewItem(external_id=external_id, input_artifacts=made[at * len(specs) : (at + 1) * len(specs)])
        for at, external_id in enumerate(files)
    ]


def _same(step: Step) -> Step:
    return step
