"""The fixes of one schema that need no look at others: types, enums, defaults, bounds, examples."""

from collections.abc import Callable, Mapping

from seawall.codegen.doctor.conversion import NOTHING, Conversion
from seawall.codegen.doctor.fix import Severity
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.schema.keywords import check_kinds
from seawall.codegen.doctor.schema.values import TYPES, WRITTEN_TYPES, converted, fits, identity, type_of
from seawall.codegen.spec.plain_data import Json

__all__ = ["fix_default", "fix_keywords", "is_nullable", "types_of"]

# Lists that name or describe the values of an enum, by position.
_BESIDE_ENUM = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-enum-descriptions", "x-enumDescriptions")
_NOT_NEEDED = (
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$schema",
    "$vocabulary",
    "$defs",
    "definitions",
)


def fix_keywords(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    """Change the keywords of `schema`, in place, to those of canonical form."""
    check_kinds(conversion, schema, place)
    if "type" in schema:
        _fix_type(conversion, schema, place)
    _fix_array(conversion, schema, place)
    for keyword, step in _STEPS:
        if keyword in schema:
            step(conversion, schema, place)


def types_of(schema: Mapping[str, Json]) -> frozenset[str]:
    """The types that `schema` names; none if it names none."""
    types = schema.get("type")
    return frozenset(str(one) for one in types) if isinstance(types, list) else frozenset({types} - {None})  # type: ignore[arg-type]


def is_nullable(schema: Mapping[str, Json]) -> bool:
    """Return whether a flag says that null is allowed."""
    return schema.get("nullable") is True or schema.get("x-nullable") is True


def _fix_type(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    written = schema["type"]
    types: list[Json] = []
    for one in written if isinstance(written, list) else [written]:
        known = _known_type(conversion, schema, one, place)
        if known is not None and known not in types:
            types.append(known)
    if not types:
        del schema["type"]
    else:
        schema["type"] = types if isinstance(written, list) else types[0]
    if (
        isinstance(written, list)
        and len(types) < max(len(written), 1)
        and TYPES.issuperset(map(str, written))
    ):
        after = schema.get("type", NOTHING)
        conversion.fix(
            "duplicate-type", place / "type", "Each type counts once.", before=written, after=after
        )


def _known_type(conversion: Conversion, schema: dict[str, Json], written: Json, place: Place) -> str | None:
    if isinstance(written, str) and written in TYPES:
        return written
    text = "null" if written is None else str(written).strip().lower()
    if text == "file":
        schema.setdefault("format", "binary")
        conversion.fix(
            "file-type", place / "type", "A file is a binary string.", before=written, after="string"
        )
        return "string"
    known, format_ = (text, None) if text in TYPES else WRITTEN_TYPES.get(text, (None, None))
    if format_ is not None:
        schema.setdefault("format", format_)
    message = (
        f"{written!a:.80} is no type." if known else f"{written!a:.80} is no type: any value is allowed."
    )
    after = NOTHING if known is None else known
    conversion.fix("unknown-type", place / "type", message, before=written, after=after)
    return known


def _fix_bounds(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        flag = schema.get(exclusive)
        if not isinstance(flag, bool):
            continue
        del schema[exclusive]
        if flag and bound in schema:
            schema[exclusive] = schema.pop(bound)
        conversion.fix(
            "exclusive-bound",
            place / exclusive,
            f"`{exclusive}` is the bound itself.",
            before=flag,
            after=schema.get(exclusive, NOTHING),
        )


def _fix_example(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    example = schema.pop("example")
    if "examples" not in schema:
        schema["examples"] = [example]
    conversion.fix(
        "schema-example", place / "example", "`examples` is a list.", before=example, after=schema["examples"]
    )


def _drop_names(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    dropped = [keyword for keyword in _NOT_NEEDED if keyword in schema]
    for keyword in dropped:
        del schema[keyword]
    conversion.fix("local-definitions", place, "References name components.", before=list[Json](dropped))


def _fix_required(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    required = schema["required"]
    if isinstance(required, bool):
        del schema["required"]
        conversion.fix(
            "required-flag", place / "required", "The object that holds this lists it.", before=required
        )
    elif isinstance(required, list):
        names: list[Json] = [name for name in dict.fromkeys(map(str, required))]  # noqa: C416 - a list of Json
        if names != required:
            schema["required"] = names
            conversion.fix(
                "invalid-value", place / "required", "Names are given once.", before=required, after=names
            )


def _fix_required_properties(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    properties = schema["properties"]
    assert isinstance(properties, dict)
    flagged = [
        name for name, item in properties.items() if isinstance(item, dict) and item.get("required") is True
    ]
    present = schema.get("required")
    names = list(present) if isinstance(present, list) else []
    missing: list[Json] = [name for name in flagged if name not in names]
    if missing:
        schema["required"] = [*names, *missing]
        conversion.fix(
            "required-flag", place / "required", "The properties say that they are required.", after=missing
        )


def _fix_enum(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    values = schema["enum"]
    assert isinstance(values, list)
    if not values:
        del schema["enum"]
        conversion.fix("enum-empty", place / "enum", "The enum is left out.", before=values)
        return
    _unique_values(conversion, schema, place)
    if "type" in schema:
        _fit_enum_to_type(conversion, schema, place)
    _take_null_from_enum(conversion, schema, place)


def _unique_values(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    values = schema["enum"]
    assert isinstance(values, list)
    first: dict[object, int] = {}
    for index, value in enumerate(values):
        first.setdefault(identity(value), index)
    if len(first) < len(values):
        _keep_values(schema, list(first.values()))
        conversion.fix(
            "enum-duplicate", place / "enum", "Each value counts once.", before=values, after=schema["enum"]
        )


def _keep_values(schema: dict[str, Json], indexes: list[int]) -> None:
    """Keep the values of the enum at `indexes`, and what extensions say about them."""
    values = schema["enum"]
    assert isinstance(values, list)
    for keyword in ("enum", *_BESIDE_ENUM):
        items = schema.get(keyword)
        if isinstance(items, list) and len(items) == len(values):
            schema[keyword] = [items[index] for index in indexes]


def _fit_enum_to_type(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    types, values = types_of(schema), schema["enum"]
    assert isinstance(values, list)
    misfits = [value for value in values if value is not None and not fits(value, types)]
    if not misfits:
        return
    better = [value if value is None or fits(value, types) else converted(value, types) for value in values]
    if all(new is not None or old is None for old, new in zip(values, better, strict=True)):
        schema["enum"] = better
        message, after = "The values are converted to the type.", better
        conversion.fix("enum-type", place / "enum", message, before=values, after=after)
        _unique_values(conversion, schema, place)
        return
    kinds: list[Json] = [*dict.fromkeys(type_of(value) for value in values)]
    before, schema["type"] = schema["type"], kinds if len(kinds) > 1 else kinds[0]
    _allow_items(schema)
    message = "The type is that of the values."
    conversion.fix("enum-type", place / "type", message, before=before, after=schema["type"])


def _take_null_from_enum(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    values = schema["enum"]
    assert isinstance(values, list)
    if None not in values:
        return
    kept = [index for index, value in enumerate(values) if value is not None]
    _keep_values(schema, kept)
    kinds = [*dict.fromkeys(type_of(values[index]) for index in kept)]
    if "number" in kinds and "integer" in kinds:
        kinds.remove("integer")
    types = sorted(types_of(schema) - {"null"}) or kinds
    if not kept:
        del schema["enum"]
        types = []
    schema["type"] = [*types, "null"] if types else "null"
    _allow_items(schema)
    conversion.fix(
        "enum-null", place / "enum", "The type allows null.", before=values, after=schema.get("enum", NOTHING)
    )


def _allow_items(schema: dict[str, Json]) -> None:
    if "array" in types_of(schema):
        schema.setdefault("items", {})


def _fix_const(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    if schema["const"] is None:
        del schema["const"]
        schema["type"] = "null"
        conversion.fix("enum-null", place / "const", "The type is null.", after="null")


def _fix_array(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    items = schema.get("items")
    if items == []:
        schema["items"] = {}
        conversion.fix("array-without-items", place / "items", "They can be of any value.", before=items)
    elif isinstance(items, list):
        rest = schema.pop("additionalItems", {})
        schema["prefixItems"], schema["items"] = items, rest if isinstance(rest, dict | bool) else {}
        conversion.fix("tuple-items", place / "items", "The items differ by position.", before=items)
    if "array" not in types_of(schema):
        return
    if "items" not in schema:
        schema["items"] = {}
        if "prefixItems" not in schema:
            conversion.fix("array-without-items", place, "The items can be of any value.", after={})
    enum = schema.get("enum")
    if isinstance(enum, list) and isinstance(items, dict) and not any(isinstance(one, list) for one in enum):
        schema["items"] = {**items, "enum": schema.pop("enum")}
        conversion.fix("enum-on-array", place / "enum", "The enum moves to the items.", before=enum)


def fix_default(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    """Convert or drop the default of `schema` if it does not fit the type."""
    default, types = schema["default"], types_of(schema)
    if not types or fits(default, types):
        return
    better = converted(default, types)
    severity = None
    if better is None:
        del schema["default"]
        # Many generators write `default: null` for "no default".
        severity = Severity.INFO if default is None else None
    else:
        schema["default"] = better
    conversion.fix(
        "default-type",
        place / "default",
        f"The type is {' or '.join(sorted(types))}.",
        before=default,
        after=NOTHING if better is None else better,
        severity=severity,
    )


def _fix_collection_format(conversion: Conversion, schema: dict[str, Json], place: Place) -> None:
    before = schema.pop("collectionFormat")
    message = "Items are separated as the parameter says."
    conversion.fix("collection-format", place / "collectionFormat", message, before=before)


_STEPS: tuple[tuple[str, Callable[[Conversion, dict[str, Json], Place], None]], ...] = (
    ("exclusiveMinimum", _fix_bounds),
    ("exclusiveMaximum", _fix_bounds),
    ("example", _fix_example),
    *((keyword, _drop_names) for keyword in _NOT_NEEDED),
    ("properties", _fix_required_properties),
    ("required", _fix_required),
    ("const", _fix_const),
    ("enum", _fix_enum),
    ("collectionFormat", _fix_collection_format),
)
