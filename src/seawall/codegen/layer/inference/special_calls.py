"""Calls of functions of Python and attrs that have a meaning of their own, such as `partial` and `evolve`."""

import ast
from collections.abc import Callable, Mapping

from seawall.codegen.layer.inference.attributes import attribute_at
from seawall.codegen.layer.inference.calling import give_unknown
from seawall.codegen.layer.inference.client_calls import set_fields
from seawall.codegen.layer.inference.recording import EMPTY_VALUES, node_place
from seawall.codegen.layer.inference.scope import Scope
from seawall.codegen.layer.inference.walk import Given, Walk
from seawall.codegen.layer.source.types import (
    CLIENT,
    OTHER,
    UNKNOWN,
    External,
    GetterValue,
    Instance,
    PartialValue,
    TupleType,
    Type,
    builtin,
    client_classes,
    members,
    union,
)
from seawall.codegen.layer.uses import UseKind

__all__ = ["apply_external", "apply_getter"]

_FIRST_FEW = 2


def apply_external(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """A call of a name whose module is not read; some have a meaning that is known."""
    assert isinstance(callee, External)
    special = _SPECIAL.get(callee.name)
    if special is not None:
        return special(walk, given, at, scope)
    result = give_unknown(walk, given, at, scope)
    is_method = callee.name.startswith(OTHER)
    return Instance(callee.name) if is_method and _is_plain(walk, given, scope) else result


def _is_plain(walk: Walk, given: list[Given], scope: Scope) -> bool:
    """Return whether no argument can bring an object of the client into a result."""
    types = [member for one in given for member in members(walk.type_of(one, scope))]
    return all(isinstance(one, Instance) and not any(client_classes(one)) for one in types)


def _partial(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    if not given:
        return UNKNOWN
    callee = walk.type_of(given[0], scope)
    walk.refer_value(callee, scope)
    rest = given[1:]
    walk.apply(callee, rest, given[0].node or at, scope)
    positional = sum(1 for one in rest if not one.keyword and not one.spread)
    return PartialValue(callee, positional, tuple(one.keyword for one in rest if one.keyword))


def _call_first(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    """`to_thread(function, argument)`: a call of its first argument with the others."""
    if not given:
        return UNKNOWN
    callee = walk.type_of(given[0], scope)
    return builtin("Coroutine", walk.apply(callee, given[1:], given[0].node or at, scope))


def _evolve(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    if not given:
        return UNKNOWN
    value = walk.type_of(given[0], scope)
    changed = False
    for one in members(value):
        name = one.name.removeprefix(CLIENT) if isinstance(one, Instance) else ""
        model = walk.definitions.program.client.classes.get(name)
        if model is not None:
            set_fields(walk, model, given[1:], at, scope)
            changed = True
    if not changed:
        for argument in given[1:]:
            walk.type_of(argument, scope)
    return value


def _getattr(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:
    types = [walk.type_of(one, scope) for one in given]
    name = given[1].node if len(given) >= _FIRST_FEW else None
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        value = types[0] if types else UNKNOWN
        walk.whole(value, walk.place(at, scope), scope, "read by a name that is not written out")
        return UNKNOWN
    # With a default, a field that is absent is no error.
    handles = EMPTY_VALUES if len(given) > _FIRST_FEW else frozenset[str]()
    place = node_place(scope.module, name)
    found = attribute_at(walk, types[0], name.value, place, scope, kind=UseKind.READ, handles=handles)
    return union((found, *types[_FIRST_FEW:]))


def _setattr(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    types = [walk.type_of(one, scope) for one in given]
    name = given[1].node if len(given) > _FIRST_FEW else None
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        place = node_place(scope.module, name)
        attribute_at(walk, types[0], name.value, place, scope, kind=UseKind.SET)
    return UNKNOWN


def _attribute_getter(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    names = [one.node for one in given if isinstance(one.node, ast.Constant)]
    return GetterValue(
        tuple((one.value, node_place(scope.module, one)) for one in names if isinstance(one.value, str))
    )


def apply_getter(walk: Walk, callee: Type, given: list[Given], at: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    """A call of the result of `operator.attrgetter`: it reads attributes of its argument."""
    assert isinstance(callee, GetterValue)
    base = walk.type_of(given[0], scope) if given else UNKNOWN
    found = []
    for path, place in callee.names:
        value = base
        for name in path.split("."):
            value = attribute_at(walk, value, name, place, scope, kind=UseKind.READ)
        found.append(value)
    return found[0] if len(found) == 1 else TupleType(tuple(found))


def _test(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    for one in given:
        walk.type_of(one, scope)
    return builtin("bool")


def _cast(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    value = walk.type_of(given[-1], scope) if given else UNKNOWN
    if given and given[0].node is not None:
        declared = walk.annotate(given[0].node, scope)
        return value if declared == UNKNOWN else declared
    return value


def _super(walk: Walk, given: list[Given], at: ast.expr, scope: Scope) -> Type:  # noqa: ARG001
    bases = walk.definitions.bases(scope.owner) if scope.owner else ()
    return union(bases)


_Special = Callable[[Walk, list[Given], ast.expr, Scope], Type]

_SPECIAL: Mapping[str, _Special] = {
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "asyncio.to_thread": _call_first,
    "attrs.evolve": _evolve,
    "attr.evolve": _evolve,
    "dataclasses.replace": _evolve,
    "copy.replace": _evolve,
    "msgspec.structs.replace": _evolve,
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.hasattr": _test,
    "builtins.isinstance": _test,
    "builtins.issubclass": _test,
    "typing.cast": _cast,
    "operator.attrgetter": _attribute_getter,
    "builtins.super": _super,
}
