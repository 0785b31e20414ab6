"""Type errors of a layer that only the new client causes: mypy checks a copy of it beside both clients.

Nothing of the layer is imported or run: mypy reads it, without the configuration of any project and so
without plugins, in a process that does not look for modules in the copy.
"""

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve, frozen

from seawall.codegen.errors import SettingsError
from seawall.codegen.layer.uses import Layer

__all__ = ["TypeProblem", "new_type_problems"]

_TIMEOUT_S = 600
_OPTIONS = (
    "--config-file=",
    "--output=json",
    "--no-error-summary",
    "--check-untyped-defs",
    "--strict-equality",
    "--ignore-missing-imports",
    "--follow-imports=silent",
    "--namespace-packages",
    "--explicit-package-bases",
)


@frozen(order=True, kw_only=True)
class TypeProblem:
    """An error that mypy reports about an expression.

    `path` is relative to the layer, the column counts characters from 0. `end_line` is the last line of the
    expression.
    """

    path: str
    line: int
    column: int
    end_line: int
    code: str
    message: str


def new_type_problems(
    layer: Layer, package: str, old_files: Mapping[str, str], new_files: Mapping[str, str]
) -> tuple[TypeProblem, ...]:
    """The type errors of `layer` with the client `new_files` that it does not have with `old_files`.

    `package` is the import name of the client, whose files are by relative path. Raises SettingsError if mypy
    is not installed or can not check the layer.
    """
    if find_spec("mypy") is None:
        raise SettingsError(
            "Type errors need mypy, which is not installed beside seawall. Install it: pip install mypy"
        )
    targets = dict(_targets(layer))
    with TemporaryDirectory(prefix="seawall-") as name:
        folder = Path(name)
        # Two folders: mypy takes a file of the same size and second for unchanged.
        before = _checked(folder / "old", folder, layer, targets, _located(package, old_files))
        after = _checked(folder / "new", folder, layer, targets, _located(package, new_files))
    known = Counter(_key(problem) for problem in before)
    found = []
    for problem in after:
        if known[_key(problem)]:
            known[_key(problem)] -= 1
        else:
            found.append(problem)
    return tuple(sorted(found))


def _key(problem: TypeProblem) -> tuple[str, int, str, str]:
    return problem.path, problem.line, problem.code, problem.message


def _targets(layer: Layer) -> Iterator[tuple[str, str]]:
    """The path of each module in the copy, and in the layer: by the name under which it is imported."""
    modules = {one.place.path: one.module for one in layer.functions.values() if one.module}
    for path in layer.sources:
        parts = modules.get(path, "").split(".")
        # A module that hides one of Python stops mypy.
        is_own = all(part.isidentifier() for part in parts) and parts[0] not in sys.stdlib_module_names
        if path not in layer.unread and is_own:
            is_package = path.rpartition("/")[2] == "__init__.py"
            yield "/".join(parts) + ("/__init__.py" if is_package else ".py"), path


def _located(package: str, files: Mapping[str, str]) -> dict[str, str]:
    return {f"{package.replace('.', '/')}/{name}": text for name, text in files.items()}


def _checked(
    folder: Path, shared: Path, layer: Layer, targets: Mapping[str, str], client: Mapping[str, str]
) -> list[TypeProblem]:
    """Write the copy and the client to `folder`, and check the copy; `shared` has the cache."""
    texts = {**client, **{target: layer.sources[path] for target, path in targets.items()}}
    for parent in {parent for name in texts for parent in Path(name).parents if parent != Path()}:
        # Else an installed package of the same name takes precedence over one without this file.
        texts.setdefault((parent / "__init__.py").as_posix(), "")
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
    listed = shared / "files.txt"
    listed.write_text("\n".join(sorted(targets)), encoding="utf-8")
    found = [one for one in _problems(_mypy(folder, shared, listed)) if one.path in targets]
    ends = {path: _ends(texts[path]) for path in {one.path for one in found}}
    return [
        evolve(
            one,
            path=targets[one.path],
            column=_characters(texts[one.path], one.line, one.column),
            end_line=ends[one.path].get((one.line, one.column), one.line),
        )
        for one in found
    ]


def _ends(text: str) -> dict[tuple[int, int], int]:
    """The last line of the longest expression that begins at a line and column; mypy tells its beginning."""
    found: dict[tuple[int, int], int] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.expr):
            start = node.lineno, node.col_offset
            found[start] = max(found.get(start, 0), node.end_lineno or node.lineno)
    return found


def _characters(text: str, line: int, column: int) -> int:
    """The column in characters; mypy counts bytes."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return 0
    return len(lines[line - 1].encode("utf-8")[: max(column, 0)].decode("utf-8", errors="ignore"))


def _mypy(folder: Path, shared: Path, listed: Path) -> str:
    # With -P no module of the copy can stand in for one that mypy imports.
    command = [sys.executable, "-P", "-m", "mypy", *_OPTIONS, f"--cache-dir={shared / 'cache'}", f"@{listed}"]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            cwd=folder,
            env={**os.environ, "MYPYPATH": str(folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as error:
        raise SettingsError(
            f"mypy did not finish within {_TIMEOUT_S} s; check a smaller folder, or do without type errors."
        ) from error
    if done.returncode not in {0, 1}:
        reason = " ".join((done.stderr or done.stdout).split())[:500]
        raise SettingsError(
            f"mypy can not check the layer: {reason}. Correct this, or leave out the type errors."
        )
    return done.stdout


def _problems(output: str) -> Iterator[TypeProblem]:
    for line in output.splitlines():
        found = json.loads(line)
        if found["severity"] == "error":
            yield TypeProblem(
                path=Path(found["file"]).as_posix(),
                line=found["line"],
                column=found["column"],
                end_line=found["line"],
                code=found["code"] or "",
                message=found["message"],
            )
