"""Schemas as the parser takes them: only what decides a type, in a form of which the parser loses nothing.

The parser (openapi-python-client) drops some shapes without a word, and takes a whole operation down over
text that decides no type: a title that is used twice, a default that does not fit, an odd pattern. So each
schema is rewritten first: what decides no type goes, what the parser would lose is put differently, and
every object and enum becomes a component under a name of ours.
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

MAX_SCHEMAS = 100_000

_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
_UNIONS = ("anyOf", "oneOf")
_FORMATS = frozenset({"date-time", "date", "uuid"})
# References and wrappers that are followed in search of a fixed value.
_MOST_STEPS = 20
# The name of a schema deep inside others is made of all of theirs.
_MOST_LETTERS = 200
_NULL: dict[str, Json] = {"type": "null"}

Above = tuple[str, ...]


class Schemas:
    """Rewrites the schemas of one document; `classes` maps its component schemas to class names.

    `titles` maps what the parser calls a class to what we call it. `keys`, `components` and `enum_values`
    hold the tokens of properties, components and enum values. `inline` holds the objects and enums that had
    no name in the document.
    """

    def __init__(self, document: Mapping[str, Json], classes: Mapping[str, str]) -> None:
        self._document = document
        self._classes = classes
        self._taken = {_alike(name) for name in [*classes, *classes.values()]}
        self._rewritten_so_far = 0
        self.enum_values = Placeholders("V")
        self.keys = Placeholders("k")
        self.components = Placeholders("s")
        self.titles: dict[str, str] = {}
        self.inline: dict[str, dict[str, Json]] = {}

    def component(self, key: str) -> dict[str, Json]:
        """The component schema `key`, rewritten. Raises KeyError where a reference in it leads nowhere."""
        if key in self.inline:
            return self.inline[key]
        name = self._classes[key]
        schema, nullable = self._rewritten(pointer_target(self._document, component_ref(key)), name, ())
        if nullable:
            if not _is_class(schema):
                return {"anyOf": [schema, _NULL]}
            # The class keeps the component's name; beside it stands "or null".
            beside = f"{name} or null"
            self.inline[beside] = self._titled(schema, name)
            return {"anyOf": [self._placed(beside), _NULL]}
        if "$ref" in schema:
            # The parser would copy what a component refers to, were it not wrapped.
            return {"allOf": [schema]}
        return self._titled(schema, name) if _is_class(schema) else schema

    def clean(self, schema: Json, name: str, above: Above = ()) -> dict[str, Json]:
        """`schema` rewritten, for where it stands: `name` is what a class for it is called.

        `above` are the pointers that were followed to here. Raises KeyError where a reference leads nowhere.
        """
        rewritten, nullable = self._rewritten(schema, name, above)
        placed = self._hoisted(rewritten, name)
        if not nullable or not placed:
            return placed
        union = placed.get("anyOf")
        return {"anyOf": [*(union if isinstance(union, list) else [placed]), _NULL]}

    def _hoisted(self, schema: dict[str, Json], name: str) -> dict[str, Json]:
        """`schema`, or where it needs a class a reference to it."""
        if not _is_class(schema):
            return schema
        name = name[:_MOST_LETTERS]
        free, number = name, 2
        while _alike(free) in self._taken:
            free, number = f"{name}{number}", number + 1
        self._taken.add(_alike(free))
        self.inline[free] = self._titled(schema, free)
        return self._placed(free)

    def _placed(self, component: str) -> dict[str, Json]:
        return {"$ref": component_ref(self.components.token(component))}

    def _titled(self, schema: dict[str, Json], name: str) -> dict[str, Json]:
        title = f"C{len(self.titles)}"
        self.titles[title] = name
        return {**schema, "title": title}

    def _rewritten(self, schema: Json, name: str, above: Above) -> tuple[dict[str, Json], bool]:
        """`schema` in the parser's form, and whether it may be null too."""
        self._rewritten_so_far += 1
        if self._rewritten_so_far > MAX_SCHEMAS:
            raise SpecError(
                f"The spec stands for more than {MAX_SCHEMAS:,} schemas, by references to references."
            )
        if not isinstance(schema, dict):
            return {}, False
        ref = schema.get("$ref")
        if isinstance(ref, str):
            return self._reference(ref, name, above)
        out: dict[str, Json] = {}
        nullable = _copy_type(schema, out) or schema.get("nullable") is True
        nullable = self._copy_enum(schema, out) or nullable
        self._copy_object(schema, out, name, above)
        self._copy_items(schema, out, name, above)
        of_parts = self._copy_all_of(schema, out, name, above)
        for members in [_members(schema, keyword) for keyword in _UNIONS]:
            nullable = self._copy_union(members, out, name, above) or nullable
        for members in of_parts:
            nullable = self._copy_union(members, out, name, above, rewritten=True) or nullable
        description = schema.get("description")
        if isinstance(description, str) and _is_class(out):
            out["description"] = description
        return out, nullable

    def _reference(self, ref: str, name: str, above: Above) -> tuple[dict[str, Json], bool]:
        """A reference to a component by its final name; what another pointer leads to takes its place."""
        if ref in above:
            # A reference that leads to itself names no type.
            return {}, False
        target = pointer_target(self._document, ref)
        aliased = isinstance(target, dict) and isinstance(target.get("$ref"), str)
        component = component_name(ref)
        if component is None or aliased:
            return self._rewritten(target, name, (*above, ref))
        return self._placed(component), False

    def _copy_enum(self, schema: dict[str, Json], out: dict[str, Json]) -> bool:
        """Whether the values that `schema` lists include null."""
        if "const" in schema:
            out.update(_type_of([schema["const"]]))
            return False
        values = schema.get("enum")
        if not isinstance(values, list) or not values:
            return False
        some = list(dict.fromkeys(value for value in values if isinstance(value, str | int)))
        texts, numbers = (all(type(value) is kind for value in some) for kind in (str, int))
        if (
            some
            and (texts or numbers)
            and not any(isinstance(value, float | dict | list) for value in values)
        ):
            out["type"] = "string" if texts else "integer"
            out["enum"] = list(some)
            out["x-enum-varnames"] = [self.enum_values.token(value) for value in some]
        elif "type" not in out:
            out.update(_type_of([value for value in values if value is not None]))
        return None in values and len(values) > 1

    def _copy_object(self, schema: dict[str, Json], out: dict[str, Json], name: str, above: Above) -> None:
        properties = schema.get("properties")
        if isinstance(properties, dict) and properties:
            out["properties"] = {
                self.keys.token(key): self.clean(child, name + class_name(key), above)
                for key, child in properties.items()
            }
            out["type"] = "object"
            tags: dict[str, Json] = {}
            for key, child in properties.items():
                tag = self._tag(child)
                if tag is not None:
                    tags[self.keys.token(key)] = tag
            if tags:
                out[DISCRIMINATORS] = tags
        required = schema.get("required")
        if isinstance(required, list) and required:
            out["required"] = [self.keys.token(key) for key in required if isinstance(key, str)]
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict) and "properties" not in out and out.get("type", "object") == "object":
            # Beside named properties the codec drops what is not named.
            out["additionalProperties"] = self.clean(extra, f"{name}Value", above)
            if not any(_members(schema, keyword) for keyword in ("allOf", *_UNIONS)):
                out["type"] = "object"

    def _tag(self, schema: Json) -> Discriminator | None:
        """The one value that `schema` allows, where there is but one and it is text or a whole number."""
        for _ in range(_MOST_STEPS):
            if not isinstance(schema, dict):
                return None
            alone = _members(schema, "allOf") or [schema]
            ref = schema.get("$ref")
            if isinstance(ref, str):
                schema = pointer_target(self._document, ref)
            elif len(alone) == 1 and alone[0] is not schema:
                schema = alone[0]
            else:
                break
        values = schema.get("enum", [schema.get("const")]) if isinstance(schema, dict) else []
        alone = values if isinstance(values, list) else []
        tag = alone[0] if len(alone) == 1 else None
        return tag if isinstance(tag, str | int) and not isinstance(tag, bool) else None

    def _copy_items(self, schema: dict[str, Json], out: dict[str, Json], name: str, above: Above) -> None:
        types = out.get("type")
        if types is None and "items" in schema:
            types = out["type"] = "array"
        if types != "array" and not (isinstance(types, list) and "array" in types):
            return
        prefix = schema.get("prefixItems")
        places = [
            *(prefix if isinstance(prefix, list) else []),
            *([schema["items"]] if "items" in schema else []),
        ]
        item: Json = places[0] if len(places) == 1 else {"anyOf": places}
        out["items"] = self.clean(item if places else {}, f"{name}Item", above)

    def _copy_all_of(
        self, schema: dict[str, Json], out: dict[str, Json], name: str, above: Above
    ) -> list[list[Json]]:
        """The unions among the parts of `allOf`, which hold beside the rest."""
        unions: list[list[Json]] = []
        parts: list[dict[str, Json]] = []
        for member in _members(schema, "allOf"):
            part, _ = self._rewritten(member, name, above)
            choices = part.pop("anyOf", None)
            if isinstance(choices, list):
                unions.append(choices)
            inner = part.pop("allOf", None)
            parts.extend(
                item for item in (inner if isinstance(inner, list) else []) if isinstance(item, dict)
            )
            parts.append({key: value for key, value in part.items() if key != "description"})
        parts = [part for part in parts if part]
        if not any("$ref" in part or "properties" in part for part in [*parts, out]):
            # Parts of one plain type: `string`, and then its bounds.
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
        above: Above,
        *,
        rewritten: bool = False,
    ) -> bool:
        """Whether null is one of `members`, which may be `rewritten` already."""
        schemas = [member for member in members if member != _NULL and not _is_bound(member)]
        base = (
            _taken_from(out, ("type", "properties", "required", DISCRIMINATORS, "allOf")) if schemas else {}
        )
        has_base = bool(base.get("properties") or base.get("allOf"))
        has_null = _NULL in members
        choices: list[Json] = []
        for number, member in enumerate(schemas, start=1):
            label = f"Option{number}" if rewritten else _label(member, number)
            child = name if len(schemas) == 1 else f"{name}{label}"
            if rewritten and isinstance(member, dict):
                part, nullable = member, False
            else:
                part, nullable = self._rewritten(member, child, above)
            whole = _joined(base, part) if has_base else part
            has_null = has_null or nullable
            if len(schemas) == 1:
                out.update(whole)
                return has_null
            choices.append(self._hoisted(whole, child))
        if choices:
            out["anyOf"] = choices
            _taken_from(out, ("enum", "x-enum-varnames"))
        return has_null


def _is_class(schema: Mapping[str, Json]) -> bool:
    """Whether the parser makes a class of `schema`."""
    return "anyOf" not in schema and (
        bool({"properties", "allOf", "enum"} & set(schema)) or schema.get("type") == "object"
    )


def _is_bound(member: Json) -> bool:
    """Whether a member of a union only bounds values, as in `anyOf: [{required: [a]}, {required: [b]}]`."""
    return (
        isinstance(member, dict)
        and bool(member)
        and not set(member) - {"required", "description", "title", "not"}
    )


def _copy_type(schema: dict[str, Json], out: dict[str, Json]) -> bool:
    """Whether the types that `schema` lists include null beside others."""
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
    """The type that all of `values` share, or nothing."""
    names = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}
    found = {names.get(type(value)) for value in values}
    name = found.pop() if len(found) == 1 else None
    return {} if name is None else {"type": name}


def _members(schema: dict[str, Json], keyword: str) -> list[Json]:
    members = schema.get(keyword)
    return list(members) if isinstance(members, list) else []


def _taken_from(out: dict[str, Json], keys: Iterable[str]) -> dict[str, Json]:
    return {key: out.pop(key) for key in keys if key in out}


def _label(member: Json, number: int) -> str:
    """What a union's member is called beside the others: its title, the class it refers to, its place."""
    title = member.get("title", member.get("$ref")) if isinstance(member, dict) else None
    word = title.rsplit("/", 1)[-1] if isinstance(title, str) else ""
    return class_name(word) if re.search("[A-Za-z]", word) else f"Option{number}"


def _joined(base: dict[str, Json], member: dict[str, Json]) -> dict[str, Json]:
    """A member of a union whose owner has properties too: both hold."""
    inherited = base.get("allOf")
    inner = member.get("allOf")
    own = {key: value for key, value in base.items() if key != "allOf"}
    parts = [*(inherited if isinstance(inherited, list) else []), *([own] if own.get("properties") else [])]
    return {"allOf": [*parts, *(inner if isinstance(inner, list) else [member])]}


def _alike(name: str) -> str:
    return name.replace("_", "").lower()
