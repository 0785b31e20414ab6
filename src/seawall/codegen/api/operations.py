"""The operations of a spec, each with what decides its call; and the document that the parser gets of them.

That document holds nothing else: successful answers only, one body and one answer type each, and the
schemas that these reach.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from seawall.codegen.api.schemas import Schemas
from seawall.codegen.errors import Loss
from seawall.codegen.names.names import class_name, operation_key
from seawall.codegen.spec.document import Json, refs_in
from seawall.codegen.spec.pointers import component_name, pointer_target

__all__ = ["Located", "OperationFacts", "Parameter", "Reading", "operations_in", "read_operations"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
FORM = "application/x-www-form-urlencoded"
# The transport owns these (OpenAPI 3.1, Parameter Object: such definitions shall be ignored).
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})


class _Lost(Exception):  # noqa: N818
    """One operation can not be generated; the message says why."""


@frozen(kw_only=True)
class Parameter:
    """A parameter as the spec has it, `default` None where it gives none; the parser knows it as `token`."""

    token: str
    wire: str
    location: str
    required: bool
    default: Json


@frozen(kw_only=True)
class OperationFacts:
    """What the parser does not tell of an operation, or not as it was written.

    The parser knows the path as `token_path`.
    """

    key: str
    token_path: str
    name: str
    method: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    statuses: tuple[int, ...]
    media_type: str | None
    body_required: bool


@frozen(kw_only=True)
class Reading:
    """What came of a spec: the facts, the parser's document, and what was lost or left out."""

    operations: tuple[OperationFacts, ...]
    document: dict[str, Json]
    losses: tuple[Loss, ...]
    notes: tuple[str, ...] = field(default=())


@frozen
class Located:
    """An operation of the spec and where it stands; `shared` are the parameters of its path."""

    path: str
    method: str
    operation: dict[str, Json]
    shared: list[Json]

    @property
    def key(self) -> str:
        """Its name in the names file and in messages."""
        return operation_key(self.method, self.path)


def operations_in(document: Mapping[str, Json]) -> Iterator[Located]:
    """Each operation, sorted by path, those of one path in a fixed order of methods."""
    paths = document.get("paths")
    for path, item in sorted(paths.items()) if isinstance(paths, dict) else ():
        if not isinstance(item, dict) or path.startswith("x-"):
            continue
        shared = item.get("parameters")
        for method in METHODS:
            operation = item.get(method)
            if isinstance(operation, dict):
                yield Located(path, method, operation, shared if isinstance(shared, list) else [])


def read_operations(document: Mapping[str, Json], names: Mapping[str, str], schemas: Schemas) -> Reading:
    """The operations of `document`, which `names` maps by key to their function names."""
    reader = _Reader(document, schemas)
    facts: list[OperationFacts] = []
    paths: dict[str, Json] = {}
    losses = list(_losses_of_paths(document))
    for located in operations_in(document):
        try:
            fact, parsed = reader.read(located, names[located.key])
        except _Lost as error:
            losses.append(Loss(located.key, str(error)))
            continue
        facts.append(fact)
        paths[fact.token_path] = {located.method: parsed}
    components, missing = _components(paths, schemas)
    parsed_document: dict[str, Json] = {
        "openapi": "3.1.0",
        "info": {"title": "spec", "version": "0"},
        "paths": paths,
        "components": {"schemas": components},
    }
    return Reading(
        operations=tuple(facts),
        document=parsed_document,
        losses=(*losses, *missing),
        notes=tuple(reader.notes),
    )


def _losses_of_paths(document: Mapping[str, Json]) -> Iterator[Loss]:
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        if isinstance(item, dict) and "$ref" in item:
            yield Loss(path, "its path item is a $ref; write it out")


def _components(paths: dict[str, Json], schemas: Schemas) -> tuple[dict[str, Json], list[Loss]]:
    """The component schemas that the operations reach, by token, and those that can not be read."""
    found: dict[str, Json] = {}
    losses: list[Loss] = []
    waiting = [token for ref in refs_in(paths) if (token := component_name(ref)) is not None]
    while waiting:
        token = waiting.pop()
        if token in found:
            continue
        found[token] = {}
        name = schemas.components.text(token)
        try:
            found[token] = schemas.component(name)
        except KeyError as error:
            losses.append(Loss(f"schema {name}", _nowhere(error)))
            continue
        waiting.extend(inner for ref in refs_in(found[token]) if (inner := component_name(ref)) is not None)
    return dict(sorted(found.items())), losses


def _nowhere(error: KeyError) -> str:
    return f"the reference {str(error.args[0])[:200]!r} leads nowhere"


class _Reader:
    """Reads one operation after the other."""

    def __init__(self, document: Mapping[str, Json], schemas: Schemas) -> None:
        self._document = document
        self._schemas = schemas
        self.notes: list[str] = []

    def read(self, located: Located, name: str) -> tuple[OperationFacts, Json]:
        """The facts of one operation, and what the parser gets of it; raises _Lost where it is lost."""
        operation = located.operation
        try:
            parameters = self._parameters(located, name)
            body = self._body(operation.get("requestBody"), name)
            answers = self._answers(operation.get("responses"), name)
        except KeyError as error:
            raise _Lost(_nowhere(error)) from error
        summary = operation.get("summary")
        path_tokens = [f"{{{fact.token}}}" for fact, _ in parameters if fact.location == "path"]
        facts = OperationFacts(
            key=located.key,
            token_path="/".join(["", name, *path_tokens]),
            name=name,
            method=located.method.upper(),
            path=located.path,
            summary=summary if isinstance(summary, str) else "",
            parameters=tuple(fact for fact, _ in parameters),
            statuses=tuple(sorted(answers)),
            media_type=None if body is None else body[0],
            body_required=body is not None and body[1],
        )
        self._check_path(facts)
        parsed: dict[str, Json] = {
            "operationId": name,
            "parameters": [parsed for _, parsed in parameters],
            "responses": {str(status): answer for status, answer in sorted(answers.items())},
        }
        if body is not None:
            media_type, required, schema = body
            parsed["requestBody"] = {"required": required, "content": {media_type: {"schema": schema}}}
        return facts, parsed

    def _check_path(self, facts: OperationFacts) -> None:
        wanted = re.findall(r"\{([^{}]*)\}", facts.path)
        given = [parameter.wire for parameter in facts.parameters if parameter.location == "path"]
        if sorted(wanted) != sorted(given):
            raise _Lost(f"its path names the parameters {wanted}, its parameters are {given}")
        if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", facts.path)):
            raise _Lost("its path has a brace that belongs to no parameter")

    def _resolved(self, value: Json) -> dict[str, Json]:
        seen: set[str] = set()
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            ref = str(value["$ref"])
            if ref in seen:
                raise _Lost(f"the reference {ref!r} leads to itself")
            seen.add(ref)
            value = pointer_target(self._document, ref)
        if not isinstance(value, dict):
            raise _Lost("a part of it is no object")
        return value

    def _parameters(self, located: Located, name: str) -> list[tuple[Parameter, Json]]:
        own = located.operation.get("parameters")
        found: dict[tuple[str, str], dict[str, Json]] = {}
        for item in [*located.shared, *(own if isinstance(own, list) else [])]:
            parameter = self._resolved(item)
            wire, location = parameter.get("name"), parameter.get("in")
            if not isinstance(wire, str) or not isinstance(location, str):
                raise _Lost("a parameter has no name or no place")
            found[location, wire] = parameter
        kept = {
            place: parameter for place, parameter in found.items() if self._sent(located, *place, parameter)
        }
        return [self._parameter(name, *place, parameter) for place, parameter in kept.items()]

    def _sent(self, located: Located, location: str, wire: str, parameter: dict[str, Json]) -> bool:
        """Whether the parameter is one that a call can have."""
        if location == "cookie":
            if parameter.get("required") is True:
                raise _Lost(f"it requires the cookie {wire!r}; cookies are not supported")
            self.notes.append(f"{located.key}: the optional cookie {wire!r} is left out")
            return False
        return location != "header" or wire.lower() not in _IGNORED_HEADERS

    def _parameter(
        self, name: str, location: str, wire: str, parameter: dict[str, Json]
    ) -> tuple[Parameter, Json]:
        if location not in {"path", "query", "header"}:
            raise _Lost(f"the parameter {wire!r} is in {location!r}, which is no place of OpenAPI 3")
        if "schema" not in parameter:
            raise _Lost(f"the parameter {wire!r} has no schema; a parameter with `content` is not supported")
        style, usual = parameter.get("style"), "form" if location == "query" else "simple"
        if style not in {None, usual}:
            raise _Lost(f"the parameter {wire!r} has the style {style!r}; only {usual!r} is supported there")
        schema = parameter["schema"]
        resolved = self._resolved(schema) if isinstance(schema, dict) else {}
        if location == "query" and parameter.get("explode") is False and resolved.get("type") == "array":
            raise _Lost(f"the parameter {wire!r} is one list with commas (`explode: false`), not supported")
        fact = Parameter(
            token=self._schemas.keys.token(wire),
            wire=wire,
            location=location,
            required=parameter.get("required") is True or location == "path",
            default=resolved.get("default"),
        )
        cleaned = self._schemas.clean(schema, class_name(name) + class_name(wire))
        return fact, {"name": fact.token, "in": location, "required": fact.required, "schema": cleaned}

    def _body(self, value: Json, name: str) -> tuple[str, bool, Json] | None:
        if value is None:
            return None
        body = self._resolved(value)
        content = body.get("content")
        if not isinstance(content, dict) or not content:
            return None
        media_type = _json_type(content) or next((item for item in content if _bare(item) == FORM), None)
        if media_type is None:
            raise _Lost(f"its body is {_listed(content)}; JSON and forms are supported")
        return (
            _bare(media_type),
            body.get("required") is True,
            self._content_schema(content[media_type], f"{class_name(name)}Body"),
        )

    def _answers(self, value: Json, name: str) -> dict[int, Json]:
        if not isinstance(value, dict):
            raise _Lost("it has no responses")
        for first in "23":
            statuses = [
                status for status in value if re.fullmatch(rf"{first}(\d\d|XX)", status, re.IGNORECASE)
            ]
            if statuses:
                return {
                    self._status(status): self._answer(status, value[status], name) for status in statuses
                }
        raise _Lost(f"it names no successful status, only {', '.join(sorted(value)) or 'none'}")

    def _status(self, status: str) -> int:
        if not status.isdecimal():
            raise _Lost(f"it answers {status}, a range; name each status")
        return int(status)

    def _answer(self, status: str, value: Json, name: str) -> Json:
        response = self._resolved(value)
        content = response.get("content")
        if not isinstance(content, dict) or not content:
            return {"description": ""}
        media_type = _json_type(content)
        if media_type is None:
            raise _Lost(f"it answers {status} with {_listed(content)}; only JSON is supported")
        schema = self._content_schema(content[media_type], f"{class_name(name)}Result{status}")
        return {"description": "", "content": {"application/json": {"schema": schema}}}

    def _content_schema(self, content: Json, name: str) -> Json:
        return self._schemas.clean(content.get("schema") if isinstance(content, dict) else None, name)


def _bare(media_type: str) -> str:
    """The media type without its parameters: `application/json; charset=utf-8` is `application/json`."""
    return media_type.split(";", 1)[0].strip().lower()


def _json_type(content: Mapping[str, Json]) -> str | None:
    """The first JSON media type in `content`, plain `application/json` before others."""
    plain = [item for item in content if _bare(item) == "application/json"]
    suffixed = [item for item in content if re.fullmatch(r"[\w.+-]+/[\w.+-]+\+json", _bare(item), re.ASCII)]
    return next(iter([*plain, *suffixed]), None)


def _listed(content: Iterable[str]) -> str:
    return ", ".join(repr(item[:100]) for item in content)
