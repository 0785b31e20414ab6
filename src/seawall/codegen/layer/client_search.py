"""Finds generated clients below a folder, and reads their source files."""

import os
from collections.abc import Mapping
from pathlib import Path

from seawall.codegen.errors import SettingsError
from seawall.codegen.layer.client import ClientStyle
from seawall.codegen.layer.client_reading import style_of

__all__ = ["MARKER", "client_files", "find_clients"]

MARKER = "# DO NOT EDIT. Generated from"
"""The beginning of the first line of each file of a client."""

# Folders of installed packages and of tools.
_NO_SOURCES = frozenset({"__pycache__", "build", "dist", "node_modules", "site-packages", "venv"})


def find_clients(root: Path) -> tuple[Path, ...]:
    """The folders of the generated clients below `root`, sorted.

    Those of Seawall are known by their marker, packages of openapi-python-client by their modules. Hidden
    folders, installed packages and links to folders are not searched.
    """
    found = []
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _NO_SOURCES)
        if _is_client(Path(folder), {*files, *(f"{name}/" for name in names)}):
            found.append(Path(folder))
            names.clear()
    return tuple(sorted(found))


def client_files(folder: Path) -> Mapping[str, str]:
    """The source files and stubs of a package, by relative path. Raises SettingsError if one is not text."""
    return {
        path.relative_to(folder).as_posix(): _text(path)
        for path in sorted(folder.rglob("*.py*"))
        if path.suffix in {".py", ".pyi"} and "__pycache__" not in path.parts and path.is_file()
    }


def _is_client(folder: Path, names: set[str]) -> bool:
    if "__init__.py" not in names:
        return False
    shown = {name + "__init__.py" if name.endswith("/") else name for name in names}
    style = style_of(shown)
    if style is ClientStyle.SEAWALL:
        return _starts_with_marker(folder / "__init__.py")
    if style is ClientStyle.STOCK:
        return {"models/", "types.py"} <= names and "AuthenticatedClient" in _text(folder / "client.py")
    return False


def _starts_with_marker(path: Path) -> bool:
    return _text(path).startswith(MARKER)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} can not be read as UTF-8 text: {error}. Name another folder.") from error
