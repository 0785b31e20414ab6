"""Annotations: what the spec says beside the shape of a schema, such as title, default and examples."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypedDict

from seawall.codegen.api.json_fields import extension_fields, list_field, text_field
from seawall.codegen.api.shapes import NO_DEFAULT, NoDefault
from seawall.codegen.api.source import Node
from seawall.codegen.spec.document import Json

__all__ = ["Annotations", "annotations_of"]

_NONE: Mapping[str, Json] = MappingProxyType({})


class Annotations(TypedDict):
    """The fields of a `Schema` other than its pointer and shape."""

    title: str
    description: str
    default: "Json | NoDefault"
    examples: tuple[Json, ...]
    read_only: bool
    write_only: bool
    deprecated: bool
    extensions: Mapping[str, Json]


def annotations_of(parts: Sequence[Node]) -> Annotations:
    """The annotations of `parts`, of which the last that has one counts.

    Title, description, examples and extensions of a base schema are about that schema and are left out.
    """
    found = Annotations(
        title="",
        description="",
        default=NO_DEFAULT,
        examples=(),
        read_only=False,
        write_only=False,
        deprecated=False,
        extensions=_NONE,
    )
    for part in parts:
        content = part.content()
        found["default"] = content.get("default", found["default"])
        found["read_only"] = found["read_only"] or content.get("readOnly") is True
        found["write_only"] = found["write_only"] or content.get("writeOnly") is True
        if not part.is_inherited:
            _add_own(found, content)
    return found


def _add_own(found: Annotations, content: Mapping[str, Json]) -> None:
    found["title"] = text_field(content, "title") or found["title"]
    found["description"] = text_field(content, "description") or found["description"]
    found["examples"] = _examples(content) or found["examples"]
    found["deprecated"] = found["deprecated"] or content.get("deprecated") is True
    extensions = extension_fields(content)
    if extensions:
        found["extensions"] = {**found["extensions"], **extensions}


def _examples(content: Mapping[str, Json]) -> tuple[Json, ...]:
    if "example" in content:
        return (content["example"],)
    return tuple(list_field(content, "examples"))
