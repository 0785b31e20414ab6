"""Attributes of values: fields of models, members of enums, methods and properties of the layer."""

import ast
from collections.abc import Callable, Mapping

from seawall.codegen.layer.client import Part, PartKind
from seawall.codegen.layer.inference.scope import Scope, dotted_path
from seawall.codegen.layer.inference.signatures import is_open, result_of
from seawall.codegen.layer.inference.walk import Walk
from seawall.codegen.layer.source.classes import Function
from seawall.codegen.layer.source.definitions import RESPONSE, WIRE_OBJECT, Member
from seawall.codegen.layer.source.modules import Assigned
from seawall.codegen.layer.source.types import (
    CLIENT,
    NONE,
    OTHER,
    UNKNOWN,
    ClassValue,
    ClientMethod,
    External,
    FunctionValue,
    Instance,
    ModuleValue,
    TupleType,
    Type,
    Unknown,
    Variable,
    builtin,
    members,
    substitute,
    union,
)
from seawall.codegen.layer.uses import Place, UseKind

__all__ = ["attribute", "attribute_at", "global_value"]

_MODEL_METHODS = frozenset({"to_dict", "from_dict", "to_multipart"})
_ANSWER_FIELDS = frozenset({"status_code", "content", "headers"})


def attribute(walk: Walk, base: Type, node: ast.Attribute, scope: Scope) -> Type:
    """The type of the attribute that `node` reads of a value of type `base`."""
    path = dotted_path(node)
    handles = scope.path_handled(path)
    return attribute_at(
        walk, base, node.attr, walk.place(node, scope), scope, kind=UseKind.READ, handles=handles
    )


def attribute_at(
    walk: Walk,
    base: Type,
    name: str,
    place: Place,
    scope: Scope,
    *,
    kind: UseKind,
    handles: frozenset[str] = frozenset(),
) -> Type:
    """The type of an attribute by its name; `place` is that of the name."""
    if isinstance(base, Unknown | Variable) and name in walk.field_names:
        walk.recording.maybe(name, kind, place, scope.function, handles)
    elif base != UNKNOWN:
        walk.recording.known.add(place)
    found = []
    for one in members(base):
        if isinstance(one, Instance) and one.name.startswith(CLIENT):
            found.append(_of_model(walk, one, name))
            owner = one.name.removeprefix(CLIENT)
            if name in walk.field_names and owner in walk.field_names[name]:
                part = Part(PartKind.FIELD, owner, name)
                walk.recording.use(part, kind, place, scope.function, handles=handles)
        elif one != NONE:
            found.append(_READERS.get(type(one), _unknown)(walk, one, name, place, scope))
    return union(found)


def _unknown(walk: Walk, base: Type, name: str, place: Place, scope: Scope) -> Type:  # noqa: ARG001
    return UNKNOWN


def _of_model(walk: Walk, base: Instance, name: str) -> Type:
    owner = base.name.removeprefix(CLIENT)
    if base.name == RESPONSE:
        if name == "parsed" and base.args:
            return base.args[0]
        return builtin("int") if name == "status_code" else UNKNOWN
    if base.name == WIRE_OBJECT and name == "get" and isinstance(base.args[0], Instance):
        return ClientMethod(base.args[0].name.removeprefix(CLIENT), name)
    declared = walk.definitions.client_field(owner, name)
    if declared is not None:
        return declared
    one = walk.definitions.program.client.classes.get(owner)
    if one is not None and one.members and name in {"value", "name"}:
        return builtin(type(next(iter(one.members.values()))).__name__) if name == "value" else builtin("str")
    return ClientMethod(owner, name) if name in _MODEL_METHODS else UNKNOWN


def _of_class(walk: Walk, base: Type, name: str, place: Place, scope: Scope) -> Type:
    assert isinstance(base, ClassValue)
    instance = base.instance
    if not isinstance(instance, Instance):
        return UNKNOWN
    if instance.name.startswith(CLIENT):
        owner = instance.name.removeprefix(CLIENT)
        one = walk.definitions.program.client.classes.get(owner)
        if one is not None and name in one.members:
            walk.use(Part(PartKind.MEMBER, owner, name), UseKind.NAME, place, scope)
            return instance
        return ClientMethod(owner, name)
    member = walk.definitions.member(instance, name)
    if member is None:
        return UNKNOWN
    if member.source.is_enum and isinstance(member.binding, Assigned):
        return instance
    return _member_value(walk, member, base, scope)


def _of_instance(walk: Walk, base: Type, name: str, place: Place, scope: Scope) -> Type:  # noqa: ARG001
    assert isinstance(base, Instance)
    if base.name.startswith(OTHER):
        return UNKNOWN if base.args else External(f"{base.name}.{name}")
    member = walk.definitions.member(base, name)
    if member is None:
        return _set_from_outside(walk, base, name)
    return _member_value(walk, member, base, scope)


def _set_from_outside(walk: Walk, base: Instance, name: str) -> Type:
    source = walk.definitions.class_of(base.name)
    if source is None or not walk.is_layer(source.module):
        return UNKNOWN
    return walk.facts.get(("attribute", base.name, name), walk.unit)


def _member_value(walk: Walk, member: Member, receiver: Type, scope: Scope) -> Type:
    method = member.source.method(member.name)
    if method is not None:
        return _method_value(walk, method, receiver, scope)
    binding = member.binding if isinstance(member.binding, Assigned) else None
    if isinstance(member.binding, ast.ClassDef):
        value = walk.definitions.bound(
            member.source.module, f"{member.source.name}.{member.name}", member.binding
        )
        return UNKNOWN if isinstance(value, Assigned) else value
    values = walk.definitions.values(member.owner)
    for assigned in (binding, member.attribute):
        if assigned is not None and assigned.annotation is not None:
            declared = walk.definitions.annotation(assigned.annotation, member.source.module)
            if not is_open(declared):
                return substitute(declared, {"Self": receiver, **values})
    if walk.is_layer(member.source.module):
        return substitute(walk.facts.get(("attribute", member.source.name, member.name), walk.unit), values)
    return substitute(_from_parameter(walk, member), values)


def _from_parameter(walk: Walk, member: Member) -> Type:
    """The type of `self.x = x` in a method outside of the layer: that of the parameter."""
    setter = member.source.setters.get(member.name)
    if setter is None or member.attribute is None or not isinstance(member.attribute.value, ast.Name):
        return UNKNOWN
    for one in (*setter.args.args, *setter.args.kwonlyargs):
        if one.arg == member.attribute.value.id:
            return walk.definitions.annotation(one.annotation, member.source.module)
    return UNKNOWN


def _method_value(walk: Walk, method: Function, receiver: Type, scope: Scope) -> Type:
    for one in (method, *walk.overrides(method, receiver)):
        walk.refer(one, scope)
    if method.is_property:
        if isinstance(receiver, ClassValue):
            return UNKNOWN
        return result_of(walk, method, receiver)
    if "staticmethod" in method.decorators:
        return FunctionValue(method.name)
    if "classmethod" in method.decorators:
        return FunctionValue(
            method.name, receiver if isinstance(receiver, ClassValue) else ClassValue(receiver)
        )
    return FunctionValue(method.name, None if isinstance(receiver, ClassValue) else receiver)


def _of_module(walk: Walk, base: Type, name: str, place: Place, scope: Scope) -> Type:  # noqa: ARG001
    assert isinstance(base, ModuleValue)
    return global_value(walk, walk.definitions.qualified(base.name, name), base.name, name, scope)


def _of_external(walk: Walk, base: Type, name: str, place: Place, scope: Scope) -> Type:  # noqa: ARG001
    assert isinstance(base, External)
    return External(f"{base.name}.{name}")


def _of_tuple(walk: Walk, base: Type, name: str, place: Place, scope: Scope) -> Type:
    assert isinstance(base, TupleType)
    return _of_instance(walk, builtin("tuple", union(base.items)), name, place, scope)


_READERS: Mapping[type, Callable[[Walk, Type, str, Place, Scope], Type]] = {
    ClassValue: _of_class,
    Instance: _of_instance,
    ModuleValue: _of_module,
    External: _of_external,
    TupleType: _of_tuple,
    Unknown: _unknown,
}


def global_value(walk: Walk, found: Type | Assigned, module: str, name: str, scope: Scope) -> Type:
    """The type of a global name, by its definition; functions of the layer count as mentioned."""
    if isinstance(found, Assigned):
        return _variable(walk, found, module, name)
    if isinstance(found, FunctionValue):
        function = walk.definitions.function(found.name)
        if function is not None:
            walk.refer(function, scope)
    return found


def _variable(walk: Walk, found: Assigned, module: str, name: str) -> Type:
    """The type of a variable of a module: that of its annotation, else that of its values."""
    defined, own = walk.definitions.origin(module, name)
    source = walk.definitions.program.module(defined)
    if source is None:
        return UNKNOWN
    declared = walk.definitions.annotation(found.annotation, source)
    if not is_open(declared):
        return declared
    if walk.is_layer(source):
        return walk.facts.get(("global", source.name, own), walk.unit)
    if isinstance(found.value, ast.Call):
        made = walk.definitions.annotation(found.value.func, source)
        return made if isinstance(made, Instance) else UNKNOWN
    return UNKNOWN
