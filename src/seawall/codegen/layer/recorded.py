"""Uses that were recorded while the tests of a layer ran, as JSON lines."""

import json
from collections.abc import Iterable
from typing import Final

from attrs import asdict, fields, frozen

from seawall.codegen.errors import GenerationError

__all__ = ["RecordedUse", "read_uses", "use_lines"]


@frozen(kw_only=True, order=True)
class RecordedUse:
    """A part that a function of the layer used: `kind` is call, argument, create, set or read.

    `owner` is the operation (`GET /pets/{id}`), for a stock package its function (`get_pet.sync`), or the
    class; `name` is the argument or field. `value` is that of a field, only for a member of an enum and a
    boolean; other values may be secrets. `function` is the function around `line` of `path`, `public` the
    outermost function of the layer that was running.
    """

    kind: str
    owner: str
    name: str = ""
    value: str = ""
    path: str
    line: int
    function: str
    public: str


_FIELDS: Final = {one.name: int if one.name == "line" else str for one in fields(RecordedUse)}


def use_lines(uses: Iterable[RecordedUse]) -> str:
    """The uses as JSON lines, in order, each once."""
    return "".join(f"{json.dumps(asdict(one), sort_keys=True)}\n" for one in sorted(set(uses)))


def read_uses(text: str, name: str) -> tuple[RecordedUse, ...]:
    """Read JSON lines; `name` is the file for errors. Raises GenerationError for a line that is none."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        use = _use(line)
        if use is None:
            raise GenerationError(
                f"{name}, line {number}, is no recorded use. Record again with pytest --seawall-record-uses."
            )
        found.append(use)
    return tuple(found)


def _use(line: str) -> RecordedUse | None:
    try:
        given = json.loads(line)
    except ValueError:
        return None
    if not isinstance(given, dict) or given.keys() != _FIELDS.keys():
        return None
    if any(type(given[name]) is not kind for name, kind in _FIELDS.items()):
        return None
    return RecordedUse(**given)
