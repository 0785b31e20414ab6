"""Type checks of one layer after another version of its client, in one warm process."""

import contextlib
import os
import re
from pathlib import Path

from attrs import frozen
from mypy.dmypy_server import Server
from mypy.find_sources import create_source_list
from mypy.fscache import FileSystemCache
from mypy.main import process_options

__all__ = ["TypeCheck", "TypeError_"]

_ERROR = re.compile(r"(?P<path>[^:]+):(?P<line>\d+): error: (?P<text>.*)")


@frozen(order=True)
class TypeError_:  # noqa: N801 - not the built-in one
    """An error of mypy, in a file of the layer."""

    path: str
    line: int
    text: str


class TypeCheck:
    """Checks the package in `folder` again and again; only what changed is read again."""

    def __init__(self, folder: Path, package: str, generated: str) -> None:
        self._folder = folder
        self._package = package
        self._generated = generated
        arguments = [
            "--config-file=",
            "--no-error-summary",
            "--cache-fine-grained",
            f"--cache-dir={folder}/.mypy_cache",
            "--local-partial-types",
            "--check-untyped-defs",
            "--ignore-missing-imports",
            "--no-color-output",
            str(folder / package),
        ]
        with contextlib.chdir(folder):
            _, self._options = process_options(arguments, server_options=True)
        self._server = Server(self._options, str(folder / "status.json"))

    def errors(self) -> list[TypeError_]:
        """The errors in the layer; those in the generated client are not its own."""
        with contextlib.chdir(self._folder):
            cache = FileSystemCache()
            sources = create_source_list([self._package], self._options, cache)
            result = self._server.check(sources, export_types=False, is_tty=False, terminal_width=80)
        if result.get("status") not in {0, 1}:
            raise RuntimeError(str(result.get("err") or result.get("out")))
        found = [_ERROR.match(line) for line in str(result["out"]).splitlines()]
        errors = [TypeError_(one["path"], int(one["line"]), one["text"]) for one in found if one is not None]
        inside = f"{self._generated.replace('.', os.sep)}{os.sep}"
        return sorted(one for one in errors if not one.path.startswith(inside))
