"""Parse the XML documents of servers: no document types, no entities, bounded in size and depth. Pure."""

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

__all__ = ["local_name", "parse_xml"]

_MAX_BYTES = 4 * 1024 * 1024
_MAX_DEPTH = 64


def parse_xml(body: bytes) -> Element:
    """Return the root element of `body`; names are `{namespace}name`.

    Raises ValueError if it is no XML, has a document type (entities grow, or read files), is larger than
    4 MiB, or is nested more than 64 levels deep.
    """
    if len(body) > _MAX_BYTES:
        raise ValueError("the document is larger than 4 MiB")
    from xml.parsers import expat  # noqa: PLC0415 - 5 ms, and few APIs send XML

    builder = TreeBuilder()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise ValueError("the document is nested too deeply")
        builder.start(_qualified(name), {_qualified(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(name))

    def refuse(*_: object) -> None:
        raise ValueError("the document has a document type")

    parser: Any = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(body, True)  # noqa: FBT003 - it takes no keyword
    except expat.ExpatError as error:
        raise ValueError(f"the document is not XML: {error}") from error
    return builder.close()


def local_name(element: Element) -> str:
    """The name of `element` without its namespace: services disagree about the version of one."""
    return str(element.tag).rpartition("}")[2]


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name
