"""Filters by custom metadata: the part of JSONPath that the fake platform evaluates."""

import json
import re
from collections.abc import Iterator, Mapping

from seawall.core.errors import InputError

__all__ = ["metadata_matches"]

_STEP = re.compile(r'\.(?:(\w+)|"([^"\\]+)")|(\[\*\])')
_FILTER = re.compile(r'\s*\?\s*\(\s*@\s*==\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)\s*\)\s*')


def metadata_matches(metadata: Mapping[str, object] | None, path: str) -> bool:
    """Return whether `path` selects any value, such as `$.study ? (@ == "high")` or `$.tags[*]`.

    Raises InputError for another JSONPath: the local platform evaluates more of it.
    """
    path = path.strip()
    rest = path[1:] if path.startswith("$") else f".{path}"
    values: list[object] = [] if metadata is None else [metadata]
    while step := _STEP.match(rest):
        values = list(_every(values) if step[3] else _members(values, step[1] or step[2]))
        rest = rest[step.end() :]
    if rest and (found := _FILTER.fullmatch(rest)):
        wanted = json.loads(found[1])
        # In lax mode, a filter looks into arrays.
        return any(_is_equal(value, wanted) for value in _every(values))
    if rest:
        raise InputError(
            f'The fake platform evaluates paths such as $.study ? (@ == "high") or $.tags[*], not {path!r}. '
            "Test other filters with the fixture seawall_platform."
        )
    return bool(values)


def _members(values: list[object], name: str) -> Iterator[object]:
    for value in _every(values):
        if isinstance(value, Mapping) and name in value:
            yield value[name]


def _every(values: list[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _is_equal(value: object, wanted: object) -> bool:
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)
