"""`seawall checksum`: the checksum of files as the metadata of an item has it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from attrs import frozen

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import Algorithm, Hashers
from seawall.runtime.transfer.upload_source import open_source, read_piece
from seawall.terminal.json_input import STDIN
from seawall.terminal.options import OutputOption
from seawall.terminal.problems import Problems
from seawall.terminal.screen import Output, show_as, table

__all__ = ["FileChecksum", "checksum"]


@frozen
class FileChecksum:
    """The checksum of a file, or of stdin (`-`), under the names that the metadata of an item has."""

    path: str
    checksum_base64_crc32c: str
    size_bytes: int


def checksum(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Files to read; - reads stdin.", show_default=False),
    ],
    output: OutputOption = Output.TABLE,
) -> None:
    """Compute the CRC-32C of files, in base64 as the metadata of an item has it, and their size in bytes."""
    checksums = _checksums(files)
    rows = [(each.checksum_base64_crc32c, str(each.size_bytes), each.path) for each in checksums]
    show_as(output, checksums, table(("CRC32C", "BYTES", "FILE"), rows, numbers=("BYTES",)))


def _checksums(files: Sequence[Path]) -> list[FileChecksum]:
    """Compute the checksum of each file. Raises InputError for all files that can not be read."""
    if files.count(STDIN) > 1:
        raise InputError("stdin can be read only once. Give - once.")
    checksums, problems = list[FileChecksum](), Problems("No checksum was computed")
    for path in files:
        with problems.collected():
            hashers = _hash(path)
            crc32c = hashers.checksum(Algorithm.CRC32C).base64
            checksums.append(FileChecksum(str(path), crc32c, hashers.size))
    problems.raise_all()
    return checksums


def _hash(path: Path) -> Hashers:
    hashers = Hashers((Algorithm.CRC32C,))
    if path == STDIN:
        while piece := sys.stdin.buffer.read(1 << 18):
            hashers.update(piece)
        return hashers
    if path.is_dir():
        raise InputError(f"{path} is a folder. Give the files in it.")
    if not path.exists():
        raise InputError(f"{path} does not exist. Check the name.")
    with open_source(path) as file:
        while file and (piece := read_piece(file)):
            hashers.update(piece)
    return hashers
