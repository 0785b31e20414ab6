"""Type checks of one layer after another version of its client, in one warm process."""

import contextlib
import io
import os
import re
from pathlib import Path

from attrs import frozen
from mypy.dmypy_server import Server
from mypy.find_sources import create_source_list
from mypy.fscache import FileSystemCache
from mypy.main import process_options
from mypy.options import Options

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
        self._server, self._options = self._started()

    def _started(self) -> tuple[Server, Options]:
        arguments = [
            "--config-file=",
            "--no-error-summary",
            "--cache-fine-grained",
            f"--cache-dir={self._folder}/.mypy_cache",
            "--local-partial-types",
            "--check-untyped-defs",
            "--ignore-missing-imports",
            "--no-color-output",
            str(self._folder / self._package),
        ]
        with contextlib.chdir(self._folder):
            _, options = process_options(arguments, server_options=True)
        return Server(options, str(self._folder / "status.json")), options

    def errors(self) -> list[TypeError_]:
        """The errors in the layer; those in the generated client are not its own."""
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                result = self._result()
        except Exception:  # noqa: BLE001 - mypy has internal errors after rare edits; a new server has none
            self._server, self._options = self._started()
            result = self._result()
        if result.get("status") not in {0, 1}:
            raise RuntimeError(str(result.get("err") or result.get("out")))
        found = [_ERROR.match(line) for line in str(result["out"]).splitlines()]
        errors = [TypeError_(one["path"], int(one["line"]), one["text"]) for one in found if one is not None]
        inside = f"{self._generated.replace('.', os.sep)}{os.sep}"
        return sorted(one for one in errors if not one.path.startswith(inside))

    def _result(self) -> dict[str, object]:
        with contextlib.chdir(self._folder):
            sources = create_source_list([self._package], self._options, FileSystemCache())
            return self._server.check(sources, export_types=False, is_tty=False, terminal_width=80)
