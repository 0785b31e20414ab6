"""Converts schemas: first their keywords, then the schemas in them, then references and null."""

from typing import Final

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.fix import Severity
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.references import with_id
from seawall.codegen.doctor.schema.discriminators import fix_discriminator
from seawall.codegen.doctor.schema.keywords import MAPS, SCHEMA_LISTS, SCHEMAS
from seawall.codegen.doctor.schema.steps import fix_default, fix_keywords, is_nullable
from seawall.codegen.doctor.schema.values import type_of
from seawall.codegen.spec.plain_data import Json

__all__ = ["ANNOTATIONS", "convert_schema"]

ANNOTATIONS: Final = frozenset(
    {"title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples", "$comment"}
)
"""Keywords that may stand beside a `$ref`, with those that begin with `x-`."""

# Here `true` and `false` are the usual form in every dialect.
_MAY_BE_BOOLEAN = frozenset({"additionalProperties", "unevaluatedProperties", "unevaluatedItems"})
_COMBINATIONS = frozenset({"allOf", "anyOf", "oneOf"})
# A type `null` beside one of these would still not allow null.
_ONLY_WITH_A_UNION = frozenset({"$ref", "allOf", "const", "not", "if"})
_NULL: Final[dict[str, Json]] = {"type": "null"}


def convert_schema(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    """Return the canonical form of the schema `value`, which stands at `place`."""
    conversion.count(place)
    if isinstance(value, bool):
        after: dict[str, Json] = {} if value else {"not": {}}
        conversion.fix("boolean-schema", place, "The schema is an object.", before=value, after=after)
        return after
    if not isinstance(value, dict):
        conversion.fix("invalid-value", place, "A schema is an object.", before=value, after={})
        return {}
    place = with_id(place, value)
    schema = dict(value)
    fix_keywords(conversion, schema, place)
    _convert_children(conversion, schema, value, place)
    _fix_references(conversion, schema, place)
    if "discriminator" in schema:
        fix_discriminator(conversion, schema, value, place)
    flag = schema.pop("nullable", None)
    if "$ref" in schema:
        schema = _fix_siblings(conversion, schema, place)
    if flag is not None or "x-nullable" in schema:
        schema = _fix_nullable(conversion, schema, flag, place)
    if "default" in schema:
        fix_default(conversion, schema, place)
    if not _COMBINATIONS.isdisjoint(schema):
        conversion.combined.append(schema)
    return schema


def _convert_children(
    conversion: Conversion, schema: dict[str, Json], original: dict[str, Json], place: Place
) -> None:
    was_tuple = isinstance(original.get("items"), list)
    for keyword in [*schema]:
        if keyword not in _WITH_SCHEMAS:
            continue
        value = schema[keyword]
        below = place / (_OF_TUPLES.get(keyword, keyword) if was_tuple else keyword)
        if keyword in _ONE:
            if not (keyword in _MAY_BE_BOOLEAN and isinstance(value, bool)):
                schema[keyword] = convert_schema(conversion, value, below)
        elif keyword in _MANY and isinstance(value, dict):
            schema[keyword] = _converted_map(conversion, value, below)
        elif keyword in _LISTS and isinstance(value, list):
            if value:
                convert = convert_schema
                if keyword in {"oneOf", "anyOf"}:
                    has_ref = any(isinstance(item, dict) and "$ref" in item for item in value)
                    convert = _convert_beside_reference if has_ref else _convert_alternative
                schema[keyword] = [
                    convert(conversion, item, below / index) for index, item in enumerate(value)
                ]
            else:
                del schema[keyword]
                conversion.fix("invalid-value", place / keyword, f"`{keyword}` is empty.", before=value)


def _convert_alternative(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    """Convert a member of a union, in which `nullable: true` alone means null and not any value."""
    if isinstance(value, dict) and is_nullable(value):
        kept, others = _split(value)
        if others.keys() <= {"nullable"}:
            conversion.fix("nullable", place, "This alternative is null.", before={"nullable": True})
            value = {**{key: item for key, item in kept.items() if key != "x-nullable"}, **_NULL}
    return convert_schema(conversion, value, place)


def _convert_beside_reference(conversion: Conversion, value: Json, place: Place) -> dict[str, Json]:
    """Convert a member beside a reference; OpenAPI 3.0 writers say null as a nullable object."""
    if isinstance(value, dict) and value.get("type") == "object" and is_nullable(value):
        kept, others = _split(value)
        if others.keys() <= {"nullable", "type"}:
            value = {**kept, "nullable": True}
    return _convert_alternative(conversion, value, place)


# A list of items as it was called before OpenAPI 3.1.
_OF_TUPLES = {"prefixItems": "items", "items": "additionalItems"}
_ONE, _MANY, _LISTS = frozenset(SCHEMAS), frozenset(MAPS), frozenset(SCHEMA_LISTS)
_WITH_SCHEMAS = _ONE | _MANY | _LISTS


def _converted_map(conversion: Conversion, schemas: dict[str, Json], place: Place) -> dict[str, Json]:
    converted: dict[str, Json] = {}
    if isinstance(schemas.get("$ref"), str):
        converted, schemas = _map_elsewhere(conversion, schemas, place)
    for name, item in schemas.items():
        below = place / name
        conversion.check_name(name, place)
        converted[name] = convert_schema(conversion, item, below)
    return converted


def _map_elsewhere(
    conversion: Conversion, schemas: dict[str, Json], place: Place
) -> tuple[dict[str, Json], dict[str, Json]]:
    """Convert the map that a `$ref` in a map of schemas leads to; returns also the rest of the map."""
    rest = {name: item for name, item in schemas.items() if name != "$ref"}
    target = conversion.references.find(str(schemas["$ref"]), place)
    if target is None or not isinstance(target.value, dict):
        message = "The schemas of the map are missing."
        conversion.fix("lost-reference", place / "$ref", message, before=schemas["$ref"])
        return {}, rest
    conversion.fix("inlined-reference", place / "$ref", "The map is copied here.", before=schemas["$ref"])
    conversion.count_copy(target.value, place)
    return _converted_map(conversion, target.value, target.place), rest


def _fix_references(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    for keyword in ("$dynamicRef", "$recursiveRef"):
        if keyword in schema:
            before = schema.pop(keyword)
            schema.setdefault("$ref", before)
            message = f"`{keyword}` is a `$ref` here."
            conversion.fix("dynamic-reference", place / keyword, message, before=before)
    ref = schema.get("$ref")
    if isinstance(ref, str):
        schema["$ref"] = f"#/components/schemas/{_component(conversion, ref, place / '$ref')}"


def _component(conversion: Conversion, ref: str, place: Place) -> str:
    name = conversion.component("schemas", ref, place)
    if name is None:
        name = conversion.dangling_schema(ref, place)
        conversion.fix(
            "dangling-reference",
            place,
            f"{ref[:200]} has no target: {name} allows any value.",
            before=ref,
            after=f"#/components/schemas/{name}",
        )
    return name


def _fix_siblings(conversion: Conversion, schema: dict[str, Json], place: Place) -> dict[str, Json]:
    """Move the keywords beside a `$ref` that are more than annotations into an `allOf`."""
    if conversion.is_old(place) and "type" in schema:
        # It is ignored there; the target has its own.
        before = schema.pop("type")
        conversion.fix("reference-siblings", place / "type", "The type is that of the target.", before=before)
    kept, others = _split(schema)
    ref = others.pop("$ref")
    if not others:
        return schema
    parts = others.pop("allOf", [])
    assert isinstance(parts, list)
    all_of: list[Json] = [{"$ref": ref}, *parts]
    if others:
        all_of.append(others)
    conversion.fix(
        "reference-siblings",
        place,
        "The reference and the keywords beside it are parts of an `allOf`.",
        before=list[Json](list(others) or ["allOf"]),
    )
    return {**kept, "allOf": all_of}


def _split(schema: dict[str, Json]) -> tuple[dict[str, Json], dict[str, Json]]:
    kept = {key: value for key, value in schema.items() if key in ANNOTATIONS or key.startswith("x-")}
    return kept, {key: value for key, value in schema.items() if key not in kept}


def _fix_nullable(
    conversion: Conversion, schema: dict[str, Json], flag: Json, place: Place
) -> dict[str, Json]:
    result = _with_null(schema) if flag is True or is_nullable(schema) else schema
    if flag is not None or result is not schema:
        message = "Null is one of the types." if result is not schema else "The flag says nothing more."
        # OpenAPI 3.1 ignores the flag, but authors still mean it.
        is_guess = result is not schema and not conversion.is_old(place)
        severity = Severity.WARNING if is_guess else None
        after: Json = {key: result[key] for key in ("type", "oneOf", "anyOf") if key in result}
        before: Json = {"nullable": flag} if flag is not None else {"x-nullable": True}
        conversion.fix("nullable", place, message, before=before, after=after, severity=severity)
    return result


def _with_null(schema: dict[str, Json]) -> dict[str, Json]:
    """Return `schema` with null allowed; itself if it already is."""
    if not _ONLY_WITH_A_UNION.isdisjoint(schema):
        return _or_null(schema)
    unions = [keyword for keyword in ("oneOf", "anyOf") if keyword in schema]
    if len(unions) > 1:
        return _or_null(schema)
    result = dict(schema)
    for keyword in unions:
        members = schema[keyword]
        if isinstance(members, list) and not any(_allows_null(member) for member in members):
            result[keyword] = [*members, dict(_NULL)]
    types = _own_types(schema)
    if types and "null" not in types:
        result["type"] = [*types, "null"]
        if "array" in types:
            result.setdefault("items", {})
    return result if result != schema else schema


def _own_types(schema: dict[str, Json]) -> list[Json]:
    types = schema.get("type")
    if types is not None:
        return types if isinstance(types, list) else [types]
    enum = schema.get("enum")
    if isinstance(enum, list):
        return [*dict.fromkeys(type_of(value) for value in enum)]
    if "properties" in schema or "additionalProperties" in schema:
        return ["object"]
    return ["array"] if "items" in schema else []


def _allows_null(schema: Json) -> bool:
    return isinstance(schema, dict) and "null" in _own_types(schema)


def _or_null(schema: dict[str, Json]) -> dict[str, Json]:
    kept, others = _split(schema)
    parts = others.get("allOf")
    if len(others) == 1 and isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], dict):
        others = parts[0]
    return {**kept, "anyOf": [others, dict(_NULL)]}
