"""The files of a stable layer, and the names under which they are imported."""

import tokenize
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path, PurePosixPath

from seawall.codegen.layer.client import GeneratedClient

__all__ = ["is_layer_file", "layer_files", "module_names", "package_of"]

_SKIPPED_FOLDERS = frozenset(
    {
        "tests",
        "test",
        "testing",
        "node_modules",
        "site-packages",
        "__pycache__",
        "venv",
        "env",
        "build",
        "dist",
    }
)
_SKIPPED_FILES = ("test_*.py", "*_test.py", "conftest.py", "setup.py", "noxfile.py")


def layer_files(root: Path) -> Mapping[str, str]:
    """Read the Python files below a folder, by their relative path, in order; line ends are kept.

    Tests, virtual environments and hidden folders are left out. A file that is not in its declared encoding
    is read with replacement characters.
    """
    found: dict[str, str] = {}
    for path in sorted(_python_files(root, root)):
        found[path.relative_to(root).as_posix()] = _text(path.read_bytes())
    return found


def _python_files(folder: Path, root: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_symlink():
            continue
        if path.is_dir():
            if is_layer_file(f"{path.name}/a.py") and not (path / "pyvenv.cfg").is_file():
                yield from _python_files(path, root)
        elif path.is_file() and is_layer_file(path.name):  # A named pipe has no end.
            yield path


def is_layer_file(path: str) -> bool:
    """Return whether a relative path can be one of a layer: no test, no hidden folder."""
    *folders, name = PurePosixPath(path).parts
    if any(one in _SKIPPED_FOLDERS or one.startswith(".") for one in folders):
        return False
    return name.endswith((".py", ".pyi")) and not any(fnmatch(name, pattern) for pattern in _SKIPPED_FILES)


def _text(content: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(content).readline)
    except SyntaxError:
        encoding = "utf-8"
    # With `utf-8-sig` a byte order mark would be lost when the text is written again.
    return content.decode("utf-8" if encoding == "utf-8-sig" else encoding, errors="replace")


def package_of(root: Path) -> str:
    """The import name of a folder: that of the package that it is, empty if it is none."""
    parts: list[str] = []
    folder = root.resolve()
    while (folder / "__init__.py").is_file():
        parts.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(parts))


def module_names(paths: Iterator[str], client: GeneratedClient, package: str) -> Mapping[str, str]:
    """The qualified name of the module in each file, by its path.

    A folder without `__init__.py` is taken for one on the import path. `package` is the name of the root.
    """
    known = set(paths)
    prefix = package
    if not prefix and "__init__.py" in known:
        prefix = client.package.rpartition(".")[0]
    return {path: _module_name(path, known, prefix) for path in known}


def _module_name(path: str, known: set[str], prefix: str) -> str:
    pure = PurePosixPath(path)
    parts = [] if pure.stem == "__init__" else [pure.stem]
    folder = pure.parent
    while folder != PurePosixPath(".") and (folder / "__init__.py").as_posix() in known:
        parts.append(folder.name)
        folder = folder.parent
    if prefix and folder == PurePosixPath("."):
        parts.append(prefix)
    return ".".join(reversed(parts)) or pure.parent.name or "layer"
