"""The types of values, as terms: instances, classes, functions, unions."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias, Union

from attrs import field, frozen

from seawall.codegen.layer.client import ClientFunction
from seawall.codegen.layer.uses import Place

if TYPE_CHECKING:
    from seawall.codegen.layer.inference.scope import Scope

__all__ = [
    "CLIENT",
    "NONE",
    "OTHER",
    "UNKNOWN",
    "UNSET",
    "CallableType",
    "ClassValue",
    "ClientCall",
    "ClientMethod",
    "External",
    "Forwarded",
    "FunctionValue",
    "GetterValue",
    "Instance",
    "LambdaValue",
    "ModuleValue",
    "PartialValue",
    "TupleType",
    "Type",
    "UnionType",
    "Unknown",
    "Variable",
    "builtin",
    "client_classes",
    "members",
    "parts",
    "substitute",
    "trimmed",
    "union",
    "variables",
    "without_empty",
]

CLIENT = "client:"
"""The start of the name of an instance whose class is one of the generated client."""

OTHER = "other:"
"""The start of the name of an instance whose class is in a module that is not read, such as `pathlib`."""

_MOST_MEMBERS = 12
# A call holds no object of the class that it results in.
_CALLS = frozenset(f"seawall.core.engine.call.{name}" for name in ("Call", "StreamCall", "Operation"))
_MOST_LEVELS = 8
_MOST_NESTED = 4


@frozen
class Unknown:
    """A type that the source does not say."""


@frozen
class Instance:
    """An instance of a class, by the qualified name of the class, with its type arguments."""

    name: str
    args: tuple["Type", ...] = ()


@frozen
class TupleType:
    """A tuple with a type for each item."""

    items: tuple["Type", ...]


@frozen
class ClassValue:
    """A class itself, as a value."""

    instance: "Type"


@frozen
class FunctionValue:
    """A function or method with source; `receiver` is the object that a bound method belongs to."""

    name: str
    receiver: "Type | None" = None


@frozen
class ClientCall:
    """A function of the generated client, or with `is_constant` the constant of its operation."""

    function: ClientFunction = field(eq=id)
    is_constant: bool = False


@frozen
class ClientMethod:
    """A method of a class of the generated client, such as `to_dict`."""

    owner: str
    name: str


@frozen
class PartialValue:
    """A callable of which some arguments are given: the first `positional` ones and `keywords`."""

    callee: "Type"
    positional: int
    keywords: tuple[str, ...] = ()


@frozen
class GetterValue:
    """A function of `operator.attrgetter`: the dotted names of the attributes that it reads, and places."""

    names: tuple[tuple[str, Place], ...]


@frozen(eq=False)
class Forwarded:
    """The arguments that a call gives for `*args` or `**kwargs`, while its function is read for this call."""

    given: tuple[object, ...]


@frozen(eq=False)
class LambdaValue:
    """A lambda, or a function inside a function, with the scope that it is in."""

    node: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef
    scope: "Scope"


@frozen
class CallableType:
    """A callable of which only the annotation is known; `parameters` is None for `...`."""

    parameters: tuple["Type", ...] | None
    result: "Type"


@frozen
class ModuleValue:
    """A module, by its qualified name."""

    name: str


@frozen
class External:
    """A name of a module that is not read, such as `attrs.evolve`."""

    name: str


@frozen
class Variable:
    """A type variable, by its name."""

    name: str


@frozen
class UnionType:
    """A value of one of several types."""

    items: tuple["Type", ...]


Type: TypeAlias = Union[  # noqa: UP007 - the names are not defined at the first use
    Unknown,
    Instance,
    TupleType,
    ClassValue,
    FunctionValue,
    ClientCall,
    ClientMethod,
    PartialValue,
    Forwarded,
    GetterValue,
    LambdaValue,
    CallableType,
    ModuleValue,
    External,
    Variable,
    UnionType,
]
"""Any type."""

UNKNOWN = Unknown()
NONE = Instance("None")
UNSET = Instance("UnsetType")


def builtin(name: str, *args: Type) -> Instance:
    """An instance of one of Python's own classes."""
    return Instance(f"builtins.{name}", args)


def members(one: Type) -> tuple[Type, ...]:
    """The members of a union; any other type is its only member."""
    return one.items if isinstance(one, UnionType) else (one,)


def union(types: Iterable[Type]) -> Type:
    """The union of `types`. A known type wins over an unknown one, so that no use of it is lost."""
    found: dict[Type, None] = {}
    for one in types:
        found.update(dict.fromkeys(members(one)))
    found.pop(UNKNOWN, None)
    known = tuple(found)[:_MOST_MEMBERS]
    if not known:
        return UNKNOWN
    return known[0] if len(known) == 1 else UnionType(known)


def without_empty(one: Type) -> Type:
    """The type without None and UNSET."""
    return union(member for member in members(one) if member not in {NONE, UNSET})


def substitute(one: Type, values: Mapping[str, Type], level: int = 0) -> Type:  # noqa: PLR0911 - one a kind
    """Replace the type variables that `values` has."""
    if not values or level > _MOST_LEVELS:
        return one

    def inner(part: Type) -> Type:
        return substitute(part, values, level + 1)

    match one:
        case Variable(name):
            return values.get(name, one)
        case Instance(name, args) if args:
            return Instance(name, tuple(map(inner, args)))
        case TupleType(items):
            return TupleType(tuple(map(inner, items)))
        case ClassValue(instance):
            return ClassValue(inner(instance))
        case UnionType(items):
            return union(map(inner, items))
        case CallableType(parameters, result):
            return CallableType(None if parameters is None else tuple(map(inner, parameters)), inner(result))
        case _:
            return one


def trimmed(one: Type, level: int = 0) -> Type:
    """The type without parts that are nested deeply, so that no type grows for ever."""
    if level > _MOST_NESTED:
        return UNKNOWN
    match one:
        case Instance(name, args) if args:
            return Instance(name, tuple(trimmed(part, level + 1) for part in args))
        case TupleType(items):
            return TupleType(tuple(trimmed(part, level + 1) for part in items))
        case UnionType(items):
            return union(trimmed(part, level) for part in items)
        case _:
            return one


def parts(one: Type) -> tuple[Type, ...]:
    """The types that a type is made of."""
    match one:
        case Instance(_, args):
            return args
        case TupleType(items) | UnionType(items):
            return items
        case _:
            return ()


def variables(one: Type, level: int = 0) -> tuple[str, ...]:
    """The names of the type variables in a type, in order."""
    found = {one.name: None} if isinstance(one, Variable) else {}
    for part in parts(one) if level <= _MOST_LEVELS else ():
        found.update(dict.fromkeys(variables(part, level + 1)))
    return tuple(found)


def client_classes(one: Type, level: int = 0) -> Iterator[str]:
    """Yield the names of the client's classes of which a value of this type is or contains an instance."""
    if isinstance(one, Instance) and one.name.startswith(CLIENT):
        yield one.name.removeprefix(CLIENT)
    is_call = isinstance(one, Instance) and one.name in _CALLS
    if level <= _MOST_LEVELS and not is_call:
        for part in parts(one):
            yield from client_classes(part, level + 1)
