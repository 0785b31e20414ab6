"""Annotations: what the spec says beside the shape of a schema, such as title, default and examples."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from seawall.codegen.api.json_fields import extension_fields, list_field
from seawall.codegen.api.shapes import NO_DEFAULT, NoDefault
from seawall.codegen.api.source import Node
from seawall.codegen.spec.document import Json

__all__ = ["Annotations", "annotations_of"]


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
    own = [part for part in parts if not part.is_inherited]
    extensions: dict[str, Json] = {}
    for part in own:
        extensions.update(extension_fields(part.content()))
    return Annotations(
        title=_last_text(own, "title"),
        description=_last_text(own, "description"),
        default=next(
            (part.content()["default"] for part in reversed(parts) if "default" in part.content()), NO_DEFAULT
        ),
        examples=next((found for part in reversed(own) if (found := _examples(part))), ()),
        read_only=any(part.get("readOnly") is True for part in parts),
        write_only=any(part.get("writeOnly") is True for part in parts),
        deprecated=any(part.get("deprecated") is True for part in own),
        extensions=extensions,
    )


def _last_text(parts: Sequence[Node], key: str) -> str:
    return next((value for part in reversed(parts) if isinstance(value := part.get(key), str) and value), "")


def _examples(part: Node) -> tuple[Json, ...]:
    content = part.content()
    if "example" in content:
        return (content["example"],)
    return tuple(list_field(content, "examples"))
