"""Edits for inputs that must be given now: the argument, with the value that the spec lets choose."""

from attrs import frozen

from seawall.codegen.api.reach import default_of, resolve
from seawall.codegen.api.shapes import Enumeration, NoDefault, Schema
from seawall.codegen.diff.change import Change
from seawall.codegen.impact.finding import Edit, EditKind
from seawall.codegen.impact.versions import Versions
from seawall.codegen.layer.client import ClientClass, Part, PartKind
from seawall.codegen.layer.uses import Use, UseKind
from seawall.codegen.spec.document import Json

__all__ = ["REQUIRES_INPUT", "argument_edit"]

REQUIRES_INPUT = frozenset(
    {
        *("required-parameter-added", "parameter-became-required"),
        *("required-property-added", "property-became-required", "required-property-writable"),
    }
)
"""Rules after which an argument must be given."""


@frozen
class _Input:
    """An argument that must be given: its Python name, and the schema of its value."""

    name: str
    schema: Schema


def argument_edit(change: Change, use: Use, versions: Versions) -> Edit | None:
    """The edit that gives a call, or an object at its creation, the input that `change` requires.

    It is sure if the spec allows one value only, or has a default; else its value is `...`, for a person.
    None if the new client does not ask for the input.
    """
    found = _input_of(change, use, versions)
    if found is None:
        return None
    value, module = _value(found.schema, versions)
    sure = bool(value)
    return Edit(
        kind=EditKind.ADD_ARGUMENT,
        place=use.place,
        old="",
        new=f"{found.name}={value or '...'}",
        new_module=module,
        is_sure=sure,
        question="" if sure else f"{change.place} must be given now. Which value is sent here?",
    )


def _input_of(change: Change, use: Use, versions: Versions) -> _Input | None:
    if use.kind is UseKind.CALL:
        return _parameter_of(change, use, versions)
    owner = versions.new_class(use.part.owner) if use.kind is UseKind.CREATE else None
    for one in () if owner is None else owner.fields.values():
        if change.new in one.pointers and change.new in versions.new_schemas:
            return _Input(one.name, versions.new_schemas[change.new])
    return None


def _parameter_of(change: Change, use: Use, versions: Versions) -> _Input | None:
    operation = versions.new_part(Part(PartKind.OPERATION, use.part.owner))
    parameter = None if operation is None else versions.new_parameters.get((operation.owner, change.new))
    if parameter is None:
        return None
    for _, function in versions.functions(use.part.owner):
        for name, key in function.arguments.items():
            if key == parameter.key and name in function.required:
                return _Input(name, parameter.schema)
    return None


def _value(schema: Schema, versions: Versions) -> tuple[str, str]:
    """The only value or the default as an expression, and the module of the class that it names."""
    value = default_of(versions.new_api.schemas, schema)
    shape = resolve(versions.new_api, schema).shape
    if isinstance(value, NoDefault) and isinstance(shape, Enumeration) and len(shape.values) == 1:
        value = shape.values[0]
    if isinstance(value, NoDefault | list | dict):
        return "", ""
    if (enum := _enum_of(resolve(versions.new_api, schema), versions)) is not None:
        member = next((name for name, each in enum.members.items() if _is_same(each, value)), "")
        return (f"{enum.name}.{member}", f"{versions.new.package}.{enum.module}") if member else ("", "")
    return _literal(value), ""


def _literal(value: str | float | None) -> str:
    """The literal, with double quotes as most code has them."""
    text = ascii(value)
    return f'"{text[1:-1]}"' if text[:1] == "'" and '"' not in text and "\\" not in text else text


def _enum_of(schema: Schema, versions: Versions) -> ClientClass | None:
    return next(
        (one for one in versions.new.classes.values() if one.members and schema.pointer in one.pointers), None
    )


def _is_same(first: Json, second: Json) -> bool:
    return type(first) is type(second) and first == second
