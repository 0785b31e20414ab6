"""Reads a class of a layer: its kind, bases, constructor and public members, inherited ones included."""

import ast

import griffe
from attrs import evolve

from seawall.codegen.surface.reading.ancestry import Ancestor, Ancestry, read_ancestry
from seawall.codegen.surface.reading.annotations import Annotations, expression, literal_text
from seawall.codegen.surface.reading.constructors import field_style, read_constructor
from seawall.codegen.surface.reading.functions import read_function, source_line
from seawall.codegen.surface.surface import Class, ClassKind, Item, Signature, Value, ValueKind
from seawall.codegen.surface.types import Type, is_name

__all__ = ["CONVERSIONS", "is_public", "read_class", "read_value"]

CONVERSIONS = frozenset({"from_wire", "to_wire"})
"""Methods that convert from and to wire models: code of the layer calls them, users do not."""

# Python, copy, pickle and libraries call them. Users see what they come to, such as a constructor.
_SKIPPED = frozenset(
    f"__{name}__"
    for name in (
        *("init", "new", "post_init", "attrs_post_init", "attrs_pre_init", "attrs_init", "init_subclass"),
        *(
            "repr",
            "str",
            "format",
            "sizeof",
            "dir",
            "doc",
            "module",
            "slots",
            "dict",
            "weakref",
            "annotations",
        ),
        *(
            "getattr",
            "getattribute",
            "setattr",
            "delattr",
            "del",
            "set_name",
            "class_getitem",
            "subclasshook",
        ),
        *("getstate", "setstate", "reduce", "reduce_ex", "getnewargs", "getnewargs_ex", "copy", "deepcopy"),
        *(
            "match_args",
            "pydantic_init_subclass",
            "get_pydantic_core_schema",
            "rich_repr",
            "hash",
            "eq",
            "ne",
        ),
    )
)
_BY_TYPE = {"bool": "bool", "int": "int", "float": "float", "str": "str", "bytes": "bytes"}


def is_public(name: str) -> bool:
    """True for a name that users may use, special methods such as `__enter__` included."""
    if name.startswith("__") and name.endswith("__"):
        return name not in _SKIPPED
    return not name.startswith("_") and name not in CONVERSIONS


def read_class(
    definition: griffe.Class, annotations: Annotations, *, is_offered: bool, is_created: bool
) -> Class:
    """Read a class; `is_created` says that users may call its constructor."""
    ancestry = read_ancestry(definition, annotations)
    members: dict[str, Item] = {}
    for ancestor in ancestry.own:
        for name, member in ancestor.definition.members.items():
            if name not in members and is_public(name):
                found = _member(member, ancestor, ancestry, annotations)
                if found is not None:
                    members[name] = found
    return Class(
        kind=ancestry.kind,
        bases=ancestry.names,
        variables=ancestry.variables,
        constructor=read_constructor(ancestry, annotations) if is_created else None,
        members=dict(sorted(members.items())),
        is_offered=is_offered,
        line=source_line(definition),
    )


def _member(
    member: griffe.Object | griffe.Alias, ancestor: Ancestor, ancestry: Ancestry, annotations: Annotations
) -> Item | None:
    match member:
        case griffe.Function():
            found = read_function(member, annotations)
            return evolve(found, signatures=tuple(_replaced(one, ancestor) for one in found.signatures))
        case griffe.Class():
            return read_class(member, annotations, is_offered=True, is_created=True)
        case griffe.Attribute():
            value = _attribute(member, ancestor, ancestry, annotations)
            return evolve(value, type=value.type and value.type.replaced(ancestor.arguments))
        case _:
            return None


def _replaced(signature: Signature, ancestor: Ancestor) -> Signature:
    if not ancestor.arguments:
        return signature
    return evolve(
        signature,
        parameters=tuple(
            evolve(one, type=one.type and one.type.replaced(ancestor.arguments))
            for one in signature.parameters
        ),
        returns=signature.returns and signature.returns.replaced(ancestor.arguments),
    )


def _attribute(
    member: griffe.Attribute, ancestor: Ancestor, ancestry: Ancestry, annotations: Annotations
) -> Value:
    scope = ancestor.definition
    if "property" in member.labels:
        return Value(
            kind=ValueKind.PROPERTY,
            type=annotations.type(member.annotation, scope),
            is_settable="writable" in member.labels,
            line=source_line(member),
        )
    if (resource := _resource_of(member)) is not None:
        return Value(
            kind=ValueKind.PROPERTY,
            type=annotations.type(resource, scope),
            line=source_line(member),
        )
    if ancestry.kind is ClassKind.ENUM and member.annotation is None and member.value is not None:
        return Value(kind=ValueKind.MEMBER, value=literal_text(member.value), line=source_line(member))
    style = field_style(ancestry, ancestor, annotations)
    is_final = "Final" in str(member.annotation)
    return Value(
        kind=ValueKind.ATTRIBUTE,
        type=_value_type(member, annotations),
        value=literal_text(member.value) if member.name.isupper() or is_final else "",
        is_settable=not is_final and not (style is not None and style.is_frozen),
        line=source_line(member),
    )


def _resource_of(member: griffe.Attribute) -> griffe.Expr | str | None:
    """The annotation of the resource that a `ResourceProperty[…]` gives; None for any other attribute."""
    match member.annotation:
        case griffe.ExprSubscript(canonical_name="ResourceProperty", slice=resource):
            return resource
        case _:
            return None


def read_value(member: griffe.Attribute | griffe.TypeAlias, annotations: Annotations) -> Value:
    """Read a constant, a type alias or a type variable of a module."""
    module = member.module
    line = source_line(member)
    node = expression(member.value)
    if isinstance(member, griffe.TypeAlias) or "TypeAlias" in str(member.annotation):
        return Value(kind=ValueKind.ALIAS, type=annotations.named(module, member.name), line=line)
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
        ("TypeVar", "ParamSpec", "TypeVarTuple")
    ):
        return Value(kind=ValueKind.VARIABLE, value=ast.unparse(node), line=line)
    if member.annotation is None and (isinstance(node, ast.Subscript | ast.BinOp) or is_name(node)):
        found = annotations.named(module, member.name)
        if found.name in {"|", "typing.Literal"} or found.arguments or found.name in annotations.classes:
            return Value(kind=ValueKind.ALIAS, type=found, line=line)
    # A version differs in every release.
    value = "" if "version" in member.name else literal_text(member.value)
    return Value(kind=ValueKind.CONSTANT, type=_value_type(member, annotations), value=value, line=line)


def _value_type(member: griffe.Attribute, annotations: Annotations) -> Type | None:
    """The type of an attribute: as annotated, or that of the argument, literal or class that it is set to."""
    scope = member.parent
    assert isinstance(scope, griffe.Class | griffe.Module)
    if member.annotation is not None and str(member.annotation) not in {"Final", "ClassVar", "typing.Final"}:
        return annotations.type(member.annotation, scope)
    node = expression(member.value)
    constructor = scope.members.get("__init__")
    if isinstance(node, ast.Name) and isinstance(constructor, griffe.Function):
        given = next((one for one in constructor.parameters if one.name == node.id), None)
        if given is not None:
            return annotations.type(given.annotation, constructor)
    if isinstance(node, ast.Constant):
        return Type(_BY_TYPE[type(node.value).__name__]) if type(node.value).__name__ in _BY_TYPE else None
    if isinstance(node, ast.Call) and is_name(node.func):
        made = annotations.named(scope, ast.unparse(node.func))
        return made if made.name in annotations.classes and not made.arguments else None
    return None
