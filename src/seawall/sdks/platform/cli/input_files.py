"""The files of a folder that belong to each input of an application, as `run prepare --input` says."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from seawall.core.errors import InputError
from seawall.sdks.platform import ApplicationVersion
from seawall.terminal.problems import Problems

__all__ = ["files_by_item", "globs_of"]


def globs_of(given: Sequence[str], version: ApplicationVersion) -> dict[str, str] | None:
    """Return the glob of each input of a version, from texts `NAME=GLOB`; None without any for one input.

    Raises InputError for an unknown or missing input, and for a glob that has not one star.
    """
    names = [spec.name for spec in version.input_artifacts]
    example = " ".join(f"--input '{name}=*_{name}.tiff'" for name in names)
    if not given and len(names) == 1:
        return None
    globs = dict[str, str]()
    for each in given:
        name, equals, glob = each.partition("=")
        if not equals or glob.count("*") != 1:
            raise InputError(
                f"--input is {each[:80]!r}. Give NAME=GLOB with one * in it, which is the external id of the "
                f"item, e.g. {example}"
            )
        if name not in names:
            raise InputError(f"--input {name}: the inputs of an item are {', '.join(names)}.")
        globs[name] = glob
    if missing := [name for name in names if name not in globs]:
        raise InputError(
            f"{version.application_id} {version.version_number} has the inputs {', '.join(names)}. Say which "
            f"files are {', '.join(missing)}, e.g. {example}"
        )
    return globs


def files_by_item(
    folder: Path, paths: Sequence[Path], globs: Mapping[str, str]
) -> dict[str, dict[str, Path]]:
    """Return the files of each item by their input; the external id of an item is the text of the star.

    The star matches any text, also over several folders. Raises InputError for all items that have not a file
    of each input.
    """
    found = dict[str, dict[str, Path]]()
    for name, glob in globs.items():
        before, _, after = glob.partition("*")
        pattern = re.compile(f"{re.escape(before)}(.+){re.escape(after)}")
        for path in paths:
            if match := pattern.fullmatch(path.relative_to(folder).as_posix()):
                found.setdefault(match[1], {})[name] = path
    if not found:
        raise InputError(f"No image in {folder} matches {' or '.join(globs.values())}. Correct --input.")
    problems = Problems("Nothing was written")
    for external_id, files in sorted(found.items()):
        for name in globs.keys() - files.keys():
            with problems.collected():
                expected = globs[name].replace("*", external_id)
                raise InputError(f"{external_id} has no file for the input {name}: there is no {expected}.")
    problems.raise_all()
    return dict(sorted(found.items()))
