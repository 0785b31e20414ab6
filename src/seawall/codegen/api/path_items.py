"""Operations of paths, webhooks and callbacks."""

from collections.abc import Iterator
from typing import Final

from seawall.codegen.api.contents import ContentReader
from seawall.codegen.api.json_fields import (
    child_pointer,
    extension_fields,
    flag_field,
    object_field,
    text_field,
    texts_field,
)
from seawall.codegen.api.model import ApiOperation, Server
from seawall.codegen.api.parameters import ParameterReader
from seawall.codegen.api.schema_reading.schema_reader import SchemaReader
from seawall.codegen.api.security import read_security, read_servers
from seawall.codegen.api.source import Node, Source, shown
from seawall.codegen.spec.document import Json
from seawall.core.http.outgoing import has_dot_segment, is_token

__all__ = ["PathItemReader"]

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_MOST_CALLBACKS: Final = 10


class PathItemReader:
    """Reads path items, of paths as well as of webhooks and callbacks."""

    def __init__(self, source: Source, schemas: SchemaReader) -> None:
        self._source = source
        self._contents = ContentReader(source, schemas)
        self._parameters = ParameterReader(source, self._contents)
        document = Node("#", source.document)
        self._security = read_security(source, document) or ()
        self._servers = read_servers(source, document)
        self._callbacks: dict[str, tuple[ApiOperation, ...]] = {}
        self._open: set[str] = set()

    def paths(self) -> tuple[ApiOperation, ...]:
        """The operations of all paths that a client can call."""
        paths = object_field(self._source.document, "paths")
        found: list[ApiOperation] = []
        for path, item in sorted(paths.items()):
            if path.startswith("x-"):
                continue
            pointer = child_pointer("#/paths", path)
            if self._can_be_called(pointer, path):
                found.extend(self._operations(pointer, path, item))
        return tuple(found)

    def webhooks(self) -> tuple[ApiOperation, ...]:
        """The operations of all webhooks; the path of each is the name of the webhook."""
        items = object_field(self._source.document, "webhooks")
        return tuple(
            operation
            for name, item in sorted(items.items())
            if not _is_extension(name, item)
            for operation in self._operations(child_pointer("#/webhooks", name), name, item)
        )

    def _can_be_called(self, pointer: str, path: str) -> bool:
        if path.startswith("/") and not has_dot_segment(path):
            return True
        self._source.report(
            pointer,
            "The path leads out of the base URL, or does not start with `/`.",
            "Correct the path.",
            is_error=True,
        )
        return False

    def _operations(self, pointer: str, path: str, item: Json) -> Iterator[ApiOperation]:
        node = self._source.resolve(pointer, item)
        if node is None:
            return
        listed = [(method, ("",), node.value.get(method)) for method in _METHODS]
        more = object_field(node.value, "additionalOperations")
        listed += [(method, ("additionalOperations",), value) for method, value in more.items()]
        for method, parents, value in listed:
            if value is not None and self._is_method(node, method):
                where = child_pointer(node.pointer, *filter(None, parents), method)
                operation = self._source.resolve(where, value)
                if operation is not None:
                    yield self._operation(
                        operation,
                        method,
                        path,
                        node,
                        is_path=not self._open and not pointer.startswith("#/webhooks/"),
                    )

    def _is_method(self, item: Node, method: str) -> bool:
        if is_token(method):
            return True
        self._source.report(
            item.pointer,
            f"The method {shown(method)} is no HTTP token.",
            "Correct or remove it.",
            is_error=True,
        )
        return False

    def _operation(self, node: Node, method: str, path: str, item: Node, *, is_path: bool) -> ApiOperation:
        value = node.value
        security = read_security(self._source, node)
        body = value.get("requestBody")
        body_pointer = child_pointer(node.pointer, "requestBody")
        return ApiOperation(
            pointer=node.pointer,
            method=method.upper(),
            path=path,
            operation_id=text_field(value, "operationId") or f"{method} {path}",
            summary=text_field(value, "summary") or text_field(item.value, "summary"),
            description=text_field(value, "description") or text_field(item.value, "description"),
            tags=texts_field(value, "tags"),
            parameters=self._parameters.parameters(path if is_path else None, item, node),
            body=None if body is None else self._contents.body(body_pointer, body),
            answers=self._contents.answers(node),
            security=self._security if security is None else security,
            servers=self._servers_of(node, item),
            callbacks=tuple(self._callback_operations(node)),
            deprecated=flag_field(value, "deprecated"),
            extensions={**extension_fields(item.value), **extension_fields(value)},
        )

    def _servers_of(self, node: Node, item: Node) -> tuple[Server, ...]:
        return read_servers(self._source, node) or read_servers(self._source, item) or self._servers

    def _callback_operations(self, node: Node) -> Iterator[ApiOperation]:
        pointer = child_pointer(node.pointer, "callbacks")
        for name, value in object_field(node.value, "callbacks").items():
            is_named = not _is_extension(name, value)
            callback = self._source.resolve(child_pointer(pointer, name), value) if is_named else None
            if callback is not None:
                yield from self._callback(callback)

    def _callback(self, node: Node) -> tuple[ApiOperation, ...]:
        """The operations of one callback, which may be used by many operations, or by itself."""
        if node.pointer in self._open:
            self._source.report(node.pointer, "The callback has itself as a callback; that is not read.")
            return ()
        if len(self._open) >= _MOST_CALLBACKS:
            self._source.report(node.pointer, "The callback is nested too deep in callbacks; it is not read.")
            return ()
        if node.pointer not in self._callbacks:
            self._open.add(node.pointer)
            self._callbacks[node.pointer] = tuple(
                operation
                for expression, item in node.value.items()
                if not expression.startswith("x-")
                for operation in self._operations(child_pointer(node.pointer, expression), expression, item)
            )
            self._open.discard(node.pointer)
        return self._callbacks[node.pointer]


def _is_extension(name: str, value: Json) -> bool:
    """An extension of the author among the entries of a map, where any name may stand."""
    return name.startswith("x-") and not isinstance(value, dict)
