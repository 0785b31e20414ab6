"""The location `querystring` of OpenAPI 3.2: the whole query as one parameter."""

from collections.abc import Sequence

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.operation.parameters import Parameter
from seawall.codegen.doctor.references import Target
from seawall.codegen.doctor.structure import resolved
from seawall.codegen.spec.plain_data import Json

__all__ = ["parameters_of_query_string"]


def parameters_of_query_string(conversion: Conversion, parameter: Parameter) -> Sequence[Parameter]:
    """Return one query parameter for each property of the form that `parameter` describes."""
    schema = _schema(conversion, parameter)
    properties = schema.value.get("properties") if schema and isinstance(schema.value, dict) else None
    if schema is None or not isinstance(schema.value, dict) or not isinstance(properties, dict):
        message = "Its schema names no properties: it is left out."
        conversion.fix("lost-reference", parameter.place, message, before=parameter.name)
        return []
    required = schema.value.get("required")
    names = required if isinstance(required, list) else []
    conversion.fix("query-string", parameter.place, "Each property is a parameter.", before=[*properties])
    return [
        _of_property(
            parameter, name, Target(schema.place / "properties" / name, item), is_required=name in names
        )
        for name, item in properties.items()
    ]


def _of_property(parameter: Parameter, name: str, item: Target, *, is_required: bool) -> Parameter:
    source: dict[str, Json] = {"name": name, "in": "query", "schema": item.value}
    if is_required and parameter.source.get("required") is True:
        source["required"] = True
    return Parameter(name, "query", source, item.place)


def _schema(conversion: Conversion, parameter: Parameter) -> Target | None:
    content = parameter.source.get("content")
    if not isinstance(content, dict) or not content:
        return None
    name, media_type = next(iter(content.items()))
    if not isinstance(media_type, dict):
        return None
    place = parameter.place / "content" / name / "schema"
    return resolved(conversion, "schemas", media_type.get("schema"), place)
