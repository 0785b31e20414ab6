"""The file of a surface: sorted JSON, with one line for each name that has no parts.

    "shop.Client.get_pet": {"kind": "method", "signatures": ["(pet_id: str) -> shop.Pet"]}

Signatures and types are Python expressions, which are read and never run.
"""

import ast
import json
from collections.abc import Iterator, Mapping, Sequence

from seawall.codegen.errors import SurfaceError
from seawall.codegen.spec.plain_data import Json
from seawall.codegen.surface.surface import (
    Binding,
    Class,
    ClassKind,
    Function,
    Item,
    Parameter,
    ParameterKind,
    Signature,
    Surface,
    Value,
    ValueKind,
)
from seawall.codegen.surface.types import Type, named, parse_type, type_from

__all__ = ["load_surface", "signature_text", "write_surface"]

_FORMAT = 1
_ASYNC = "async "
_GENERATOR = "generator "


def write_surface(surface: Surface) -> bytes:
    """Write a surface as JSON; equal surfaces give equal bytes."""
    names: dict[str, Json] = {name: _item(item) for name, item in sorted(surface.items.items())}
    document: Json = {"format": _FORMAT, "package": surface.package, "names": names}
    return "".join((*_lines(document, ""), "\n")).encode("ascii")


def _lines(value: Json, indent: str) -> Iterator[str]:
    """JSON with a line for each member of an object, but for an object of texts."""
    if not isinstance(value, dict) or not any(isinstance(one, dict) for one in value.values()):
        yield json.dumps(value)
        return
    inner = f"{indent} "
    yield "{"
    for number, (key, member) in enumerate(value.items()):
        yield f"{',' if number else ''}\n{inner}{json.dumps(key)}: "
        yield from _lines(member, inner)
    yield f"\n{indent}}}"


def _item(item: Item) -> dict[str, Json]:
    match item:
        case Function():
            return _function(item)
        case Value():
            found: dict[str, Json] = {"kind": str(item.kind)}
            found |= {"type": str(item.type)} if item.type is not None else {}
            found |= {"value": item.value} if item.value else {}
            return found | ({"settable": True} if item.is_settable else {})
        case Class():
            return _class(item)


def _function(function: Function) -> dict[str, Json]:
    found: dict[str, Json] = {
        "kind": str(function.binding),
        "signatures": [signature_text(one) for one in function.signatures],
    }
    return found | ({"raises": list(function.raises)} if function.raises else {})


def _class(one: Class) -> dict[str, Json]:
    found: dict[str, Json] = {"kind": str(one.kind)}
    found |= {} if one.is_offered else {"offered": False}
    found |= {"bases": list(one.bases)} if one.bases else {}
    found |= {"variables": list(one.variables)} if one.variables else {}
    found |= {"constructor": _function(one.constructor)} if one.constructor is not None else {}
    members: dict[str, Json] = {name: _item(member) for name, member in sorted(one.members.items())}
    return found | ({"members": members} if members else {})


def signature_text(signature: Signature) -> str:
    """Write a signature as Python does, `async` or `generator` first."""
    parts: list[str] = []
    before: Parameter | None = None
    for one in signature.parameters:
        if before is not None and before.kind is ParameterKind.POSITIONAL_ONLY is not one.kind:
            parts.append("/")
        is_first = before is None or before.kind not in {ParameterKind.KEYWORD_ONLY, ParameterKind.ARGS}
        if one.kind is ParameterKind.KEYWORD_ONLY and is_first:
            parts.append("*")
        parts.append(_parameter_text(one))
        before = one
    if before is not None and before.kind is ParameterKind.POSITIONAL_ONLY:
        parts.append("/")
    marks = (_ASYNC if signature.is_async else "") + (_GENERATOR if signature.is_generator else "")
    returns = f" -> {signature.returns}" if signature.returns is not None else ""
    return f"{marks}({', '.join(parts)}){returns}"


def _parameter_text(one: Parameter) -> str:
    stars = {ParameterKind.ARGS: "*", ParameterKind.KWARGS: "**"}.get(one.kind, "")
    annotation = f": {one.type}" if one.type is not None else ""
    equals = " = " if annotation else "="
    return f"{stars}{one.name}{annotation}{equals + one.default if one.default else ''}"


def load_surface(data: bytes, place: str) -> Surface:
    """Read what `write_surface` has written; `place` names the file in errors. Raises SurfaceError."""
    try:
        document = json.loads(data)
        if document["format"] != _FORMAT:
            raise SurfaceError(
                f"{place} has the format {document['format']!r}, and this version reads {_FORMAT}. Write it "
                "again with `seawall surface … --write`."
            )
        items = {str(name): _read_item(one) for name, one in document["names"].items()}
        return Surface(package=str(document["package"]), items=items)
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError, RecursionError) as error:
        raise SurfaceError(
            f"{place} is not the file of a surface: {type(error).__name__}. Write it with "
            "`seawall surface … --write`."
        ) from error


def _read_item(found: Mapping[str, object]) -> Item:
    kind = found["kind"]
    if kind in list(Binding):
        return _read_function(found)
    if kind in list(ClassKind):
        return _read_class(found)
    text = found.get("type")
    return Value(
        kind=ValueKind(str(kind)),
        type=parse_type(str(text)) if text is not None else None,
        value=str(found.get("value", "")),
        is_settable=found.get("settable") is True,
    )


def _read_function(found: Mapping[str, object]) -> Function:
    return Function(
        binding=Binding(str(found["kind"])),
        signatures=tuple(_read_signature(one) for one in _texts(found["signatures"])),
        raises=_texts(found.get("raises", ())),
    )


def _read_class(found: Mapping[str, object]) -> Class:
    members, constructor = found.get("members", {}), found.get("constructor")
    if not isinstance(members, dict):
        raise TypeError("an object of members is expected")
    return Class(
        kind=ClassKind(str(found["kind"])),
        bases=_texts(found.get("bases", ())),
        variables=_texts(found.get("variables", ())),
        constructor=_read_function(constructor) if isinstance(constructor, dict) else None,
        members={name: _read_item(one) for name, one in members.items()},
        is_offered=found.get("offered") is not False,
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise TypeError("a list of texts is expected")
    return tuple(value)


def _read_signature(text: str) -> Signature:
    is_async = text.startswith(_ASYNC)
    text = text.removeprefix(_ASYNC)
    is_generator = text.startswith(_GENERATOR)
    text = text.removeprefix(_GENERATOR)
    (function,) = ast.parse(f"def f{text}: ...").body
    if not isinstance(function, ast.FunctionDef):
        raise TypeError("a signature is expected")
    return Signature(
        parameters=tuple(_read_parameters(function.args)),
        returns=_read_type(function.returns),
        is_async=is_async,
        is_generator=is_generator,
    )


def _read_parameters(given: ast.arguments) -> Iterator[Parameter]:
    positional = [*given.posonlyargs, *given.args]
    missing = len(positional) - len(given.defaults)
    defaults: Sequence[ast.expr | None] = [*[None] * missing, *given.defaults]
    for number, (one, default) in enumerate(zip(positional, defaults, strict=True)):
        is_only = number < len(given.posonlyargs)
        yield _read_parameter(one, ParameterKind.POSITIONAL_ONLY if is_only else ParameterKind.ANY, default)
    if given.vararg is not None:
        yield _read_parameter(given.vararg, ParameterKind.ARGS, None)
    for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield _read_parameter(one, ParameterKind.KEYWORD_ONLY, default)
    if given.kwarg is not None:
        yield _read_parameter(given.kwarg, ParameterKind.KWARGS, None)


def _read_parameter(one: ast.arg, kind: ParameterKind, default: ast.expr | None) -> Parameter:
    return Parameter(
        name=one.arg,
        kind=kind,
        type=_read_type(one.annotation),
        default="" if default is None else ast.unparse(default),
    )


def _read_type(node: ast.expr | None) -> Type | None:
    return None if node is None else type_from(node, named)
