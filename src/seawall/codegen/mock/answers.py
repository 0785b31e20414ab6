"""Writes the answers of operations: status, headers and a body of the media type that is asked for."""

import json

from attrs import frozen

from seawall.codegen.api.model import Answer, Content
from seawall.codegen.api.shapes import Object
from seawall.codegen.mock.collections import json_content
from seawall.codegen.mock.samples import Samples
from seawall.codegen.spec.plain_data import Json
from seawall.core.http.message import Response

__all__ = ["AnswerWriter", "Result"]

_STREAM_ITEMS = 3
_OK = 200
_BINARY = "application/octet-stream"


@frozen
class Result:
    """Result of an operation: the value of its JSON body if `has_value`; otherwise a sample is made."""

    value: Json = None
    has_value: bool = False


class AnswerWriter:
    """Writes answers; `key` decides the samples in them."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    def write(self, answer: Answer, accept: str, key: str, result: Result) -> Response:
        """The response of `answer` in the media type that `accept` names first, or JSON."""
        fields = {
            header.name.lower(): _header_text(self._samples.sample(header.schema, f"{key}:{header.name}"))
            for header in answer.headers
        }
        content = _accepted(answer, accept)
        if content is None:
            return Response(_status(answer), fields)
        fields["content-type"] = _BINARY if "*" in content.media_type else content.media_type
        return Response(_status(answer), fields, self._body(content, key, result))

    def _body(self, content: Content, key: str, result: Result) -> bytes:
        if content.kind == "json":
            return json.dumps(self._value(content, key, result)).encode()
        schema = content.item_schema or content.schema
        made = [
            None if schema is None else self._samples.sample(schema, f"{key}:{number}")
            for number in range(_STREAM_ITEMS)
        ]
        if content.kind == "event-stream":
            return "".join(f"data: {json.dumps(item)}\n\n" for item in made).encode()
        if content.kind == "json-lines":
            return "".join(f"{json.dumps(item)}\n" for item in made).encode()
        return (made[0] if isinstance(made[0], str) else "sample").encode()

    def _value(self, content: Content, key: str, result: Result) -> Json:
        if content.schema is None:
            return result.value
        sample = self._samples.sample(content.schema, key)
        if not result.has_value:
            return sample
        if not isinstance(sample, dict) or not isinstance(result.value, dict):
            return result.value
        shape = self._samples.resolved(content.schema).shape
        # An answer may have fewer properties than the item, and others.
        properties = shape.properties if isinstance(shape, Object) else ()
        names = {item.name for item in properties}
        required = {
            item.name: sample[item.name] for item in properties if item.required and item.name in sample
        }
        own = {name: value for name, value in result.value.items() if not names or name in names}
        return {**required, **own}


def _status(answer: Answer) -> int:
    if answer.status.isdecimal():
        return int(answer.status)
    return int(f"{answer.status[0]}00") if answer.status[0].isdecimal() else _OK


def _accepted(answer: Answer, accept: str) -> Content | None:
    """The first content that the Accept header names; JSON or the first one if it names none."""
    for part in accept.split(","):
        wanted = part.partition(";")[0].strip().lower()
        for content in answer.contents:
            own = content.media_type.partition(";")[0].strip().lower()
            if wanted == own or (wanted.endswith("/*") and wanted != "*/*" and own.startswith(wanted[:-1])):
                return content
    found = json_content(answer)
    return found or (answer.contents[0] if answer.contents else None)


def _header_text(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if text.isascii() and text.isprintable() else "sample"
