"""Reads the operations of a spec and builds the document for the parser.

That document is minimal: successful responses only, one media type for each body and response, and the
schemas that they reach.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from seawall.codegen.api.schemas import Schemas
from seawall.codegen.errors import UnsupportedPart
from seawall.codegen.names.names import class_name, operation_key
from seawall.codegen.spec.document import Json, refs_in
from seawall.codegen.spec.pointers import component_name, pointer_target
from seawall.core.http.outgoing import FRAMING_FIELDS, has_dot_segment, is_token

__all__ = [
    "OperationFacts",
    "Parameter",
    "ParserInput",
    "SpecOperation",
    "iter_operations",
    "read_operations",
]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
FORM = "application/x-www-form-urlencoded"
# The transport owns these (OpenAPI 3.1, Parameter Object: such definitions shall be ignored).
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})


class _UnsupportedError(Exception):
    """One operation can not be generated; the message is the reason."""


@frozen(kw_only=True)
class Parameter:
    """A parameter of the spec. `placeholder` is its name in the parser's document; `default` may be None."""

    placeholder: str
    wire: str
    location: str
    required: bool
    default: Json


@frozen(kw_only=True)
class OperationFacts:
    """Facts of an operation that the parser drops or rewrites; `placeholder_path` is the parser's path."""

    key: str
    placeholder_path: str
    name: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    statuses: tuple[int, ...]
    media_type: str | None
    body_required: bool


@frozen(kw_only=True)
class ParserInput:
    """Operations and document for the parser; `unsupported` stops the generation, `notes` do not."""

    operations: tuple[OperationFacts, ...]
    document: dict[str, Json]
    unsupported: tuple[UnsupportedPart, ...]
    notes: tuple[str, ...] = field(default=())


@frozen
class SpecOperation:
    """An operation object of the spec and its location; `shared` are the parameters of the path item."""

    path: str
    method: str
    content: dict[str, Json]
    shared: list[Json]

    @property
    def key(self) -> str:
        """The operation's name in the names file and in messages."""
        return operation_key(self.method, self.path)


def iter_operations(document: Mapping[str, Json]) -> Iterator[SpecOperation]:
    """Yield the operations of `document`, sorted by path, then by method in a fixed order."""
    paths = document.get("paths")
    for path, item in sorted(paths.items()) if isinstance(paths, dict) else ():
        if not isinstance(item, dict) or path.startswith("x-"):
            continue
        shared = item.get("parameters")
        for method in METHODS:
            operation = item.get(method)
            if isinstance(operation, dict):
                yield SpecOperation(path, method, operation, shared if isinstance(shared, list) else [])


def read_operations(document: Mapping[str, Json], names: Mapping[str, str], schemas: Schemas) -> ParserInput:
    """Read the operations of `document`; `names` maps their keys to function names."""
    reader = _OperationReader(document, schemas)
    facts: list[OperationFacts] = []
    paths: dict[str, Json] = {}
    unsupported = list(_unsupported_paths(document))
    for spec_operation in iter_operations(document):
        try:
            fact, parsed = reader.read(spec_operation, names[spec_operation.key])
        except _UnsupportedError as error:
            unsupported.append(UnsupportedPart(spec_operation.key, str(error)))
            continue
        facts.append(fact)
        paths[fact.placeholder_path] = {spec_operation.method: parsed}
    components, missing = _reachable_schemas(paths, schemas)
    parsed_document: dict[str, Json] = {
        "openapi": "3.1.0",
        "info": {"title": "spec", "version": "0"},
        "paths": paths,
        "components": {"schemas": components},
    }
    return ParserInput(
        operations=tuple(facts),
        document=parsed_document,
        unsupported=(*unsupported, *missing),
        notes=tuple(reader.notes),
    )


def _unsupported_paths(document: Mapping[str, Json]) -> Iterator[UnsupportedPart]:
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if isinstance(item, dict) and "$ref" in item:
            yield UnsupportedPart(path, "the path item is a $ref; replace it with its content")


def _reachable_schemas(
    paths: dict[str, Json], schemas: Schemas
) -> tuple[dict[str, Json], list[UnsupportedPart]]:
    """The component schemas that operations reach, by placeholder, and those with dangling references."""
    found: dict[str, Json] = {}
    unsupported: list[UnsupportedPart] = []
    pending = list(_component_refs(paths))
    while pending:
        placeholder = pending.pop()
        if placeholder in found:
            continue
        found[placeholder] = {}
        name = schemas.components.text(placeholder)
        try:
            found[placeholder] = schemas.component(name)
        except KeyError as error:
            unsupported.append(UnsupportedPart(f"schema {name}", _dangling(error)))
            continue
        pending.extend(_component_refs(found[placeholder]))
    return dict(sorted(found.items())), unsupported


def _component_refs(value: Json) -> Iterator[str]:
    for ref in refs_in(value):
        name = component_name(ref)
        if name is not None:
            yield name


def _dangling(error: KeyError) -> str:
    return f"the reference {str(error.args[0])[:200]!r} has no target"


class _OperationReader:
    """Reads one operation at a time; collects notes."""

    def __init__(self, document: Mapping[str, Json], schemas: Schemas) -> None:
        self._document = document
        self._schemas = schemas
        self.notes: list[str] = []

    def read(self, spec_operation: SpecOperation, name: str) -> tuple[OperationFacts, Json]:
        """Return the facts of one operation and its form for the parser; raises _UnsupportedError."""
        operation = spec_operation.content
        try:
            parameters = self._parameters(spec_operation, name)
            body = self._body(operation.get("requestBody"), name)
            responses = self._responses(operation.get("responses"), name)
        except KeyError as error:
            raise _UnsupportedError(_dangling(error)) from error
        summary = operation.get("summary")
        path_placeholders = [f"{{{fact.placeholder}}}" for fact, _ in parameters if fact.location == "path"]
        facts = OperationFacts(
            key=spec_operation.key,
            placeholder_path="/".join(["", name, *path_placeholders]),
            name=name,
            method=spec_operation.method.upper(),
            path=spec_operation.path,
            summary=summary if isinstance(summary, str) else "",
            parameters=tuple(fact for fact, _ in parameters),
            statuses=tuple(sorted(responses)),
            media_type=None if body is None else body[0],
            body_required=body is not None and body[1],
        )
        self._check_path(facts)
        return facts, _operation_object(name, [parsed for _, parsed in parameters], body, responses)

    def _check_path(self, facts: OperationFacts) -> None:
        in_path = re.findall(r"\{([^{}]*)\}", facts.path)
        declared = [parameter.wire for parameter in facts.parameters if parameter.location == "path"]
        if sorted(in_path) != sorted(declared):
            raise _UnsupportedError(
                f"the path contains the parameters {in_path}, but {declared} are declared"
            )
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", facts.path)):
            raise _UnsupportedError("the path contains an unmatched brace")
        if not facts.path.startswith("/") or has_dot_segment(facts.path):
            raise _UnsupportedError("the path leads out of the base URL")

    def _resolve(self, value: Json) -> dict[str, Json]:
        seen: set[str] = set()
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            ref = str(value["$ref"])
            if ref in seen:
                raise _UnsupportedError(f"the reference {ref!r} is circular")
            seen.add(ref)
            value = pointer_target(self._document, ref)
        if not isinstance(value, dict):
            raise _UnsupportedError("one of its parts is not an object")
        return value

    def _parameters(self, spec_operation: SpecOperation, name: str) -> list[tuple[Parameter, Json]]:
        own = spec_operation.content.get("parameters")
        found: dict[tuple[str, str], dict[str, Json]] = {}
        for item in [*spec_operation.shared, *(own if isinstance(own, list) else [])]:
            parameter = self._resolve(item)
            wire, location = parameter.get("name"), parameter.get("in")
            if not isinstance(wire, str) or not isinstance(location, str):
                raise _UnsupportedError("a parameter has no `name` or no `in`")
            # A parameter of the operation replaces one of the path item (OpenAPI 3.1, Path Item Object).
            found[location, wire] = parameter
        return [
            self._parameter(name, *place, parameter)
            for place, parameter in found.items()
            if self._is_sent(spec_operation, *place, parameter)
        ]

    def _is_sent(
        self, spec_operation: SpecOperation, location: str, wire: str, parameter: dict[str, Json]
    ) -> bool:
        """False for cookies and for headers that the transport sets."""
        if location == "cookie":
            if parameter.get("required") is True:
                raise _UnsupportedError(f"the cookie {wire!r} is required; cookies are not supported")
            self.notes.append(f"{spec_operation.key}: the optional cookie {wire!r} is omitted")
            return False
        return location != "header" or wire.lower() not in _IGNORED_HEADERS

    def _parameter(
        self, name: str, location: str, wire: str, parameter: dict[str, Json]
    ) -> tuple[Parameter, Json]:
        schema = parameter.get("schema")
        resolved = self._resolve(schema) if isinstance(schema, dict) else {}
        _require_supported(location, wire, parameter, resolved)
        fact = Parameter(
            placeholder=self._schemas.keys.placeholder(wire),
            wire=wire,
            location=location,
            required=parameter.get("required") is True or location == "path",
            default=resolved.get("default"),
        )
        return fact, {
            "name": fact.placeholder,
            "in": location,
            "required": fact.required,
            "schema": self._schemas.clean(schema, class_name(name) + class_name(wire)),
        }

    def _body(self, value: Json, name: str) -> tuple[str, bool, Json] | None:
        if value is None:
            return None
        body = self._resolve(value)
        content = body.get("content")
        if not isinstance(content, dict) or not content:
            return None
        media_type = _json_type(content) or next(
            (item for item in content if _without_parameters(item) == FORM), None
        )
        if media_type is None:
            raise _UnsupportedError(
                f"the request body is {_format_media_types(content)}; only JSON and forms are supported"
            )
        return (
            _without_parameters(media_type),
            body.get("required") is True,
            self._content_schema(content[media_type], f"{class_name(name)}Body"),
        )

    def _responses(self, value: Json, name: str) -> dict[int, Json]:
        if not isinstance(value, dict):
            raise _UnsupportedError("it has no responses")
        # A redirect counts as a result only if there is no 2xx.
        for first in "23":
            statuses = [
                status for status in value if re.fullmatch(rf"{first}(\d\d|XX)", status, re.IGNORECASE)
            ]
            if statuses:
                return {
                    self._status(status): self._response(status, value[status], name) for status in statuses
                }
        raise _UnsupportedError(f"it has no successful status, only {', '.join(sorted(value)) or 'none'}")

    def _status(self, status: str) -> int:
        if not status.isdecimal():
            raise _UnsupportedError(f"the status {status} is a range; list each status")
        return int(status)

    def _response(self, status: str, value: Json, name: str) -> Json:
        response = self._resolve(value)
        content = response.get("content")
        if not isinstance(content, dict) or not content:
            return {"description": ""}
        media_type = _json_type(content)
        if media_type is None:
            raise _UnsupportedError(
                f"the response {status} is {_format_media_types(content)}; only JSON is supported"
            )
        schema = self._content_schema(content[media_type], f"{class_name(name)}Result{status}")
        return {"description": "", "content": {"application/json": {"schema": schema}}}

    def _content_schema(self, content: Json, name: str) -> Json:
        return self._schemas.clean(content.get("schema") if isinstance(content, dict) else None, name)


def _operation_object(
    name: str, parameters: list[Json], body: tuple[str, bool, Json] | None, responses: Mapping[int, Json]
) -> dict[str, Json]:
    """An operation of the parser's document."""
    operation: dict[str, Json] = {
        "operationId": name,
        "parameters": parameters,
        "responses": {str(status): response for status, response in sorted(responses.items())},
    }
    if body is not None:
        media_type, required, schema = body
        operation["requestBody"] = {"required": required, "content": {media_type: {"schema": schema}}}
    return operation


def _require_supported(
    location: str, wire: str, parameter: Mapping[str, Json], schema: Mapping[str, Json]
) -> None:
    """Raise _UnsupportedError unless a call can send the parameter, whose resolved schema is `schema`."""
    if location not in {"path", "query", "header"}:
        raise _UnsupportedError(f"the parameter {wire!r} is in {location!r}, which OpenAPI 3 does not define")
    if "schema" not in parameter:
        raise _UnsupportedError(
            f"the parameter {wire!r} has no schema; a parameter with `content` is not supported"
        )
    if location == "header" and (not is_token(wire) or wire.lower() in FRAMING_FIELDS | {"content-length"}):
        raise _UnsupportedError(
            f"the header {wire[:100]!r} can not be sent: it is not a token, or only the transport sets it"
        )
    style, default_style = parameter.get("style"), "form" if location == "query" else "simple"
    if style not in {None, default_style}:
        raise _UnsupportedError(
            f"the parameter {wire!r} has the style {style!r}; "
            f"a {location} parameter supports {default_style!r} only"
        )
    if location == "query" and parameter.get("explode") is False and schema.get("type") == "array":
        raise _UnsupportedError(
            f"the parameter {wire!r} is a comma-separated list (`explode: false`), which is not supported"
        )


def _without_parameters(media_type: str) -> str:
    """Remove the parameters of a media type: `application/json; charset=utf-8` becomes `application/json`."""
    return media_type.split(";", 1)[0].strip().lower()


def _json_type(content: Mapping[str, Json]) -> str | None:
    """The first JSON media type in `content`, plain `application/json` before others."""
    plain = [item for item in content if _without_parameters(item) == "application/json"]
    suffixed = [
        item
        for item in content
        if re.fullmatch(r"[\w.+-]+/[\w.+-]+\+json", _without_parameters(item), re.ASCII)
    ]
    return next(iter([*plain, *suffixed]), None)


def _format_media_types(content: Iterable[str]) -> str:
    return ", ".join(repr(item[:100]) for item in content)
