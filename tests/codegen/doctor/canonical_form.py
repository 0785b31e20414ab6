"""Checks the promises of canonical form, by other means than the code that makes it."""

import re
from collections.abc import Iterator

from attrs import define, field

from seawall.codegen.spec.plain_data import Json

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
ANNOTATIONS = {
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
    "$comment",
}
GONE = {
    *("nullable", "example", "collectionFormat", "definitions", "$defs", "$anchor", "$id", "$dynamicRef"),
    *("$dynamicAnchor", "$recursiveRef", "discriminatorMapping"),
}
ONE = {
    *("items", "not", "if", "then", "else", "contains", "propertyNames", "contentSchema"),
    *("additionalProperties", "unevaluatedProperties", "unevaluatedItems"),
}
MAY_BE_BOOLEAN = {"additionalProperties", "unevaluatedProperties", "unevaluatedItems"}
TYPES = {"string", "number", "integer", "boolean", "array", "object", "null"}


def faults(document: dict[str, Json]) -> list[str]:
    """List each broken promise of `document`; empty if it is in canonical form."""
    check = _Check(document)
    check.document_()
    return check.faults


@define
class _Check:
    root: dict[str, Json]
    faults: list[str] = field(factory=list)
    ids: set[str] = field(factory=set)

    def fault(self, at: str, text: str) -> None:
        self.faults.append(f"{at}: {text}")

    def document_(self) -> None:
        known = {"openapi", "info", "servers", "paths", "webhooks", "components", "security", "tags"}
        if unknown := {key for key in self.root if key[:2] != "x-"} - known - {"externalDocs"}:
            self.fault("#", f"keys {unknown}")
        if not re.fullmatch(r"3\.1(\.\d+)?.*", str(self.root["openapi"])):
            self.fault("#", "version")
        for name, item in items(self.root.get("paths")):
            self.path_item(f"#/paths/{name}", item, name.partition("#")[0])
        for name, item in items(self.root.get("webhooks")):
            self.path_item(f"#/webhooks/{name}", item, None)
        components = self.root.get("components", {})
        assert isinstance(components, dict)
        checks = {
            "schemas": self.schema,
            "parameters": self.parameter,
            "responses": self.answer,
            "requestBodies": self.body,
            "headers": self.header,
            "callbacks": self.callback,
        }
        for kind, check in checks.items():
            for name, item in items(components.get(kind)):
                if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
                    self.fault(f"#/components/{kind}/{name}", "name")
                check(f"#/components/{kind}/{name}", item)

    def reference(self, at: str, value: Json, kind: str) -> bool:
        """Check a reference to a component of `kind`; return False if `value` is none."""
        if not isinstance(value, dict) or "$ref" not in value:
            return False
        ref = str(value["$ref"])
        prefix = f"#/components/{kind}/"
        components = self.root.get("components")
        assert isinstance(components, dict)
        found = components.get(kind)
        if not (ref.startswith(prefix) and isinstance(found, dict) and ref.removeprefix(prefix) in found):
            self.fault(at, f"reference {ref}")
        if {key for key in value if not key.startswith("x-")} - ANNOTATIONS - {"$ref", "summary"}:
            self.fault(at, f"siblings of a reference: {sorted(value)}")
        return True

    def path_item(self, at: str, value: Json, path: str | None) -> None:
        assert isinstance(value, dict), at
        if "$ref" in value:
            self.fault(at, "path item reference")
        if path is not None and (not path.startswith("/") or "?" in path):
            self.fault(at, "path")
        shared = list(self.parameters(at, value.get("parameters")))
        for key, item in value.items():
            if key in METHODS:
                self.operation(f"{at}/{key}", item, path, shared)
            elif key == "additionalOperations":
                for name, one in items(item):
                    self.operation(f"{at}/{name}", one, path, shared)
            elif key not in {"summary", "description", "servers", "parameters"} and key[:2] != "x-":
                self.fault(at, f"key {key}")

    def parameters(self, at: str, value: Json) -> Iterator[tuple[str, str]]:
        for index, item in enumerate(value if isinstance(value, list) else []):
            self.parameter(f"{at}/parameters/{index}", item)
            target = self.target(item)
            yield str(target.get("in")), str(target.get("name"))

    def target(self, value: Json) -> dict[str, Json]:
        assert isinstance(value, dict)
        if "$ref" in value:
            target: Json = self.root
            for part in str(value["$ref"])[2:].split("/"):
                assert isinstance(target, dict)
                target = target[part]
            return self.target(target)
        return value

    def operation(self, at: str, value: Json, path: str | None, shared: list[tuple[str, str]]) -> None:
        assert isinstance(value, dict), at
        identifier = value.get("operationId")
        if not isinstance(identifier, str) or not identifier.strip() or identifier in self.ids:
            self.fault(at, f"operationId {identifier!r}")
        self.ids.add(str(identifier))
        own = list(self.parameters(at, value.get("parameters")))
        if len(set(own)) < len(own):
            self.fault(at, "duplicate parameters")
        if path is not None:
            named = {name for location, name in [*shared, *own] if location == "path"}
            if named != set(re.findall(r"\{([^{}]*)\}", path)):
                self.fault(at, f"path parameters {named}")
        if "requestBody" in value:
            self.body(f"{at}/requestBody", value["requestBody"])
        statuses = [key for key, _ in items(value.get("responses"))]
        if not statuses:
            self.fault(at, "no answers")
        for status, answer in items(value.get("responses")):
            if not re.fullmatch(r"[1-5](\d\d|XX)|default", status):
                self.fault(at, f"status {status}")
            self.answer(f"{at}/responses/{status}", answer)
        for name, callback in items(value.get("callbacks")):
            self.callback(f"{at}/callbacks/{name}", callback)

    def callback(self, at: str, value: Json) -> None:
        if not self.reference(at, value, "callbacks"):
            for name, item in items(value):
                self.path_item(f"{at}/{name}", item, None)

    def parameter(self, at: str, value: Json) -> None:
        if self.reference(at, value, "parameters"):
            return
        assert isinstance(value, dict), at
        if value.get("in") not in {"path", "query", "header", "cookie"} or not value.get("name"):
            self.fault(at, f"{value.get('in')} {value.get('name')}")
        if value.get("in") == "path" and value.get("required") is not True:
            self.fault(at, "required")
        self.typed(at, value)

    def header(self, at: str, value: Json) -> None:
        if not self.reference(at, value, "headers"):
            self.typed(at, value)

    def typed(self, at: str, value: Json) -> None:
        assert isinstance(value, dict), at
        if ("schema" in value) == ("content" in value):
            self.fault(at, "schema or content")
        if {"type", "collectionFormat"} & value.keys():
            self.fault(at, "a type beside the schema")
        if "schema" in value:
            self.schema(f"{at}/schema", value["schema"])
        self.examples(at, value.get("examples"))
        self.content(at, value.get("content"))

    def body(self, at: str, value: Json) -> None:
        if not self.reference(at, value, "requestBodies"):
            assert isinstance(value, dict), at
            if not value.get("content"):
                self.fault(at, "no content")
            self.content(at, value.get("content"))

    def answer(self, at: str, value: Json) -> None:
        if not self.reference(at, value, "responses"):
            assert isinstance(value, dict), at
            if not isinstance(value.get("description"), str) or "schema" in value:
                self.fault(at, "answer")
            self.content(at, value.get("content"))
            for name, header in items(value.get("headers")):
                self.header(f"{at}/headers/{name}", header)
            for name, link in items(value.get("links")):
                self.reference(f"{at}/links/{name}", link, "links")

    def content(self, at: str, value: Json) -> None:
        for name, media_type in items(value):
            assert isinstance(media_type, dict), at
            for key in ("schema", "itemSchema"):
                if key in media_type:
                    self.schema(f"{at}/content/{name}/{key}", media_type[key])
            self.examples(f"{at}/content/{name}", media_type.get("examples"))
            for part, encoding in items(media_type.get("encoding")):
                assert isinstance(encoding, dict), at
                for header_name, header in items(encoding.get("headers")):
                    self.header(f"{at}/{name}/{part}/{header_name}", header)

    def examples(self, at: str, value: Json) -> None:
        if isinstance(value, dict) and any(
            isinstance(one, dict) and isinstance(one.get("$ref"), str) for one in value.values()
        ):
            self.fault(at, "reference to an example")

    def schema(self, at: str, value: Json) -> None:
        assert isinstance(value, dict), at
        self.reference(at, value, "schemas")
        if gone := GONE & value.keys():
            self.fault(at, f"{gone}")
        types = value.get("type")
        for one in types if isinstance(types, list) else [types]:
            if one not in TYPES and types is not None:
                self.fault(at, f"type {one}")
        for bound in ("exclusiveMinimum", "exclusiveMaximum"):
            if isinstance(value.get(bound), bool):
                self.fault(at, bound)
        self.enum(at, value.get("enum", [0]))
        self.schemas_in(at, value)

    def schemas_in(self, at: str, value: dict[str, Json]) -> None:
        self.discriminator(at, value.get("discriminator"))
        for key in ONE & value.keys():
            if not (key in MAY_BE_BOOLEAN and isinstance(value[key], bool)):
                self.schema(f"{at}/{key}", value[key])
        for key in ("properties", "patternProperties", "dependentSchemas"):
            for name, item in items(value.get(key)):
                self.schema(f"{at}/{key}/{name}", item)
        for key in value.keys() & {"allOf", "anyOf", "oneOf", "prefixItems"}:
            members = value[key]
            assert isinstance(members, list), at
            if not members:
                self.fault(at, f"empty {key}")
            for index, item in enumerate(members):
                self.schema(f"{at}/{key}/{index}", item)

    def enum(self, at: str, values: Json) -> None:
        assert isinstance(values, list), at
        seen = {(type(one).__name__.replace("float", "int"), repr(one).removesuffix(".0")) for one in values}
        if not values or None in values or len(seen) < len(values):
            self.fault(at, f"enum {values}")

    def discriminator(self, at: str, value: Json) -> None:
        if value is None:
            return
        if not isinstance(value, dict) or not isinstance(value.get("propertyName"), str):
            self.fault(at, "discriminator")
            return
        for _, target in items(value.get("mapping")):
            self.reference(f"{at}/discriminator", {"$ref": target}, "schemas")


def items(value: Json) -> Iterator[tuple[str, Json]]:
    """Yield the entries of a map that are no extensions."""
    if value is not None:
        assert isinstance(value, dict), value
        yield from ((key, item) for key, item in value.items() if not key.startswith("x-"))
