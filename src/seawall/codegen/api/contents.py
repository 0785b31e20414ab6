"""Bodies, answers and headers: the parts of an operation that have media types."""

import re
from collections.abc import Mapping
from typing import Final

from seawall.codegen.api.json_fields import (
    child_pointer,
    extension_fields,
    flag_field,
    object_field,
    text_field,
)
from seawall.codegen.api.media_types import media_kind
from seawall.codegen.api.model import Answer, Body, Content, Encoding, Header
from seawall.codegen.api.schema_reading.schema_reader import SchemaReader
from seawall.codegen.api.shapes import AnyValue, Schema, Text
from seawall.codegen.api.source import Node, Source, shown
from seawall.codegen.spec.document import Json

__all__ = ["ContentReader"]

_STATUS: Final = re.compile(r"[1-5]([0-9]{2}|XX|xx)")


class ContentReader:
    """Reads request bodies, answers, their contents and headers."""

    def __init__(self, source: Source, schemas: SchemaReader) -> None:
        self._source = source
        self._schemas = schemas

    def body(self, pointer: str, value: Json) -> Body | None:
        """The request body `value`; None if it has no content."""
        node = self._source.resolve(pointer, value)
        if node is None:
            return None
        contents = self._contents(node)
        if not contents:
            self._source.report(node.pointer, "The request body has no content; none is sent.")
            return None
        return Body(
            pointer=node.pointer,
            contents=contents,
            required=flag_field(node.value, "required"),
            description=text_field(node.value, "description"),
            extensions=extension_fields(node.value),
        )

    def answers(self, node: Node) -> tuple[Answer, ...]:
        """The answers of an operation, in the order of the spec."""
        pointer = child_pointer(node.pointer, "responses")
        return tuple(
            self._answer(child_pointer(pointer, status), status, value)
            for status, value in object_field(node.value, "responses").items()
            if not status.startswith("x-") and self._is_status(pointer, status)
        )

    def _is_status(self, pointer: str, status: str) -> bool:
        if status == "default" or _STATUS.fullmatch(status):
            return True
        self._source.report(
            pointer,
            f"The status {shown(status)} does not exist.",
            "Use a number, a range such as 2XX, or default.",
            is_error=True,
        )
        return False

    def _answer(self, pointer: str, status: str, value: Json) -> Answer:
        key = status if status == "default" else status.upper()
        node = self._source.resolve(pointer, value)
        if node is None:
            return Answer(pointer=pointer, status=key)
        return Answer(
            pointer=node.pointer,
            status=key,
            description=text_field(node.value, "description"),
            contents=self._contents(node),
            headers=self.headers(node),
            extensions=extension_fields(node.value),
        )

    def _contents(self, node: Node) -> tuple[Content, ...]:
        pointer = child_pointer(node.pointer, "content")
        found = []
        for media_type, value in object_field(node.value, "content").items():
            where = child_pointer(pointer, media_type)
            # `application/json: null` is a content without a schema.
            content = self._source.resolve(where, {} if value is None else value)
            if content is not None:
                found.append(self.content(content, media_type))
        return tuple(found)

    def content(self, node: Node, media_type: str) -> Content:
        """The content of one media type."""
        schema = self._schema(node, "schema")
        kind = media_kind(media_type)
        if kind == "json" and "*" in media_type and _is_binary(schema):
            kind = "binary"
        return Content(
            pointer=node.pointer,
            media_type=media_type,
            kind=kind,
            schema=schema,
            item_schema=self._schema(node, "itemSchema"),
            encodings=self._encodings(node),
            examples=self.examples(node),
            extensions=extension_fields(node.value),
        )

    def _schema(self, node: Node, key: str) -> Schema | None:
        if node.value.get(key) is None:
            return None
        return self._schemas.read_at(child_pointer(node.pointer, key), node.value[key])

    def examples(self, node: Node) -> tuple[Json, ...]:
        """The values of `example` and `examples` of a parameter or content."""
        found = [node.value["example"]] if "example" in node.value else []
        pointer = child_pointer(node.pointer, "examples")
        for name, value in object_field(node.value, "examples").items():
            example = self._source.resolve(child_pointer(pointer, name), value, is_part=False)
            if example is not None:
                found.extend(example.value[key] for key in ("value", "dataValue") if key in example.value)
        return tuple(found)

    def _encodings(self, node: Node) -> Mapping[str, Encoding]:
        for key in ("prefixEncoding", "itemEncoding"):
            if key in node.value:
                self._source.report(node.pointer, f"`{key}` is not read.", "Use `encoding`.")
        pointer = child_pointer(node.pointer, "encoding")
        found = {}
        for name, value in object_field(node.value, "encoding").items():
            encoding = self._source.resolve(child_pointer(pointer, name), value)
            if encoding is not None:
                explode = encoding.value.get("explode")
                found[name] = Encoding(
                    content_type=text_field(encoding.value, "contentType") or None,
                    style=text_field(encoding.value, "style") or None,
                    explode=explode if isinstance(explode, bool) else None,
                    allow_reserved=flag_field(encoding.value, "allowReserved"),
                    headers=self.headers(encoding),
                )
        return found

    def headers(self, node: Node) -> tuple[Header, ...]:
        """The headers of an answer or a part; Content-Type is not one of them."""
        pointer = child_pointer(node.pointer, "headers")
        found = []
        for name, value in object_field(node.value, "headers").items():
            header = self._source.resolve(child_pointer(pointer, name), value)
            if header is not None and name.lower() != "content-type":
                found.append(
                    Header(
                        name=name,
                        schema=self.value_schema(header)[0],
                        required=flag_field(header.value, "required"),
                        description=text_field(header.value, "description"),
                        deprecated=flag_field(header.value, "deprecated"),
                        extensions=extension_fields(header.value),
                    )
                )
        return tuple(found)

    def value_schema(self, node: Node) -> tuple[Schema, str | None]:
        """The schema of a parameter or header, and the media type if it is given by `content`."""
        content = object_field(node.value, "content")
        for media_type, value in content.items():
            if len(content) > 1:
                self._source.report(
                    node.pointer,
                    f"Only the first media type, {shown(media_type)}, is used.",
                    "Remove the others.",
                )
            pointer = child_pointer(node.pointer, "content", media_type)
            found = self._source.resolve(pointer, {} if value is None else value)
            schema = None if found is None else self._schema(found, "schema")
            return schema or Schema(pointer=pointer, shape=AnyValue()), media_type
        return self._schema(node, "schema") or Schema(
            pointer=child_pointer(node.pointer, "schema"), shape=Text()
        ), None


def _is_binary(schema: Schema | None) -> bool:
    return schema is not None and isinstance(schema.shape, Text) and schema.shape.format == "binary"
