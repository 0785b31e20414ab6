"""The effective spec while it is read: its nodes, its references, the findings so far, and the limits."""

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from seawall.codegen.api.json_fields import child_pointer, object_field
from seawall.codegen.api.model import Finding
from seawall.codegen.errors import SpecError
from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import component_ref, pointer_target

__all__ = ["MOST_LEVELS", "Node", "Source", "shown"]

MOST_LEVELS: Final = 100
"""Schemas inside schemas, references aside; readers of the Api may recurse."""

# Merged schemas can grow faster than the document. Known specs need one step for a value.
_FREE_STEPS = 200_000
_STEPS_FOR_A_VALUE = 20
_STEPS_OF_A_SCHEMA = 10
_LONGEST = 80


@frozen
class Node:
    """An object of the spec and its JSON pointer; the keys in `without` count as absent.

    `is_inherited` is true for the content of a component that an `allOf` refers to: its title and description
    are those of the component.
    """

    pointer: str
    value: Mapping[str, Json] = field(eq=False, repr=False)
    without: frozenset[str] = frozenset()
    is_inherited: bool = False

    def get(self, key: str) -> Json:
        """The value at `key`; None if it is absent."""
        return None if key in self.without else self.value.get(key)

    def content(self) -> Mapping[str, Json]:
        """The object without the keys in `without`."""
        if not self.without:
            return self.value
        return {key: item for key, item in self.value.items() if key not in self.without}


def shown(value: Json) -> str:
    """A short form of `value` for messages."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


class Source:
    """The effective spec while it is read."""

    def __init__(self, document: Mapping[str, Json]) -> None:
        self.document = document
        self.components = object_field(document, "components")
        self.schemas = object_field(self.components, "schemas")
        self._findings: dict[tuple[str, str], Finding] = {}
        self._steps = 0
        self._most_steps = _FREE_STEPS

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings so far, each once."""
        return tuple(self._findings.values())

    def report(self, pointer: str, message: str, fix: str = "", *, is_error: bool = False) -> None:
        """Add a finding."""
        finding = Finding(pointer=pointer, message=message, fix=fix, is_error=is_error)
        self._findings.setdefault((pointer, message), finding)

    def count(self, steps: int = 1) -> None:
        """Count the work. Raises SpecError if the spec expands without bounds."""
        self._steps += steps
        if self._steps <= self._most_steps:
            return
        # The size is counted when it is needed: most specs stay far below the first limit.
        most = _FREE_STEPS + _STEPS_FOR_A_VALUE * _values_in(self.document)
        if self._most_steps == most:
            raise SpecError(
                "The merged schemas of the spec grow without bounds: they have "
                f"{_STEPS_FOR_A_VALUE} times as many parts as the spec has values. "
                "Shorten its chains of `allOf`, `oneOf` and `anyOf`."
            )
        self._most_steps = most

    def count_schema(self) -> None:
        """Count one schema, which costs more than a part of one."""
        self.count(_STEPS_OF_A_SCHEMA)

    def node(self, pointer: str, value: Json) -> Node:
        """The object `value`; a boolean schema as its object form."""
        if isinstance(value, dict):
            return Node(pointer, value)
        if value is False:
            return Node(pointer, {"not": {}})
        if value is not True:
            self.report(pointer, f"Here is no schema, but {shown(value)}.", "Replace it with a schema.")
        return Node(pointer, {})

    def child(self, node: Node, key: str) -> Node:
        """The schema at `key` of `node`."""
        return self.node(child_pointer(node.pointer, key), node.value[key])

    def listed(self, node: Node, key: str) -> tuple[Node, ...]:
        """The schemas in the list at `key` of `node`; none if there is no list."""
        found = node.get(key)
        if not isinstance(found, list):
            return ()
        pointer = child_pointer(node.pointer, key)
        return tuple(self.node(f"{pointer}/{number}", item) for number, item in enumerate(found))

    def named(self, node: Node, key: str) -> dict[str, Node]:
        """The schemas in the object at `key` of `node`; none if there is no object."""
        found = node.get(key)
        if not isinstance(found, dict):
            return {}
        pointer = child_pointer(node.pointer, key)
        return {name: self.node(child_pointer(pointer, name), item) for name, item in found.items()}

    def component(self, name: str) -> Node | None:
        """The component schema `name`."""
        if name not in self.schemas:
            return None
        return self.node(component_ref(name), self.schemas[name])

    def resolve(self, pointer: str, value: Json, *, is_part: bool = True) -> Node | None:
        """The object that `value` is or refers to; None, and a finding, if there is none.

        The finding is an error unless `is_part` says that the Api is whole without it.
        """
        seen: set[str] = set()
        while isinstance(value, dict) and isinstance(ref := value.get("$ref"), str):
            target = self._target(ref) if ref not in seen else None
            if target is None:
                self.report(
                    pointer, f"The reference {shown(ref)} has no target.", "Correct it.", is_error=is_part
                )
                return None
            seen.add(ref)
            pointer, value = ref, target
        if isinstance(value, dict):
            return Node(pointer, value)
        self.report(pointer, f"Here is no object, but {shown(value)}.", "Correct it.", is_error=is_part)
        return None

    def _target(self, ref: str) -> Json:
        if not ref.startswith("#/"):
            return None
        try:
            return pointer_target(self.document, ref)
        except KeyError:
            return None


def _values_in(document: Mapping[str, Json]) -> int:
    found = 0
    pending: list[Json] = list(document.values())
    while pending:
        value = pending.pop()
        found += 1
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return found
