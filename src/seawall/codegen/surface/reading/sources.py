"""The source files of a layer: a folder that is read on demand, or the files of a revision."""

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from attrs import frozen

from seawall.codegen.errors import SurfaceError
from seawall.codegen.fetch.files import read_file
from seawall.codegen.fetch.git_folders import git_path, read_git_folder
from seawall.codegen.surface.reading.modules import is_importable

__all__ = ["FolderSources", "LayerSources", "layer_sources", "package_root", "revision_sources"]

_SUFFIXES = (".py", ".pyi")
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages"})


class FolderSources(Mapping[str, str]):
    """The Python files below a folder by their relative paths; each is read at its first use.

    Links that lead out of the folder are not followed.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._texts: dict[str, str] = {}

    def __getitem__(self, path: str) -> str:
        if path not in self._texts:
            if path not in self:
                raise KeyError(path)
            # A byte that is not UTF-8 is in a comment or text, mostly: the rest can be read.
            self._texts[path] = read_file(self._root / path).decode("utf-8-sig", "replace")
        return self._texts[path]

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str) or not path.endswith(_SUFFIXES) or path.startswith("/"):
            return False
        real = os.path.realpath(self._root / path)
        return real.startswith(f"{self._real_root}{os.sep}") and Path(real).is_file()

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    @cached_property
    def _real_root(self) -> str:
        return os.path.realpath(self._root).rstrip(os.sep)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        found = []
        for folder, names, files in os.walk(self._root):
            names[:] = sorted(name for name in names if name not in _SKIPPED and not name.startswith("."))
            found += [
                path
                for name in sorted(files)
                if (path := (Path(folder) / name).relative_to(self._root).as_posix()) in self
            ]
        return tuple(found)


@frozen(kw_only=True)
class LayerSources:
    """A package to read: its import name, and the files of the folder that its first package is in."""

    package: str
    files: Mapping[str, str]


def layer_sources(folder: Path, name: str = "") -> LayerSources:
    """The sources of the package in `folder`; `name` is its import name, by default that of its folders.

    Raises SurfaceError if there is no package.
    """
    real = Path(os.path.realpath(folder))
    if not real.is_dir():
        raise SurfaceError(f"{folder} is no folder. Give the folder of a Python package.")
    if not any(real.glob("*.py*")):
        raise SurfaceError(f"{folder} has no Python file. Give the folder of a Python package.")
    parts = tuple(name.split(".")) if name else _import_parts(real)
    if parts != real.parts[-len(parts) :]:
        raise SurfaceError(
            f"{folder} is not the folder of the package {name}. Give one that ends with "
            f"{PurePosixPath(*parts)}."
        )
    if not all(map(is_importable, parts)):
        raise SurfaceError(f"{folder} can not be imported: its name is not that of a Python package.")
    return LayerSources(package=".".join(parts), files=FolderSources(real.parents[len(parts) - 1]))


def _import_parts(folder: Path) -> tuple[str, ...]:
    parts = [folder.name]
    for parent in folder.parents:
        if not any((parent / f"__init__{suffix}").is_file() for suffix in _SUFFIXES):
            break
        parts.insert(0, parent.name)
    return tuple(parts)


def revision_sources(sources: LayerSources, folder: Path, revision: str) -> LayerSources:
    """The sources of the same package in a git revision; `folder` is its folder today.

    Raises SpecError if the revision does not have it.
    """
    first = sources.package.partition(".")[0]
    path = git_path(package_root(sources, folder) / first)
    found = read_git_folder(revision, path, folder, _SUFFIXES)
    return LayerSources(
        package=sources.package,
        files={f"{first}/{path}": data.decode("utf-8-sig", "replace") for path, data in found.items()},
    )


def package_root(sources: LayerSources, folder: Path) -> Path:
    """The folder to import the package from, if `folder` is that of the package."""
    return Path(os.path.realpath(folder)).parents[sources.package.count(".")]
