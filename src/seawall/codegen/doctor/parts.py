"""Converts components of each kind."""

from collections.abc import Callable

from seawall.codegen.doctor.conversion import Conversion, PendingComponent
from seawall.codegen.doctor.operation.answers import convert_answer, convert_body
from seawall.codegen.doctor.operation.media_types import convert_header
from seawall.codegen.doctor.operation.operations import convert_callback
from seawall.codegen.doctor.operation.parameters import BODY_LOCATIONS, convert_parameter, read_parameter
from seawall.codegen.doctor.operation.swagger import swagger_security_scheme
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.references import Target
from seawall.codegen.doctor.schema.schema import convert_schema
from seawall.codegen.doctor.structure import as_object, is_schema
from seawall.codegen.spec.plain_data import Json

__all__ = ["convert_component"]

# Of these, a parameter is no component: it is a part of a body, or several parameters.
_NEVER_COMPONENTS = BODY_LOCATIONS | {"querystring"}


def convert_component(conversion: Conversion, pending: PendingComponent) -> dict[str, Json] | None:
    """Return the canonical form of a component; None if canonical form has none for it."""
    value, place, kind = pending.target.value, pending.target.place, pending.kind
    if kind == "responses" and not _is_reference(value):
        return convert_answer(conversion, value, place, pending.media_types)
    if kind not in {"schemas", "parameters", "requestBodies", "callbacks"} and _is_reference(value):
        return _alias(conversion, kind, value, place)
    if kind == "schemas":
        target = _schema_of(conversion, pending.target)
        value, place = target.value, target.place
    return _CONVERTERS[kind](conversion, value, place)


def _schema_of(conversion: Conversion, target: Target) -> Target:
    """Return the schema at `target`; if an answer, a body, a parameter or a header is there, its schema."""
    value, place = target.value, target.place
    if not isinstance(value, dict) or is_schema(value) or "$ref" in value:
        return target
    content = value.get("content")
    if isinstance(content, dict) and content:
        name, media_type = next(iter(content.items()))
        value, place = media_type, place / "content" / name
    if not (isinstance(value, dict) and isinstance(value.get("schema"), dict)):
        return target
    conversion.fix("misplaced-schema", target.place, "Its schema is meant.")
    return Target(place / "schema", value["schema"])


def _is_reference(value: Json) -> bool:
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)


def _alias(conversion: Conversion, kind: str, value: Json, place: Place) -> dict[str, Json] | None:
    assert isinstance(value, dict)
    name = conversion.component(kind, str(value["$ref"]), place)
    if name is None:
        conversion.fix("lost-reference", place, "The component is left out.", before=value)
        return None
    return {"$ref": f"#/components/{kind}/{name}"}


def _parameter(conversion: Conversion, value: Json, place: Place) -> dict[str, Json] | None:
    parameter = read_parameter(conversion, value, place)
    if parameter is None or parameter.location in _NEVER_COMPONENTS:
        return None
    return convert_parameter(conversion, parameter)


def _data(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    return as_object(conversion, value, place)


_CONVERTERS: dict[str, Callable[[Conversion, Json, Place], dict[str, Json] | None]] = {
    "schemas": convert_schema,
    "parameters": _parameter,
    "requestBodies": convert_body,
    "headers": convert_header,
    "callbacks": convert_callback,
    "securitySchemes": swagger_security_scheme,
    "examples": _data,
    "links": _data,
}
