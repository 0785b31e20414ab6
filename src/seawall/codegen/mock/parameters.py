"""Reads the parameters of a request by their styles: from texts to values."""

import json
from collections.abc import Mapping, Sequence

from seawall.codegen.api.model import ApiParameter
from seawall.codegen.api.shapes import (
    Array,
    Boolean,
    Enumeration,
    Integer,
    Null,
    Number,
    Object,
    Schema,
    Text,
    Union,
)
from seawall.codegen.mock.samples import Samples
from seawall.codegen.spec.plain_data import Json

__all__ = ["ParameterReader"]

_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}


class ParameterReader:
    """Turns the texts of a request into values of a parameter's schema."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples

    def read(self, parameter: ApiParameter, pairs: Sequence[tuple[str, str]]) -> Json:
        """The value of `parameter` in the name-value `pairs` of its place; None if it is not there."""
        texts = [text for name, text in pairs if name == parameter.name]
        if parameter.media_type is not None and texts:
            return _json(texts[0])
        schema = self._samples.resolved(parameter.schema)
        shape = self._without_null(schema).shape
        if isinstance(shape, Object) and parameter.location == "query":
            return self._query_object(parameter, shape, pairs, texts)
        if not texts:
            return None
        if isinstance(shape, Array):
            if len(texts) == 1 and not (parameter.explode and parameter.location == "query"):
                texts = texts[0].split(_SEPARATORS.get(parameter.style, ",")) if texts[0] else []
            return [self.value(shape.items, text) for text in texts]
        if isinstance(shape, Object):
            return self._flat_object(shape, texts[0], is_exploded=parameter.explode)
        return self.value(parameter.schema, texts[0])

    def value(self, schema: Schema, text: str) -> Json:
        """`text` as a value of the type of `schema`; the text itself if it is none."""
        shape = self._samples.resolved(schema).shape
        match shape:
            case Enumeration(values=values):
                return next((value for value in values if _text_of(value) == text), text)
            case Boolean():
                return {"true": True, "false": False}.get(text, text)
            case Integer():
                return _number(text, int)
            case Number():
                return _number(text, float)
            case Union(members=members):
                found = [
                    self.value(member, text)
                    for member in members
                    if not isinstance(self._samples.resolved(member).shape, Text | Null)
                ]
                return next((value for value in found if not isinstance(value, str)), text)
        return text

    def _without_null(self, schema: Schema) -> Schema:
        if isinstance(schema.shape, Union):
            rest = [member for member in schema.shape.members if not isinstance(member.shape, Null)]
            if len(rest) == 1:
                return self._samples.resolved(rest[0])
        return schema

    def _query_object(
        self,
        parameter: ApiParameter,
        shape: Object,
        pairs: Sequence[tuple[str, str]],
        texts: Sequence[str],
    ) -> Json:
        schemas = {item.name: item.schema for item in shape.properties}
        found: dict[str, Json] = {}
        if parameter.style == "deepObject":
            start = f"{parameter.name}["
            given = {name[len(start) : -1]: text for name, text in pairs if name.startswith(start)}
        elif parameter.explode:
            given = {name: text for name, text in pairs if name in schemas}
        else:
            parts = texts[0].split(",") if texts else []
            given = dict(zip(parts[::2], parts[1::2], strict=False))
        for name, text in given.items():
            found[name] = self.value(schemas[name], text) if name in schemas else text
        return found or None

    def _flat_object(self, shape: Object, text: str, *, is_exploded: bool) -> Json:
        schemas = {item.name: item.schema for item in shape.properties}
        parts = text.split(",")
        pairs: Mapping[str, str] = (
            {name: value for name, _, value in (part.partition("=") for part in parts)}
            if is_exploded
            else dict(zip(parts[::2], parts[1::2], strict=False))
        )
        return {
            name: self.value(schemas[name], value) if name in schemas else value
            for name, value in pairs.items()
        }


def _number(text: str, kind: "type[int | float]") -> Json:
    try:
        return kind(text)
    except ValueError:
        return text


def _text_of(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _json(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except ValueError:
        return text
    return value
