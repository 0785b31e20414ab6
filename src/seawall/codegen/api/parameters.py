"""Parameters of operations: those of the path item, replaced by those of the operation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, get_args

from seawall.codegen.api.contents import ContentReader
from seawall.codegen.api.json_fields import (
    child_pointer,
    extension_fields,
    flag_field,
    list_field,
    text_field,
)
from seawall.codegen.api.model import ApiParameter, Location
from seawall.codegen.api.shapes import Schema, Text
from seawall.codegen.api.source import Node, Source, shown
from seawall.core.http.outgoing import FRAMING_FIELDS, is_token

__all__ = ["ParameterReader"]

_STYLES: Final[Mapping[Location, tuple[str, ...]]] = {
    # The first is the default.
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
# OpenAPI 3.1, Parameter Object: "the parameter definition SHALL be ignored".
_IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})
_TRANSPORT_HEADERS: Final = FRAMING_FIELDS | {"content-length"}


class ParameterReader:
    """Reads the parameters of operations."""

    def __init__(self, source: Source, contents: ContentReader) -> None:
        self._source = source
        self._contents = contents

    def parameters(self, path: str | None, item: Node, operation: Node) -> tuple[ApiParameter, ...]:
        """The parameters of `operation` on the path item `item`, in their order in the spec.

        `path` is None for a webhook or callback, whose URL is not made of parameters.
        """
        found: dict[tuple[str, str], ApiParameter] = {}
        for owner in (item, operation):
            own: set[tuple[str, str]] = set()
            for node in self._listed(owner):
                parameter = self._parameter(node)
                if parameter is None:
                    continue
                name = parameter.name.lower() if parameter.location == "header" else parameter.name
                key = parameter.location, name
                if key in own:
                    self._source.report(
                        node.pointer, f"The parameter {shown(parameter.key)} is listed twice.", "Remove one."
                    )
                own.add(key)
                found[key] = parameter
        if path is None:
            return tuple(found.values())
        return tuple(self._with_placeholders(path, operation, list(found.values())))

    def _listed(self, owner: Node) -> Iterator[Node]:
        pointer = child_pointer(owner.pointer, "parameters")
        for number, value in enumerate(list_field(owner.value, "parameters")):
            node = self._source.resolve(child_pointer(pointer, number), value)
            if node is not None:
                yield node

    def _parameter(self, node: Node) -> ApiParameter | None:
        name, place = text_field(node.value, "name"), text_field(node.value, "in")
        location = next((each for each in get_args(Location) if each == place), None)
        if not name or location is None:
            self._source.report(
                node.pointer,
                f"The parameter {shown(name)} in {shown(place)} can not be sent.",
                "Give it a `name`, and an `in` of path, query, header or cookie.",
                is_error=True,
            )
            return None
        if location in ("header", "cookie") and not self._can_be_sent(node, location, name):
            return None
        style = self._style(node, location)
        explode = node.value.get("explode")
        schema, media_type = self._contents.value_schema(node)
        return ApiParameter(
            pointer=node.pointer,
            name=name,
            location=location,
            schema=schema,
            required=location == "path" or flag_field(node.value, "required"),
            style=style,
            explode=explode if isinstance(explode, bool) else style in ("form", "cookie"),
            allow_reserved=flag_field(node.value, "allowReserved"),
            media_type=media_type,
            description=text_field(node.value, "description"),
            deprecated=flag_field(node.value, "deprecated"),
            examples=self._contents.examples(node),
            extensions=extension_fields(node.value),
        )

    def _can_be_sent(self, node: Node, location: Location, name: str) -> bool:
        setter = _setter_of(name.lower()) if location == "header" else None
        if setter is not None:
            self._source.report(node.pointer, f"The header {name} is set {setter}; it is no parameter.")
            return False
        if is_token(name):
            return True
        self._source.report(
            node.pointer,
            f"The {location} {shown(name)} can not be sent: it is no HTTP token.",
            "Remove it.",
            is_error=True,
        )
        return False

    def _style(self, node: Node, location: Location) -> str:
        styles = _STYLES[location]
        style = node.value.get("style", styles[0])
        if style in styles:
            return str(style)
        self._source.report(
            node.pointer,
            f"A {location} parameter can not have the style {shown(style)}; {styles[0]!r} is used.",
            f"Use one of {', '.join(styles)}.",
        )
        return styles[0]

    def _with_placeholders(
        self, path: str, operation: Node, parameters: Sequence[ApiParameter]
    ) -> Iterator[ApiParameter]:
        """`parameters` without the path parameters that `path` lacks, and with those that it has beyond."""
        placeholders = dict.fromkeys(re.findall(r"\{([^{}]*)\}", path))
        for parameter in parameters:
            if parameter.location == "path" and parameter.name not in placeholders:
                self._source.report(
                    parameter.pointer,
                    f"The path has no place for the parameter {shown(parameter.name)}; it is not sent.",
                    "Correct its name or remove it.",
                )
            else:
                placeholders.pop(parameter.name if parameter.location == "path" else "", None)
                yield parameter
        for name in placeholders:
            self._source.report(
                operation.pointer,
                f"The path parameter {shown(name)} is not declared; it is text.",
                "Declare it.",
            )
            pointer = child_pointer(operation.pointer, "parameters", name)
            schema = Schema(pointer=f"{pointer}/schema", shape=Text())
            yield ApiParameter(
                pointer=pointer,
                name=name,
                location="path",
                schema=schema,
                required=True,
                style="simple",
                explode=False,
            )


def _setter_of(header: str) -> str | None:
    """The setter of `header` other than the caller."""
    if header in _IGNORED_HEADERS:
        return "from media types and security"
    return "by the transport" if header in _TRANSPORT_HEADERS else None
