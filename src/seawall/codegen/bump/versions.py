"""The version of an SDK and the version of its API, in a module of their own."""

import ast
import re

from attrs import frozen

from seawall.codegen.errors import SettingsError
from seawall.codegen.step import Step

__all__ = ["Versions", "next_version", "read_versions", "with_versions"]

_NAMES = {"__version__": "sdk", "__api_version__": "api"}


@frozen
class Versions:
    """The version of an SDK, and the version of the API that it is made for."""

    sdk: str
    api: str


def read_versions(source: str, path: str) -> Versions:
    """Read `__version__` and `__api_version__` from the module `source`, which is not run.

    `path` is for errors. Raises SettingsError if one is missing or no text.
    """
    found = {name: value for name, value in _assigned(source, path).items() if isinstance(value.value, str)}
    missing = [name for name in _NAMES if name not in found]
    if missing:
        raise SettingsError(f'{path} does not set {missing[0]}. Add the line: {missing[0]} = "…"')
    return Versions(**{key: str(found[name].value) for name, key in _NAMES.items()})


def with_versions(source: str, path: str, versions: Versions) -> str:
    """Return the module `source` with other versions; all else stays. Raises SettingsError as above."""
    read_versions(source, path)
    lines = source.encode().splitlines(keepends=True)
    new = {"__version__": versions.sdk, "__api_version__": versions.api}
    for name, node in _assigned(source, path).items():
        if node.end_lineno != node.lineno or node.end_col_offset is None:
            raise SettingsError(f"{path}: write {name} on one line.")
        line = lines[node.lineno - 1]
        # Offsets of `ast` count bytes.
        text = _quoted(new[name]).encode()
        lines[node.lineno - 1] = line[: node.col_offset] + text + line[node.end_col_offset :]
    return b"".join(lines).decode()


def next_version(version: str, step: Step) -> str:
    """Return the version after `version` for a step.

    Before 1.0.0 an incompatible change raises the second number, and everything else the third. Raises
    SettingsError for a version that is not like 1.2.3.
    """
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)
    if match is None:
        raise SettingsError(f"The version {version!r} is not like 1.2.3; write it so before a bump.")
    major, minor, patch = (int(number) for number in match.groups())
    if step is Step.NONE:
        return version
    if step is Step.MAJOR and major:
        return f"{major + 1}.0.0"
    if step is Step.MAJOR or (step is Step.MINOR and major):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def _assigned(source: str, path: str) -> dict[str, ast.Constant]:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError) as error:
        raise SettingsError(f"{path} is no valid Python module: {error}.") from error
    found = {}
    for node in body:
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        target = node.target if isinstance(node, ast.AnnAssign) else target
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id in _NAMES and isinstance(value, ast.Constant):
            found[target.id] = value
    return found


def _quoted(text: str) -> str:
    """`text` as a literal in ASCII: the version of an API is text of its spec."""
    plain = ascii(text)
    return plain if {"'", '"'} & set(text) else f'"{plain[1:-1]}"'
