"""Security schemes, security requirements and servers."""

from collections.abc import Mapping

from seawall.codegen.api.json_fields import (
    child_pointer,
    extension_fields,
    list_field,
    object_field,
    text_field,
    texts_field,
)
from seawall.codegen.api.model import SecurityScheme, Server, ServerVariable
from seawall.codegen.api.source import Node, Source, shown
from seawall.codegen.spec.document import Json

__all__ = ["read_security", "read_security_schemes", "read_servers"]


def read_security_schemes(source: Source) -> dict[str, SecurityScheme]:
    """The security schemes of the spec by their names."""
    found = {}
    for name, value in object_field(source.components, "securitySchemes").items():
        node = source.resolve(child_pointer("#/components/securitySchemes", name), value)
        if node is not None:
            found[name] = _scheme(name, node)
    return found


def _scheme(name: str, node: Node) -> SecurityScheme:
    value = node.value
    return SecurityScheme(
        name=name,
        type=text_field(value, "type"),
        description=text_field(value, "description"),
        location=text_field(value, "in"),
        parameter=text_field(value, "name"),
        scheme=text_field(value, "scheme").lower(),
        bearer_format=text_field(value, "bearerFormat"),
        url=text_field(value, "openIdConnectUrl"),
        flows=object_field(value, "flows"),
        extensions=extension_fields(value),
    )


def read_security(source: Source, node: Node) -> tuple[Mapping[str, tuple[str, ...]], ...] | None:
    """The alternatives in `security` of the document or of an operation; None if it says nothing."""
    if not isinstance(node.value.get("security"), list):
        return None
    schemes = object_field(source.components, "securitySchemes")
    found = []
    for number, value in enumerate(list_field(node.value, "security")):
        if not isinstance(value, dict):
            source.report(
                child_pointer(node.pointer, "security", number), f"Here is no object, but {shown(value)}."
            )
            continue
        for name in value.keys() - schemes.keys():
            source.report(
                node.pointer,
                f"The security scheme {shown(name)} is not described.",
                "Add it to the components.",
            )
        found.append({name: texts_field(value, name) for name in value})
    return tuple(found)


def read_servers(source: Source, node: Node) -> tuple[Server, ...]:
    """The servers of the document, a path item or an operation."""
    found = []
    for number, value in enumerate(list_field(node.value, "servers")):
        server = source.resolve(child_pointer(node.pointer, "servers", number), value)
        if server is not None:
            variables = object_field(server.value, "variables")
            found.append(
                Server(
                    url=text_field(server.value, "url") or "/",
                    description=text_field(server.value, "description"),
                    variables=tuple(_variable(name, object_field(variables, name)) for name in variables),
                    extensions=extension_fields(server.value),
                )
            )
    return tuple(found)


def _variable(name: str, value: Mapping[str, Json]) -> ServerVariable:
    values = texts_field(value, "enum")
    return ServerVariable(
        name=name,
        default=text_field(value, "default") or (values[0] if values else ""),
        values=values,
        description=text_field(value, "description"),
    )
