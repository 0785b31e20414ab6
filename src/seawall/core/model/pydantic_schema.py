"""The place of a model in pydantic: validation, serialization and JSON Schema. Pure.

Only pydantic causes this import. The readers and writers of models do the work, so pydantic takes and writes
exactly the form of `to_dict`; the schemas of the fields only describe it.
"""

import re
from contextvars import ContextVar
from dataclasses import asdict
from inspect import getdoc
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args

from pydantic import PydanticSchemaGenerationError, WithJsonSchema
from pydantic_core import PydanticCustomError, ValidationError, core_schema

from seawall.core.model.reading import ReadFaultError, is_json_object, is_optional, read_value
from seawall.core.model.writing import model_dict
from seawall.core.wire.annotations import (
    SEQUENCES,
    TypeForm,
    is_model,
    is_union,
    members_of,
    origin_of,
    plain_type,
    wire_fields,
)
from seawall.core.wire.open_enum import OpenEnum

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core.core_schema import SerializationInfo

__all__ = ["core_schema_of", "json_schema_of"]

# Models whose schema is in the making: a model may contain itself.
_open: ContextVar[frozenset[type]] = ContextVar("open_models", default=frozenset())


def core_schema_of(cls: TypeForm, handler: "GetCoreSchemaHandler") -> core_schema.CoreSchema:
    """Return the schema by which pydantic validates and serializes a model class."""
    ref = f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"
    if cls in _open.get():
        return core_schema.definition_reference_schema(ref)
    mark = _open.set(_open.get() | {cls})
    try:
        fields = {
            one.name: core_schema.typed_dict_field(
                _field_schema(one.type, handler), required=one.is_required and not is_optional(one.type)
            )
            for one in wire_fields(cls)
        }
    finally:
        _open.reset(mark)
    return core_schema.no_info_wrap_validator_function(
        lambda value, _: _validated(cls, value),
        # Never called: JSON Schema is made of it.
        core_schema.typed_dict_schema(fields),
        ref=ref,
        serialization=core_schema.plain_serializer_function_ser_schema(_serialized, info_arg=True),
    )


def json_schema_of(
    cls: type, schema: core_schema.CoreSchema, handler: "GetJsonSchemaHandler"
) -> "JsonSchemaValue":
    """Return the JSON Schema of a model class, with its name and its docstring."""
    made = handler(schema)
    resolved = handler.resolve_ref_schema(made)
    resolved.update(title=cls.__name__, description=getdoc(cls) or "")
    return made


def _validated(cls: type, value: object) -> object:
    try:
        return read_value(cls, value)
    except ReadFaultError as fault:
        error = PydanticCustomError("seawall_model", "{fault}", {"fault": f"{fault.text}. {fault.remedy}."})
        steps = tuple(int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", fault.path))
        # Pydantic puts the location of the model in front of these steps.
        line = {"type": error, "loc": steps, "input": type(value).__name__}
    raise ValidationError.from_exception_data(cls.__name__, [line], hide_input=True)  # type: ignore[list-item]


def _serialized(value: Any, info: "SerializationInfo[Any]") -> object:
    if not is_model(type(value)):
        # It was put into the field without validation.
        return value
    return model_dict(value) if info.mode == "json" else asdict(value)


def _field_schema(type_: TypeForm, handler: "GetCoreSchemaHandler") -> core_schema.CoreSchema:
    try:
        return handler.generate_schema(_described(type_))
    except PydanticSchemaGenerationError:
        # A class of a subclass's author that pydantic does not know.
        return core_schema.any_schema()


def _described(type_: TypeForm) -> TypeForm:
    """The type whose JSON Schema describes the JSON of `type_`."""
    plain = plain_type(type_)
    if is_union(plain):
        return Union[tuple(map(_described, members_of(plain)))]  # noqa: UP007
    if is_json_object(plain):
        return dict[str, Any]
    if isinstance(plain, type) and issubclass(plain, OpenEnum):
        values = [each.value for each in plain]
        # No `enum`: a newer server has more values.
        return Annotated[str, WithJsonSchema({"type": "string", "title": plain.__name__, "examples": values})]
    if origin_of(plain) in SEQUENCES and get_args(plain):
        parts = tuple(one if one is Ellipsis else _described(one) for one in get_args(plain))
        return origin_of(plain)[parts]
    return plain
