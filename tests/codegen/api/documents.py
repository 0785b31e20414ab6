"""Small documents, and parts of their Api in a short notation."""

from collections.abc import Mapping
from typing import Any

from seawall.codegen.api.model import Api, ApiOperation, ApiParameter, Content
from seawall.codegen.api.reader import read_api
from tests.codegen.api.schema_reading.schema_rows import shown

JSON = "application/json"


def read(paths: Mapping[str, Any] | None = None, /, **document: Any) -> Api:
    """The Api of a document with these paths."""
    info: Any = {"title": "t", "version": "1"}
    return read_api({"openapi": "3.1.0", "info": info, "paths": dict(paths or {}), **document})


def only_operation(item: Mapping[str, Any], path: str = "/a", /, **document: Any) -> ApiOperation:
    """The only operation of a document with one path."""
    (operation,) = read({path: item}, **document).operations
    return operation


def content(schema: Any, media_type: str = JSON, **more: Any) -> dict[str, Any]:
    """A `content` object of one media type."""
    return {"content": {media_type: {"schema": schema, **more}}}


def shown_parameter(parameter: ApiParameter) -> str:
    """A parameter in a short notation: `query a!: str, form*`, `!` for required and `*` for explode."""
    explode = "*" if parameter.explode else ""
    reserved = " reserved" if parameter.allow_reserved else ""
    media_type = f" as {parameter.media_type}" if parameter.media_type else ""
    required = "!" if parameter.required else ""
    style = f"{parameter.style}{explode}{reserved}{media_type}"
    return f"{parameter.key}{required}: {shown(parameter.schema)}, {style}"


def shown_content(found: Content) -> str:
    """A content in a short notation: `json application/json: str`."""
    items = f" of {shown(found.item_schema)}" if found.item_schema else ""
    return f"{found.kind} {found.media_type}: {shown(found.schema) if found.schema else '-'}{items}"
