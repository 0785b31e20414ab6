"""Resolve components that are only a reference to another component, and break cycles of such references."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Final

from seawall.codegen.spec.plain_data import Json

__all__ = ["EMPTY", "without_cycles"]

EMPTY: Final[Mapping[str, dict[str, Json]]] = {
    "responses": {"description": ""},
    "requestBodies": {"content": {"application/octet-stream": {}}},
    "headers": {"schema": {"type": "string"}},
    "callbacks": {},
}
"""What stands for a component that has no value, by kind; of other kinds it is left out."""


def without_cycles(kind: str, components: dict[str, dict[str, Json]]) -> list[str]:
    """Give a value to one component of each cycle of references, and return the names of these."""
    changed: list[str] = []
    finished: set[str] = set()
    for start in components:
        path: dict[str, None] = {}
        name: str | None = start
        while name is not None and name not in finished and name not in path:
            path[name] = None
            name = _next(components.get(name, {}), kind)
        if name in path:
            last = next(reversed(path))
            components[last] = deepcopy(EMPTY.get(kind, {}))
            changed.append(last)
        finished.update(path)
    return changed


def _next(component: dict[str, Json], kind: str) -> str | None:
    ref = component.get("$ref")
    return ref.removeprefix(f"#/components/{kind}/") if isinstance(ref, str) else None
