"""Finds the references of a document.

What only looks like one is left out: in examples, defaults and `x-` keys.
"""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from seawall.codegen.spec.plain_data import Json

__all__ = ["DATA_KEYS", "NAME_MAPS", "Reference", "references_in"]

NAME_MAPS: Final = frozenset(
    {
        *("$defs", "definitions", "dependentSchemas", "patternProperties", "properties", "schemas"),
        *("callbacks", "content", "encoding", "examples", "headers", "links", "parameters", "pathItems"),
        *("paths", "requestBodies", "responses", "scopes", "securityDefinitions", "securitySchemes"),
        *("variables", "webhooks"),
    }
)
"""Keys whose object maps names to things: a name such as `default` in it is no keyword."""

_EXTENSIBLE = frozenset({"paths", "responses", "scopes", "webhooks"})

DATA_KEYS: Final = frozenset({"const", "default", "enum", "example"})
"""Keywords whose value is data. A `$ref` in it is not a reference."""

_REFERENCE_KEYS = ("$ref", "$dynamicRef", "$recursiveRef")


@frozen
class Reference:
    """A reference: the keys that lead to it, and its text."""

    path: tuple[str, ...]
    ref: str


def references_in(document: Json) -> Iterator[Reference]:
    """Yield the references of `document` in its order, also those of a discriminator's mapping."""
    pending: list[tuple[tuple[str, ...], Json, str]] = [((), document, "")]
    while pending:
        path, value, keyword = pending.pop()
        if isinstance(value, list):
            pending.extend(
                ((*path, str(n)), item, "")
                for n, item in reversed(list(enumerate(value)))
                if isinstance(item, dict | list)
            )
        elif isinstance(value, dict):
            if keyword == "mapping":
                for key, item in value.items():
                    if isinstance(item, str) and _is_file(item):
                        yield Reference((*path, key), item)
                continue
            is_names = keyword in NAME_MAPS
            if not is_names:
                yield from _own_references(path, value)
            pending.extend(
                ((*path, key), item, "" if is_names else key)
                for key, item in reversed(value.items())
                if isinstance(item, dict | list)
                and not (_is_extension(keyword, key) if is_names else _is_data(key, item))
            )


def _own_references(path: tuple[str, ...], value: dict[str, Json]) -> Iterator[Reference]:
    for key in _REFERENCE_KEYS:
        ref = value.get(key)
        if isinstance(ref, str):
            yield Reference((*path, key), ref)


def _is_extension(keyword: str, key: str) -> bool:
    return keyword in _EXTENSIBLE and key.startswith("x-")


def _is_data(key: str, item: Json) -> bool:
    # The examples of a media type are objects by name, which may be references; those of a schema are data.
    return key in DATA_KEYS or key.startswith("x-") or (key == "examples" and isinstance(item, list))


def _is_file(target: str) -> bool:
    """Return whether the target of a discriminator's value is a reference and not the name of a schema."""
    return "/" in target or "#" in target or target.endswith(_SUFFIXES)


_SUFFIXES = (".json", ".yaml", ".yml")
