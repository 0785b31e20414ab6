"""Files that are not edited: generated ones, and derived twins of async files, which are derived again."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from seawall.codegen.derive import derive

__all__ = ["is_marked", "source_of_twin", "with_twins"]

_DERIVED = "# DO NOT EDIT. Derived from "
_MARK = "# DO NOT EDIT."


def is_marked(text: str) -> bool:
    """Return whether a file says that it is generated or derived."""
    return text.removeprefix("\ufeff").startswith(_MARK)


def source_of_twin(path: str, sources: Mapping[str, str]) -> str | None:
    """The async file from which `path` was derived; None if it was not, or if that file is not there."""
    if not sources[path].startswith(_DERIVED):
        return None
    parts = PurePosixPath(path).parts
    source = "/".join("_async" if part == "_sync" else part for part in parts)
    return source if source in sources and source != path else None


def with_twins(sources: Mapping[str, str], files: Mapping[str, str]) -> dict[str, str]:
    """`files` and the derived twins of those that have one, as far as they were up to date."""
    found = dict(files)
    for path, text in files.items():
        parts = PurePosixPath(path).parts
        twin = "/".join("_sync" if part == "_async" else part for part in parts)
        if twin == path or twin not in sources:
            continue
        if derive(sources[path], PurePosixPath(path))[0] == sources[twin]:
            found[twin] = derive(text, PurePosixPath(path))[0]
    return {path: found[path] for path in sorted(found)}
