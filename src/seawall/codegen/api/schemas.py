"""Rewrites schemas into a form that the parser reads without loss.

The parser (openapi-python-client) silently drops some schemas. It also drops a whole operation because of
keywords that do not affect a type: a duplicate title, a default of the wrong type, an unusual pattern. So
every schema is rewritten first: keywords that do not affect the type are removed, unsupported forms are
replaced by equivalent ones, and every object and enum becomes a component with a generated name.
"""

import re
from collections.abc import Iterable, Mapping

from seawall.codegen.api.discriminators import DISCRIMINATORS, Discriminator
from seawall.codegen.api.placeholders import Placeholders
from seawall.codegen.errors import SpecError
from seawall.codegen.names.names import class_name
from seawall.codegen.spec.document import Json
from seawall.codegen.spec.pointers import component_name, component_ref, pointer_target

__all__ = ["Schemas"]

_MAX_SCHEMAS = 100_000

_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
_UNIONS = ("anyOf", "oneOf")
_FORMATS = frozenset({"date-time", "date", "uuid"})
# References and one-element `allOf` wrappers to follow in search of a fixed value.
_MAX_STEPS = 20
# The name of a nested schema contains the names of all schemas around it.
_MAX_NAME_LENGTH = 200
_NULL: dict[str, Json] = {"type": "null"}

RefStack = tuple[str, ...]
"""The references that were followed to reach a schema; it stops circular references."""


class Schemas:
    """Rewrites the schemas of one document; `classes` maps its component schemas to class names.

    `titles` maps the parser's class names to the generated ones. `keys`, `components` and `enum_values` hold
    the placeholders for properties, components and enum values. `inline` holds the objects and enums that are
    defined inline in the document.
    """

    def __init__(self, document: Mapping[str, Json], classes: Mapping[str, str]) -> None:
        self._document = document
        self._classes = classes
        self._taken = {_collision_key(name) for name in [*classes, *classes.values()]}
        self._rewrite_count = 0
        self.enum_values = Placeholders("V")
        self.keys = Placeholders("k")
        self.components = Placeholders("s")
        self.titles: dict[str, str] = {}
        self.inline: dict[str, dict[str, Json]] = {}

    def component(self, key: str) -> dict[str, Json]:
        """Rewrite the component schema `key`. Raises KeyError if it contains a dangling reference."""
        if key in self.inline:
            return self.inline[key]
        name = self._classes[key]
        schema, nullable = self._rewrite(pointer_target(self._document, component_ref(key)), name, ())
        if nullable:
            if not _is_class(schema):
                return {"anyOf": [schema, _NULL]}
            # Two components: the class under the component's name, and its union with null under the key.
            nullable_name = f"{name} or null"
            self.inline[nullable_name] = self._with_title(schema, name)
            return {"anyOf": [self._ref_to(nullable_name), _NULL]}
        if "$ref" in schema:
            # Without the wrapper the parser copies the target and generates its class twice.
            return {"allOf": [schema]}
        return self._with_title(schema, name) if _is_class(schema) else schema

    def clean(self, schema: Json, name: str, ref_stack: RefStack = ()) -> dict[str, Json]:
        """Rewrite `schema` in place of use; `name` is the name of its class if it needs one.

        Raises KeyError if it contains a dangling reference.
        """
        rewritten, nullable = self._rewrite(schema, name, ref_stack)
        extracted = self._extract_component(rewritten, name)
        if not nullable or not extracted:
            return extracted
        union = extracted.get("anyOf")
        return {"anyOf": [*(union if isinstance(union, list) else [extracted]), _NULL]}

    def _extract_component(self, schema: dict[str, Json], name: str) -> dict[str, Json]:
        """`schema`, or a reference to a new component if it needs a class."""
        if not _is_class(schema):
            return schema
        name = name[:_MAX_NAME_LENGTH]
        free, number = name, 2
        while _collision_key(free) in self._taken:
            free, number = f"{name}{number}", number + 1
        self._taken.add(_collision_key(free))
        self.inline[free] = self._with_title(schema, free)
        return self._ref_to(free)

    def _ref_to(self, component: str) -> dict[str, Json]:
        return {"$ref": component_ref(self.components.placeholder(component))}

    def _with_title(self, schema: dict[str, Json], name: str) -> dict[str, Json]:
        title = f"C{len(self.titles)}"
        self.titles[title] = name
        return {**schema, "title": title}

    def _rewrite(self, schema: Json, name: str, ref_stack: RefStack) -> tuple[dict[str, Json], bool]:
        """Return `schema` in the parser's form, and True if it also allows null."""
        self._rewrite_count += 1
        if self._rewrite_count > _MAX_SCHEMAS:
            raise SpecError(
                f"The spec expands to more than {_MAX_SCHEMAS:,} schemas. Make nested references components."
            )
        if not isinstance(schema, dict):
            return {}, False
        ref = schema.get("$ref")
        if isinstance(ref, str):
            return self._reference(ref, name, ref_stack)
        out: dict[str, Json] = {}
        nullable = _copy_type(schema, out) or schema.get("nullable") is True
        nullable = self._copy_enum(schema, out) or nullable
        self._copy_object(schema, out, name, ref_stack)
        self._copy_items(schema, out, name, ref_stack)
        inherited_unions = self._copy_all_of(schema, out, name, ref_stack)
        for members in [_members(schema, keyword) for keyword in _UNIONS]:
            nullable = self._copy_union(members, out, name, ref_stack) or nullable
        for members in inherited_unions:
            nullable = self._copy_union(members, out, name, ref_stack, rewritten=True) or nullable
        description = schema.get("description")
        if isinstance(description, str) and _is_class(out):
            out["description"] = description
        return out, nullable

    def _reference(self, ref: str, name: str, ref_stack: RefStack) -> tuple[dict[str, Json], bool]:
        """Rewrite a reference to a component; the target of any other reference is inlined."""
        if ref in ref_stack:
            # A circular reference defines no type.
            return {}, False
        target = pointer_target(self._document, ref)
        aliased = isinstance(target, dict) and isinstance(target.get("$ref"), str)
        component = component_name(ref)
        if component is None or aliased:
            return self._rewrite(target, name, (*ref_stack, ref))
        return self._ref_to(component), False

    def _copy_enum(self, schema: dict[str, Json], out: dict[str, Json]) -> bool:
        """Copy the enum values and constants; return True if null is one of several values."""
        if "const" in schema:
            out.update(_type_of([schema["const"]]))
            return False
        values = schema.get("enum")
        if not isinstance(values, list) or not values:
            return False
        plain = list(dict.fromkeys(value for value in values if isinstance(value, str | int)))
        # `type`, not isinstance: True is an int, but not a value of an integer enum.
        strings, integers = (all(type(value) is kind for value in plain) for kind in (str, int))
        if (
            plain
            and (strings or integers)
            and not any(isinstance(value, float | dict | list) for value in values)
        ):
            out["type"] = "string" if strings else "integer"
            out["enum"] = list(plain)
            out["x-enum-varnames"] = [self.enum_values.placeholder(value) for value in plain]
        elif "type" not in out:
            out.update(_type_of([value for value in values if value is not None]))
        return None in values and len(values) > 1

    def _copy_object(
        self, schema: dict[str, Json], out: dict[str, Json], name: str, ref_stack: RefStack
    ) -> None:
        properties = schema.get("properties")
        if isinstance(properties, dict) and properties:
            out["properties"] = {
                self.keys.placeholder(key): self.clean(child, name + class_name(key), ref_stack)
                for key, child in properties.items()
            }
            out["type"] = "object"
            discriminators: dict[str, Json] = {}
            for key, child in properties.items():
                value = self._discriminator(child)
                if value is not None:
                    discriminators[self.keys.placeholder(key)] = value
            if discriminators:
                out[DISCRIMINATORS] = discriminators
        required = schema.get("required")
        if isinstance(required, list) and required:
            out["required"] = [self.keys.placeholder(key) for key in required if isinstance(key, str)]
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict) and "properties" not in out and out.get("type", "object") == "object":
            # Only for free-form objects: if there are named properties, the codec drops all others.
            out["additionalProperties"] = self.clean(extra, f"{name}Value", ref_stack)
            if not any(_members(schema, keyword) for keyword in ("allOf", *_UNIONS)):
                out["type"] = "object"

    def _discriminator(self, schema: Json) -> Discriminator | None:
        """The only value that `schema` allows, if that is a string or an integer."""
        for _ in range(_MAX_STEPS):
            if not isinstance(schema, dict):
                return None
            parts = _members(schema, "allOf") or [schema]
            ref = schema.get("$ref")
            if isinstance(ref, str):
                schema = pointer_target(self._document, ref)
            elif len(parts) == 1 and parts[0] is not schema:
                schema = parts[0]
            else:
                break
        values = schema.get("enum", [schema.get("const")]) if isinstance(schema, dict) else []
        value = values[0] if isinstance(values, list) and len(values) == 1 else None
        return value if isinstance(value, str | int) and not isinstance(value, bool) else None

    def _copy_items(
        self, schema: dict[str, Json], out: dict[str, Json], name: str, ref_stack: RefStack
    ) -> None:
        types = out.get("type")
        if types is None and "items" in schema:
            types = out["type"] = "array"
        if types != "array" and not (isinstance(types, list) and "array" in types):
            return
        # A tuple becomes a list whose items are the union of all positions.
        prefix = schema.get("prefixItems")
        positions = [
            *(prefix if isinstance(prefix, list) else []),
            *([schema["items"]] if "items" in schema else []),
        ]
        item: Json = positions[0] if len(positions) == 1 else {"anyOf": positions}
        out["items"] = self.clean(item if positions else {}, f"{name}Item", ref_stack)

    def _copy_all_of(
        self, schema: dict[str, Json], out: dict[str, Json], name: str, ref_stack: RefStack
    ) -> list[list[Json]]:
        """Copy the parts of `allOf`; return the unions among them, which apply in addition to the rest."""
        unions: list[list[Json]] = []
        parts: list[dict[str, Json]] = []
        for member in _members(schema, "allOf"):
            part, _ = self._rewrite(member, name, ref_stack)
            choices = part.pop("anyOf", None)
            if isinstance(choices, list):
                unions.append(choices)
            # Flatten a nested `allOf` into this one.
            inner = part.pop("allOf", None)
            parts.extend(
                item for item in (inner if isinstance(inner, list) else []) if isinstance(item, dict)
            )
            parts.append({key: value for key, value in part.items() if key != "description"})
        parts = [part for part in parts if part]
        if not any("$ref" in part or "properties" in part for part in [*parts, out]):
            # Not an object: one part has the type, e.g. `string`, and the others its bounds.
            for part in parts:
                out.update({key: value for key, value in part.items() if key not in out})
        elif parts:
            own = {
                key: out.pop(key) for key in ("type", "properties", "required", DISCRIMINATORS) if key in out
            }
            if own.get("properties") or own.get("required"):
                parts.append({**own, "type": "object"})
            out["allOf"] = list(parts)
        return unions

    def _copy_union(
        self,
        members: list[Json],
        out: dict[str, Json],
        name: str,
        ref_stack: RefStack,
        *,
        rewritten: bool = False,
    ) -> bool:
        """Copy a union; return True if null is one of `members`, which may be `rewritten` already."""
        schemas = [member for member in members if member != _NULL and not _is_constraint_only(member)]
        base = _pop_keys(out, ("type", "properties", "required", DISCRIMINATORS, "allOf")) if schemas else {}
        has_base = bool(base.get("properties") or base.get("allOf"))
        has_null = _NULL in members
        choices: list[Json] = []
        for number, member in enumerate(schemas, start=1):
            label = f"Option{number}" if rewritten else _member_name(member, number)
            child = name if len(schemas) == 1 else f"{name}{label}"
            if rewritten and isinstance(member, dict):
                part, nullable = member, False
            else:
                part, nullable = self._rewrite(member, child, ref_stack)
            combined = _with_base(base, part) if has_base else part
            has_null = has_null or nullable
            if len(schemas) == 1:
                out.update(combined)
                return has_null
            choices.append(self._extract_component(combined, child))
        if choices:
            out["anyOf"] = choices
            # The union decides the type, not an enum next to it.
            _pop_keys(out, ("enum", "x-enum-varnames"))
        return has_null


def _is_class(schema: Mapping[str, Json]) -> bool:
    """True if the parser generates a class for `schema`."""
    return "anyOf" not in schema and (
        bool({"properties", "allOf", "enum"} & set(schema)) or schema.get("type") == "object"
    )


def _is_constraint_only(member: Json) -> bool:
    """True for a union member without a type, as in `anyOf: [{required: [a]}, {required: [b]}]`."""
    return (
        isinstance(member, dict)
        and bool(member)
        and not set(member) - {"required", "description", "title", "not"}
    )


def _copy_type(schema: dict[str, Json], out: dict[str, Json]) -> bool:
    """Copy `type` and `format`; return True if null is one of several types."""
    types = schema.get("type")
    listed = types if isinstance(types, list) else [types]
    known = list(dict.fromkeys(item for item in listed if isinstance(item, str) and item in _TYPES))
    rest = [item for item in known if item != "null"] or known
    if rest:
        out["type"] = rest[0] if len(rest) == 1 else list(rest)
    text_format = schema.get("format")
    if isinstance(text_format, str) and text_format in _FORMATS:
        out["format"] = text_format
    return len(rest) < len(known)


def _type_of(values: Iterable[Json]) -> dict[str, Json]:
    """The common type of `values` as a schema; an empty schema if they have none."""
    names = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}
    found = {names.get(type(value)) for value in values}
    name = found.pop() if len(found) == 1 else None
    return {} if name is None else {"type": name}


def _members(schema: dict[str, Json], keyword: str) -> list[Json]:
    members = schema.get(keyword)
    return list(members) if isinstance(members, list) else []


def _pop_keys(out: dict[str, Json], keys: Iterable[str]) -> dict[str, Json]:
    return {key: out.pop(key) for key in keys if key in out}


def _member_name(member: Json, number: int) -> str:
    """Name a union member after its title, else its reference, else its position."""
    title = member.get("title", member.get("$ref")) if isinstance(member, dict) else None
    word = title.rsplit("/", 1)[-1] if isinstance(title, str) else ""
    return class_name(word) if re.search("[A-Za-z]", word) else f"Option{number}"


def _with_base(base: dict[str, Json], member: dict[str, Json]) -> dict[str, Json]:
    """Combine a union member with the properties of the schema that contains the union."""
    inherited = base.get("allOf")
    inner = member.get("allOf")
    own = {key: value for key, value in base.items() if key != "allOf"}
    parts = [*(inherited if isinstance(inherited, list) else []), *([own] if own.get("properties") else [])]
    return {"allOf": [*parts, *(inner if isinstance(inner, list) else [member])]}


def _collision_key(name: str) -> str:
    return name.replace("_", "").lower()
