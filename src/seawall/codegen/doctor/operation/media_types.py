"""Converts media types and headers, which hold one another."""

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.schema.schema import convert_schema
from seawall.codegen.doctor.structure import (
    as_object,
    entries,
    flag_kinds,
    is_schema,
    reference_to,
    resolved,
    text_kinds,
)
from seawall.codegen.spec.plain_data import Json

__all__ = [
    "convert_content",
    "convert_header",
    "convert_headers",
    "move_keywords",
    "put_schema",
    "resolved_examples",
]

_SCHEMAS = ("schema", "itemSchema")
_NAMES = {
    "json": "application/json",
    "xml": "application/xml",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
    "text": "text/plain",
    "plain": "text/plain",
    "html": "text/html",
    "csv": "text/csv",
    "binary": "application/octet-stream",
}
# Keywords that a parameter or header of Swagger 2.0 has itself; since 3.0 they are in its schema.
_SCHEMA_KEYWORDS = frozenset(
    {
        *("type", "format", "items", "default", "enum", "pattern", "multipleOf", "uniqueItems"),
        *("maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum", "maxLength", "minLength"),
        *("maxItems", "minItems", "x-nullable", "nullable", "properties", "allOf", "oneOf", "anyOf"),
    }
)


def convert_content(conversion: Conversion, content: Json, place: Place) -> dict[str, Json]:
    """Return the canonical form of a map of media types."""
    converted: dict[str, Json] = {}
    for name, value, below in entries(conversion, content, place):
        if name.startswith("x-"):
            converted[name] = value
            continue
        media_type = _name(conversion, name, below)
        if media_type not in converted:
            converted[media_type] = _media_type(conversion, value, below)
    return converted


def _name(conversion: Conversion, name: str, place: Place) -> str:
    """The media type that the key `name` means."""
    if "/" in name or name == "*":
        return name
    plain = name.strip().lower()
    better = _NAMES.get(plain, "application/json" if plain == "schema" else name)
    if better != name:
        conversion.fix("media-type-name", place, f"It is {better}.", before=name, after=better)
    return better


def _media_type(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    conversion.count(place)
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        target = resolved(conversion, "mediaTypes", value, place)
        if target is None:
            conversion.fix("lost-reference", place, "The media type has no schema then.", before=value)
            return {}
        if is_schema(target.value):
            conversion.fix("misplaced-schema", place, "It is the schema of the media type.", before=value)
            return {"schema": convert_schema(conversion, value, place)}
        conversion.fix("inlined-reference", place, "The media type is copied here.", before=value)
        conversion.count_copy(target.value, target.place)
        value, place = target.value, target.place
    elif is_schema(value):
        conversion.fix("misplaced-schema", place, "It is the schema of the media type.", before=value)
        return {"schema": convert_schema(conversion, value, place)}
    if value is None:
        conversion.fix("empty-content", place, "The media type is an object.", before=None, after={})
    source = as_object(conversion, value, place)
    result = dict(source)
    for key in _SCHEMAS:
        if key in source:
            result[key] = convert_schema(conversion, source[key], place / key)
    if "encoding" in source:
        result["encoding"] = {
            name: _encoding(conversion, item, below)
            for name, item, below in entries(conversion, source["encoding"], place / "encoding")
        }
    if "examples" in source:
        result["examples"] = resolved_examples(conversion, source["examples"], place / "examples")
    return result


def _encoding(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    result = dict(as_object(conversion, value, place))
    text_kinds(conversion, result, ("contentType", "style"), place)
    flag_kinds(conversion, result, ("explode", "allowReserved"), place)
    if "headers" in result:
        result["headers"] = convert_headers(conversion, result["headers"], place / "headers")
    return result


def resolved_examples(conversion: Conversion, examples: Json, place: Place) -> Json:
    """Return a map of examples in which each reference is replaced by its target, which is data."""
    if not isinstance(examples, dict):
        return examples
    result: dict[str, Json] = {}
    for name, value in examples.items():
        target = resolved(conversion, "examples", value, place / name)
        if target is not None:
            if target.value is not value:
                conversion.count_copy(target.value, target.place)
            result[name] = target.value
        else:
            conversion.fix("dangling-reference", place / name, "The example is left out.", before=value)
    return result


def convert_headers(conversion: Conversion, headers: Json, place: Place) -> dict[str, Json]:
    """Return the canonical form of a map of headers, each of which may be a reference to a component."""
    converted: dict[str, Json] = {}
    for name, value, below in entries(conversion, headers, place):
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            component = conversion.component("headers", str(value["$ref"]), below)
            if component is None:
                conversion.fix("lost-reference", below, "The header is left out.", before=value)
            else:
                converted[name] = reference_to("headers", component, value)
        else:
            converted[name] = convert_header(conversion, value, below)
    return converted


def convert_header(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    """Return the canonical form of the header `value`, which is no reference."""
    conversion.count(place)
    source = dict(as_object(conversion, value, place))
    text_kinds(conversion, source, ("description", "style"), place)
    flag_kinds(conversion, source, ("required", "deprecated", "explode"), place)
    below = move_keywords(conversion, source, place, "header-schema")
    source.pop("collectionFormat", None)
    dropped = [key for key in ("name", "in") if key in source]
    result = {key: item for key, item in source.items() if key not in {"schema", "content", *dropped}}
    put_schema(conversion, source, result, place, below=below, rule="header-schema")
    return result


def move_keywords(conversion: Conversion, source: dict[str, Json], place: Place, rule: str) -> Place:
    """Move the keywords of a schema that a parameter or header has itself into its `schema`.

    Returns the place of the schema.
    """
    found = {key: source.pop(key) for key in [*source] if key in _SCHEMA_KEYWORDS}
    if not found:
        return place / "schema"
    if not conversion.is_swagger(place):
        conversion.fix(rule, place, "The keywords belong into the schema.", before=list[Json](found))
    if "schema" in source:
        return place / "schema"
    source["schema"] = found
    return place


def put_schema(
    conversion: Conversion,
    source: dict[str, Json],
    result: dict[str, Json],
    place: Place,
    *,
    below: Place,
    rule: str,
) -> None:
    """Put `schema`, which is at `below`, or `content` of a parameter or header, converted, into `result`."""
    if "examples" in source:
        result["examples"] = resolved_examples(conversion, source["examples"], place / "examples")
    content = source.get("content")
    if isinstance(content, dict) and "schema" not in source:
        converted = convert_content(conversion, content, place / "content")
        names = [name for name in converted if not name.startswith("x-")]
        if names:
            result["content"] = {names[0]: converted[names[0]]}
            if len(names) > 1:
                message = f"The first media type counts: {names[0]:.80}."
                conversion.fix(rule, place / "content", message, before=list[Json](names))
            return
    if "content" in source:
        conversion.fix(rule, place / "content", "It is left out: the schema counts.", before=content)
    if "schema" not in source:
        conversion.fix(rule, place, "It has no schema: any text.", after={"type": "string"})
        result["schema"] = {"type": "string"}
        return
    result["schema"] = convert_schema(conversion, source["schema"], below)
