"""Converts answers and request bodies."""

import re

from seawall.codegen.doctor.conversion import Conversion
from seawall.codegen.doctor.fix import Severity
from seawall.codegen.doctor.operation.media_types import convert_content, convert_headers
from seawall.codegen.doctor.operation.swagger import swagger_answer
from seawall.codegen.doctor.place import Place
from seawall.codegen.doctor.structure import (
    as_object,
    entries,
    flag_kinds,
    is_schema,
    reference_to,
    resolved,
    text_kinds,
)
from seawall.codegen.spec.plain_data import Json

__all__ = ["convert_answer", "convert_answers", "convert_body"]

_STATUS = re.compile(r"[1-5](\d\d|XX)|default")
_MEDIA_TYPE = re.compile(r"(?!x-)[a-z*-]+/[\w.+*-]+")
_WRITTEN_STATUS = re.compile(r"\s*([1-5])(\d\d|[xX*_?]{2})(\D.*)?")


def convert_answers(
    conversion: Conversion, value: Json, place: Place, media_types: tuple[str, ...]
) -> dict[str, Json]:
    """Return the canonical form of the answers of an operation, which are never empty.

    `media_types` are what an operation of Swagger 2.0 produces.
    """
    converted: dict[str, Json] = {}
    for key, item, below in entries(conversion, value, place):
        if key.startswith("x-"):
            converted[key] = item
            continue
        status = _status(conversion, key, converted, below)
        if status is not None:
            converted[status] = _answer_or_reference(conversion, item, below, media_types)
    if not any(_STATUS.fullmatch(key) for key in converted):
        converted["default"] = {"description": ""}
        conversion.fix("missing-answers", place, "There is one answer, without content.", before=value)
    return converted


def _status(conversion: Conversion, key: str, converted: dict[str, Json], place: Place) -> str | None:
    status: str | None = key
    if not _STATUS.fullmatch(key):
        written = _WRITTEN_STATUS.fullmatch(key)
        if written is not None:
            status = written[1] + (written[2] if written[2].isdecimal() else "XX")
        else:
            status = "default"
        if status in converted:
            status = None
        message = "There is no such status." if status is None else f"It is taken for {status}."
        conversion.fix("status-key", place, message, before=key, after=status)
    return status


def _answer_or_reference(
    conversion: Conversion, value: Json, place: Place, media_types: tuple[str, ...]
) -> dict[str, Json]:
    if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
        return convert_answer(conversion, value, place, media_types)
    target = resolved(conversion, "responses", value, place)
    if target is not None and is_schema(target.value):
        conversion.fix("misplaced-schema", place, "It is the schema of an answer.", before=value)
        return convert_answer(conversion, {"description": "", "schema": value}, place, media_types)
    variant = media_types if conversion.is_swagger(place) else ()
    component = conversion.component("responses", str(value["$ref"]), place, variant)
    if component is None:
        conversion.fix("lost-reference", place, "The answer has no content.", before=value)
        return {"description": ""}
    return reference_to("responses", component, value)


def convert_answer(
    conversion: Conversion, value: Json, place: Place, media_types: tuple[str, ...] = ()
) -> dict[str, Json]:
    """Return the canonical form of the answer `value`, which is no reference."""
    conversion.count(place)
    source = dict(as_object(conversion, value, place))
    if is_schema(source):
        conversion.fix("misplaced-schema", place, "It is the schema of an answer.", before=value)
        source = {"schema": source}
    _put_beside(conversion, source, place)
    if "content" in source:
        source["content"] = convert_content(conversion, source["content"], place / "content")
        source.pop("schema", None)
    elif "schema" in source or conversion.is_swagger(place):
        if not conversion.is_swagger(place):
            conversion.fix("answer-schema", place / "schema", "It is that of JSON.")
        source = swagger_answer(conversion, source, place, media_types)
    if "headers" in source:
        source["headers"] = convert_headers(conversion, source["headers"], place / "headers")
    if "links" in source:
        source["links"] = _links(conversion, source["links"], place / "links")
    text_kinds(conversion, source, ("description",), place)
    if "description" not in source:
        source["description"] = ""
        conversion.fix("missing-description", place, "The description is empty.", after="")
    return source


def _links(conversion: Conversion, links: Json, place: Place) -> dict[str, Json]:
    converted: dict[str, Json] = {}
    for name, value, below in entries(conversion, links, place):
        if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
            converted[name] = as_object(conversion, value, below)
            continue
        component = conversion.component("links", str(value["$ref"]), below)
        if component is not None:
            converted[name] = reference_to("links", component, value)
        else:
            conversion.fix("dangling-reference", below, "The link is left out.", before=value)
    return converted


def _put_beside(conversion: Conversion, source: dict[str, Json], place: Place) -> None:
    """Move media types that stand beside `content`, by a wrong indentation, into it."""
    names = [key for key in source if _MEDIA_TYPE.fullmatch(key)]
    content = source.get("content")
    if names and not content:
        source["content"] = {name: source.pop(name) for name in names}
        message = "They belong into `content`."
        conversion.fix("misplaced-media-type", place, message, before=list[Json](names))


def convert_body(conversion: Conversion, value: Json, place: Place) -> dict[str, Json] | None:
    """Return the canonical form of a request body or a reference to one; None if that leads nowhere."""
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        target = resolved(conversion, "requestBodies", value, place)
        if target is not None and is_schema(target.value):
            conversion.fix("misplaced-schema", place, "It is the schema of a body.", before=value)
            return convert_body(conversion, {"content": {"application/json": {"schema": value}}}, place)
        component = conversion.component("requestBodies", str(value["$ref"]), place)
        if component is None:
            conversion.fix("lost-reference", place, "The body is left out.", before=value)
            return None
        return reference_to("requestBodies", component, value)
    source = dict(as_object(conversion, value, place))
    if is_schema(source):
        conversion.fix("misplaced-schema", place, "It is the schema of a body.", before=value)
        source = {"content": {"application/json": {"schema": source}}}
    _put_beside(conversion, source, place)
    content = convert_content(conversion, source.get("content"), place / "content")
    if all(name.startswith("x-") for name in content):
        content["application/octet-stream"] = {}
        message = "The spec names no media type: the body is bytes."
        severity = Severity.WARNING
        conversion.fix("empty-content", place, message, before=value, severity=severity)
    source["content"] = content
    flag_kinds(conversion, source, ("required",), place)
    text_kinds(conversion, source, ("description",), place)
    return source
