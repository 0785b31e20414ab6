"""Constructors of classes: written ones, and those that attrs, dataclasses, pydantic and others make."""

import ast
from collections.abc import Iterable, Iterator

import griffe
from attrs import evolve, frozen

from seawall.codegen.surface.reading.ancestry import Ancestor, Ancestry
from seawall.codegen.surface.reading.annotations import Annotations, expression
from seawall.codegen.surface.reading.functions import read_function, read_raises, source_line
from seawall.codegen.surface.reading.modules import is_importable
from seawall.codegen.surface.surface import (
    Binding,
    ClassKind,
    Function,
    Parameter,
    ParameterKind,
    Signature,
)
from seawall.codegen.surface.types import Type, is_name

__all__ = ["FieldStyle", "field_style", "read_constructor"]

_ATTRS = frozenset(
    {f"{module}.{name}" for module in ("attrs", "attr") for name in ("define", "frozen", "mutable")}
    | {"attr.s", "attr.attrs", "attr.dataclass", "attr.attributes"}
)
_DATACLASSES = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
_PYDANTIC = frozenset({"pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic_settings.BaseSettings"})
# Bases that make a constructor of the fields, with their fields in order, and whether these are frozen.
_BASES = {"typing.NamedTuple": True, "msgspec.Struct": False}
_FIELDS = frozenset(
    {"attrs.field", "attr.field", "attr.ib", "attr.attrib", "dataclasses.field"}
    | {"pydantic.Field", "pydantic.fields.Field", "msgspec.field"}
)
_FACTORIES = ("factory", "default_factory")


@frozen(kw_only=True)
class FieldStyle:
    """Rules by which a class makes its constructor of its fields."""

    keyword_only: bool = False
    is_frozen: bool = False
    is_attrs: bool = False
    is_pydantic: bool = False
    makes_constructor: bool = True


def field_style(ancestry: Ancestry, ancestor: Ancestor, annotations: Annotations) -> FieldStyle | None:
    """The rules of an ancestor for its fields; None if it is an ordinary class."""
    definition = ancestor.definition
    for decorator in definition.decorators:
        call = expression(decorator.value)
        function = call.func if isinstance(call, ast.Call) else call
        if not is_name(function):
            continue
        path = annotations.resolve(definition.module, ast.unparse(function)).path
        if path in _ATTRS or path in _DATACLASSES:
            flags = _flags(call)
            return FieldStyle(
                keyword_only=flags.get("kw_only", False),
                is_frozen=flags.get("frozen", path.endswith(".frozen")),
                is_attrs=path in _ATTRS,
                makes_constructor=flags.get("init", True),
            )
    if _PYDANTIC.intersection(ancestry.outside):
        return FieldStyle(keyword_only=True, is_pydantic=True)
    base = next((name for name in _BASES if name in ancestry.outside), None)
    return FieldStyle(is_frozen=_BASES[base]) if base else None


def _flags(call: ast.expr | None) -> dict[str, bool]:
    return {
        keyword.arg: bool(keyword.value.value)
        for keyword in (call.keywords if isinstance(call, ast.Call) else ())
        if keyword.arg is not None and isinstance(keyword.value, ast.Constant)
    }


def read_constructor(ancestry: Ancestry, annotations: Annotations) -> Function | None:
    """Read the constructor of a class; None if its parameters are not known."""
    definition = ancestry.own[0].definition
    if ancestry.kind in {ClassKind.ENUM, ClassKind.PROTOCOL}:
        return None
    signatures, raises = _signatures(ancestry, annotations)
    if not signatures or any(_needs_private(one, annotations) for one in signatures):
        return None
    return Function(
        binding=Binding.METHOD,
        signatures=signatures,
        raises=tuple(sorted({*raises, *read_raises(definition, annotations)})),
        line=source_line(definition),
    )


def _signatures(
    ancestry: Ancestry, annotations: Annotations
) -> tuple[tuple[Signature, ...], tuple[str, ...]]:
    for number, ancestor in enumerate(ancestry.own):
        for name in ("__init__", "__new__"):
            written = ancestor.definition.members.get(name)
            if isinstance(written, griffe.Function) and not _passes_on(written, ancestry):
                found = read_function(written, annotations)
                return tuple(_of_ancestor(one, ancestor) for one in found.signatures), found.raises
        style = field_style(ancestry, ancestor, annotations)
        if style is not None and style.makes_constructor:
            return (_synthesized(ancestry, number, style, annotations),), ()
    if ancestry.kind is ClassKind.TYPED_DICT:
        return (_synthesized(ancestry, 0, FieldStyle(keyword_only=True), annotations),), ()
    # The constructor of a base from elsewhere is not known.
    return ((), ()) if ancestry.outside else ((Signature(),), ())


def _needs_private(signature: Signature, annotations: Annotations) -> bool:
    """True if a call needs an object of a class in a private module: users do not call the constructor."""
    return any(
        name.startswith("_")
        for parameter in signature.parameters
        if parameter.is_required and parameter.type is not None
        for class_name in parameter.type.names()
        if class_name in annotations.classes and not annotations.is_generated(class_name)
        for name in class_name.split(".")
    )


def _passes_on(function: griffe.Function, ancestry: Ancestry) -> bool:
    """True for `__init__(self, **values)` of a pydantic model: the parameters are its fields."""
    kinds = [one.kind for one in function.parameters][1:]
    return kinds == [griffe.ParameterKind.var_keyword] and bool(_PYDANTIC.intersection(ancestry.outside))


def _of_ancestor(signature: Signature, ancestor: Ancestor) -> Signature:
    parameters = tuple(_replaced(one, ancestor) for one in signature.parameters)
    return Signature(parameters=parameters)


def _replaced(parameter: Parameter, ancestor: Ancestor) -> Parameter:
    return Parameter(
        name=parameter.name,
        kind=parameter.kind,
        type=parameter.type and parameter.type.replaced(ancestor.arguments),
        default=parameter.default,
    )


def _synthesized(ancestry: Ancestry, number: int, style: FieldStyle, annotations: Annotations) -> Signature:
    found: dict[str, Parameter] = {}
    for ancestor in reversed(ancestry.own[number:]):
        own = field_style(ancestry, ancestor, annotations) or style
        for name, parameter in _fields(ancestor, own, annotations):
            # A field that is declared again keeps its place.
            if parameter is None:
                found.pop(name, None)
            else:
                found[name] = parameter
    return Signature(parameters=tuple(_ordered(found.values())))


def _ordered(parameters: Iterable[Parameter]) -> Iterator[Parameter]:
    has_default = False
    for one in sorted(parameters, key=lambda one: one.kind is ParameterKind.KEYWORD_ONLY):
        has_default = has_default or bool(one.default)
        # After an optional one, it is optional: its default could not be read.
        is_unread = one.is_positional and has_default and not one.default
        yield evolve(one, default="...") if is_unread else one


def _fields(
    ancestor: Ancestor, style: FieldStyle, annotations: Annotations
) -> Iterator[tuple[str, Parameter | None]]:
    for member in ancestor.definition.members.values():
        if not isinstance(member, griffe.Attribute) or "property" in member.labels:
            continue
        is_class_variable = member.annotation is not None and "instance-attribute" not in member.labels
        # griffe lists what methods set, too: those are no fields.
        is_set_by_method = member.annotation is None and "class-attribute" not in member.labels
        if is_class_variable or is_set_by_method:
            continue
        note = str(member.annotation)
        if note.endswith("KW_ONLY"):
            style = evolve(style, keyword_only=True)
            continue
        call = _field_call(member, annotations)
        if member.annotation is not None or call is not None:
            yield member.name, _field(member, call, ancestor, style, annotations)


def _field_call(member: griffe.Attribute, annotations: Annotations) -> ast.Call | None:
    node = expression(member.value)
    if isinstance(node, ast.Call) and is_name(node.func):
        path = annotations.resolve(member.module, ast.unparse(node.func)).path
        if path in _FIELDS:
            return node
    return None


def _field(
    member: griffe.Attribute,
    call: ast.Call | None,
    ancestor: Ancestor,
    style: FieldStyle,
    annotations: Annotations,
) -> Parameter | None:
    given = {keyword.arg: keyword.value for keyword in call.keywords} if call else {}
    flags = _flags(call)
    if not flags.get("init", True):
        return None
    name = member.name.lstrip("_") if style.is_attrs else member.name
    alias = given.get("alias")
    # An alias such as `$ref` is no name of an argument: it is given by its field name, or as `**values`.
    if isinstance(alias, ast.Constant) and isinstance(alias.value, str) and is_importable(alias.value):
        name = alias.value
    scope = ancestor.definition
    found = annotations.type(member.annotation, scope)
    if "converter" in given:
        found = _converted(given, scope, annotations)
    return Parameter(
        name=name,
        kind=ParameterKind.KEYWORD_ONLY if flags.get("kw_only", style.keyword_only) else ParameterKind.ANY,
        type=found and found.replaced(ancestor.arguments),
        default=_default(member, call, scope, annotations),
    )


def _converted(
    given: dict[str | None, ast.expr], scope: griffe.Class, annotations: Annotations
) -> Type | None:
    """The type that a converter accepts; None if it is not known."""
    converter = given["converter"]
    if not is_name(converter):
        return None
    function = annotations.resolve(scope, ast.unparse(converter)).definition
    if not isinstance(function, griffe.Function) or not len(function.parameters):
        return None
    return annotations.type(function.parameters[0].annotation, function)


def _default(
    member: griffe.Attribute, call: ast.Call | None, scope: griffe.Class, annotations: Annotations
) -> str:
    if call is None:
        return annotations.default(member.value, scope)
    for keyword in call.keywords:
        if keyword.arg == "default":
            return annotations.default(ast.unparse(keyword.value), scope)
        if keyword.arg in _FACTORIES:
            return f"{ast.unparse(keyword.value)}()"
    # The first argument of pydantic's Field is the default; an ellipsis says that there is none.
    first = call.args[0] if call.args else None
    is_given = first is not None and not (isinstance(first, ast.Constant) and first.value is ...)
    return annotations.default(ast.unparse(first), scope) if first is not None and is_given else ""
