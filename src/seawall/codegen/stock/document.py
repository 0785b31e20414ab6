"""Writes an Api as a document that openapi-python-client reads without a loss."""

import re
from collections.abc import Mapping

from attrs import frozen

from seawall.codegen.api.model import Answer, Api, ApiOperation, ApiParameter, Content
from seawall.codegen.api.shapes import Object, Schema
from seawall.codegen.stock.names import MAX_NAME, identifier, raw_identifier, unique_identifier
from seawall.codegen.stock.schemas import StockSchemas, Written

__all__ = ["StockDocument", "stock_document"]

METHODS = frozenset({"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"})
_PATH_NAME = re.compile(r"[a-zA-Z_-][a-zA-Z0-9_-]*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BINARY: Written = {"type": "string", "format": "binary"}
_BODY_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
}
_OTHER = "application/octet-stream"
# The generator names its own arguments so.
_RESERVED_ARGUMENTS = frozenset({"client", "url", "body"})


@frozen(kw_only=True)
class StockDocument:
    """The document, the media types to treat like another one, and where it says less than the spec."""

    content: Written
    media_types: Mapping[str, str]
    notes: tuple[str, ...] = ()


def stock_document(api: Api) -> StockDocument:
    """Write `api` as an OpenAPI 3.1 document of the constructs that openapi-python-client supports."""
    return _Writer(api).write()


class _Writer:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._schemas = StockSchemas(api)
        self._media_types: dict[str, str] = {}
        self._notes: list[str] = []
        self._operation_ids: dict[str, set[str]] = {}

    def write(self) -> StockDocument:
        self._schemas.write_components()
        paths: Written = {}
        for operation in self._api.operations:
            if operation.method not in METHODS:
                self._notes.append(f"{operation.key}: the generator has no such method")
                continue
            path, written = self._operation(operation)
            paths.setdefault(path, {})[operation.method.lower()] = written
        content = {
            "openapi": "3.1.0",
            "info": {"title": self._api.title or "client", "version": self._api.version or "0"},
            "paths": paths,
            "components": {"schemas": self._schemas.components},
        }
        notes = (*self._notes, *self._schemas.notes)
        return StockDocument(content=content, media_types=self._media_types, notes=notes)

    def _operation(self, operation: ApiOperation) -> tuple[str, Written]:
        tag = operation.tags[0][:MAX_NAME] if operation.tags else "default"
        taken = self._operation_ids.setdefault(identifier(tag), set())
        operation_id = unique_identifier(operation.operation_id[:MAX_NAME], taken)
        endpoint = identifier(operation_id)
        path, renamed = _safe_path(operation)
        written: Written = {
            "operationId": operation_id,
            "tags": [tag],
            "parameters": self._parameters(operation, endpoint, renamed),
            "responses": {answer.status: self._answer(answer, endpoint) for answer in operation.answers},
        }
        texts = {"summary": operation.summary, "description": operation.description}
        written |= {key: text for key, text in texts.items() if text}
        if operation.security and all(operation.security):
            written["security"] = [{name: [] for name in operation.security[0]}]
        contents = self._bodies(operation, endpoint)
        if contents:
            required = operation.body is not None and operation.body.required
            written["requestBody"] = {"required": required, "content": contents}
        return path, written

    def _parameters(
        self, operation: ApiOperation, endpoint: str, renamed: Mapping[str, tuple[str, ...]]
    ) -> list[Written]:
        found: list[Written] = []
        names: dict[str, ApiParameter] = {}
        # Required ones first: of two that can not both have a name, the optional one is left out.
        for parameter in sorted(operation.parameters, key=lambda item: not item.required):
            if self._clashes(parameter, names):
                self._notes.append(f"{operation.key}: {parameter.key} has no name of its own and is left out")
                continue
            self._note_style(operation, parameter)
            schema = (
                {"type": "string"}
                if parameter.media_type is not None
                else self._schemas.parameter_schema(
                    parameter.schema, endpoint, parameter.name, parameter.location
                )
            )
            wire_names = renamed.get(parameter.name, (parameter.name,))
            found.extend(
                {
                    "name": name,
                    "in": parameter.location,
                    "required": parameter.required,
                    "schema": {key: value for key, value in schema.items() if key != "default"}
                    if parameter.location == "path"
                    else schema,
                    **({"description": parameter.description} if parameter.description else {}),
                }
                for name in (wire_names if parameter.location == "path" else (parameter.name,))
            )
        return found

    @staticmethod
    def _clashes(parameter: ApiParameter, names: dict[str, ApiParameter]) -> bool:
        own = identifier(parameter.name)
        if own in _RESERVED_ARGUMENTS:
            own = f"{own}_{parameter.location}"
        other = names.get(own)
        if other is not None:
            if other.location != parameter.location:
                own = f"{own}_{parameter.location}"
            elif raw_identifier(other.name) != raw_identifier(parameter.name):
                own = raw_identifier(parameter.name)
        if own in names:
            return True
        names[own] = parameter
        return False

    def _note_style(self, operation: ApiOperation, parameter: ApiParameter) -> None:
        if parameter.media_type is not None:
            self._notes.append(f"{operation.key}: {parameter.key} is text; give it as {parameter.media_type}")
            return
        is_plain = parameter.location != "query" or (parameter.style == "form" and parameter.explode)
        if not is_plain or parameter.style in {"label", "matrix"}:
            self._notes.append(f"{operation.key}: {parameter.key} is not sent in the style {parameter.style}")

    def _bodies(self, operation: ApiOperation, endpoint: str) -> Written:
        contents = operation.body.contents if operation.body is not None else ()
        found: Written = {}
        for content in contents:
            wanted = _BODY_TYPES.get(content.kind, _OTHER)
            media_type = _OTHER if "*" in content.media_type else content.media_type
            if media_type.partition(";")[0].strip().lower() != wanted:
                self._media_types[media_type] = wanted
            parent = f"{endpoint}_{content.kind}" if len(contents) > 1 else endpoint
            found[media_type] = {"schema": self._body_schema(content, wanted, parent)}
        return found

    def _body_schema(self, content: Content, wanted: str, parent: str) -> Written:
        if wanted == _OTHER:
            return dict(_BINARY)
        schema = content.schema
        if wanted != "application/json" and (
            schema is None or not isinstance(self._schemas.resolved(schema).shape, Object)
        ):
            self._notes.append(f"{content.pointer}: a form of any fields")
            return self._schemas.free_object(parent, "body")
        return {} if schema is None else self._schemas.schema(schema, parent, "body")

    def _answer(self, answer: Answer, endpoint: str) -> Written:
        content = _preferred(answer.contents)
        if content is None:
            return {"description": answer.description}
        media_type, schema = self._answer_schema(content, endpoint, f"response_{answer.status}")
        return {"description": answer.description, "content": {media_type: {"schema": schema}}}

    def _answer_schema(self, content: Content, endpoint: str, name: str) -> tuple[str, Written]:
        if content.kind == "json":
            schema: Schema | None = content.schema
            return "application/json", {} if schema is None else self._schemas.schema(schema, endpoint, name)
        if content.kind == "text":
            # No answer's media type is sent, and a body of text/plain may be treated like another one.
            return "text/*", {"type": "string"}
        return _OTHER, dict(_BINARY)


def _preferred(contents: tuple[Content, ...]) -> Content | None:
    """The content that the client decodes: JSON, else text, else the first."""
    for kind in ("json", "text"):
        for content in contents:
            if content.kind == kind:
                return content
    return contents[0] if contents else None


def _safe_path(operation: ApiOperation) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    """The path with placeholders that the generator reads, and the new names of each path parameter.

    The name of a path parameter is not sent. One that stands twice becomes two.
    """
    taken: set[str] = {
        identifier(parameter.name) for parameter in operation.parameters if parameter.location != "path"
    }
    renamed: dict[str, list[str]] = {}

    def replace(match: re.Match[str]) -> str:
        name = match[1]
        is_safe = _PATH_NAME.fullmatch(name) and name not in renamed
        safe = name if is_safe else unique_identifier(re.sub(r"\W", "_", f"p_{name}", flags=re.ASCII), taken)
        taken.add(identifier(safe))
        renamed.setdefault(name, []).append(safe)
        return f"{{{safe}}}"

    path = _PLACEHOLDER.sub(replace, operation.path)
    return path, {name: tuple(names) for name, names in renamed.items()}
