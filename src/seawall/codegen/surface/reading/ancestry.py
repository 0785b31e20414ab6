"""Ancestors of a class: those in the layer with their type arguments, and those from elsewhere by name."""

import ast
import builtins
from collections.abc import Iterator, Mapping

import griffe
from attrs import field, frozen

from seawall.codegen.surface.reading.annotations import Annotations, expression
from seawall.codegen.surface.surface import ClassKind
from seawall.codegen.surface.types import Type, is_name, variables_of

__all__ = ["Ancestor", "Ancestry", "read_ancestry"]

_MOST_ANCESTORS = 200
_WITHOUT_MEANING = frozenset({"object", "typing.Generic", "typing.Protocol", "abc.ABC"})
_ENUMS = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum"))


@frozen(kw_only=True)
class Ancestor:
    """A class of the layer, and the types that its type variables have in the class that inherits from it."""

    definition: griffe.Class
    arguments: Mapping[str, Type] = field(factory=dict)


@frozen(kw_only=True)
class Ancestry:
    """A class and its ancestors, the nearest first.

    `own` are those in the layer, the class itself first. `names` are the public names of all ancestors, and
    `outside` those of the ancestors that are not in the layer. `variables` are the type variables.
    """

    own: tuple[Ancestor, ...]
    names: tuple[str, ...]
    outside: tuple[str, ...]
    variables: tuple[str, ...]
    is_protocol: bool

    @property
    def kind(self) -> ClassKind:
        """The kind of the class."""
        if self.is_protocol:
            return ClassKind.PROTOCOL
        if _ENUMS.intersection(self.outside):
            return ClassKind.ENUM
        if "typing.TypedDict" in self.outside:
            return ClassKind.TYPED_DICT
        if any(_is_exception(name) for name in self.outside):
            return ClassKind.EXCEPTION
        return ClassKind.CLASS


def read_ancestry(definition: griffe.Class, annotations: Annotations) -> Ancestry:
    """Read the ancestors of a class."""
    bases = _bases(definition, annotations)
    found = list(_walk(definition, {}, annotations, 0))
    # A class that is reached twice counts at its last place, as in Python.
    last = {name: number for number, (name, _) in enumerate(found)}
    ordered = [(name, own) for number, (name, own) in enumerate(found) if last[name] == number]
    return Ancestry(
        own=tuple(own for _, own in ordered if own is not None),
        names=tuple(name for name, _ in ordered[1:] if name not in _WITHOUT_MEANING),
        outside=tuple(name for name, own in ordered if own is None and name not in _WITHOUT_MEANING),
        variables=_variables(definition, annotations),
        is_protocol=any(base.name == "typing.Protocol" for base in bases),
    )


def _bases(definition: griffe.Class, annotations: Annotations) -> list[Type]:
    parent = definition.parent
    scope = parent if isinstance(parent, griffe.Class | griffe.Module) else definition.module
    nodes = [expression(base) for base in definition.bases]
    # A keyword such as `total=False` is no base.
    return [
        found
        for base, node in zip(definition.bases, nodes, strict=True)
        if (isinstance(node, ast.Subscript) or is_name(node))
        and (found := annotations.type(base, scope)) is not None
    ]


def _walk(
    definition: griffe.Class, arguments: Mapping[str, Type], annotations: Annotations, depth: int
) -> Iterator[tuple[str, Ancestor | None]]:
    yield annotations.public_name(definition), Ancestor(definition=definition, arguments=arguments)
    if depth > _MOST_ANCESTORS:
        return
    for base in _bases(definition, annotations):
        found = annotations.classes.get(base.name)
        if found is None:
            yield base.name, None
        elif found is not definition:
            given = [argument.replaced(arguments) for argument in base.arguments]
            variables = _variables(found, annotations)
            yield from _walk(found, dict(zip(variables, given, strict=False)), annotations, depth + 1)


def _variables(definition: griffe.Class, annotations: Annotations) -> tuple[str, ...]:
    bases = _bases(definition, annotations)
    generic = [
        base for base in bases if base.name in {"typing.Generic", "typing.Protocol"} and base.arguments
    ]
    parameters = tuple(f"~{one.name}" for one in getattr(definition, "type_parameters", ()))
    return parameters or variables_of(generic or bases)


def _is_exception(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)
