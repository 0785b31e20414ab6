"""Builds the declarations of a client from an Api and its names."""

from urllib.parse import urlsplit

from seawall.codegen.api.model import Api, Server
from seawall.codegen.client.call_builder import build_calls
from seawall.codegen.client.declarations import Declarations
from seawall.codegen.client.directions import directions_of
from seawall.codegen.client.model_builder import build_models
from seawall.codegen.client.type_mapping import TypeMapper
from seawall.codegen.names.names import Names

__all__ = ["build_declarations"]


def build_declarations(api: Api, names: Names) -> Declarations:
    """Build the declarations of a client, in a fixed order."""
    directions = directions_of(api)
    types = TypeMapper(api, names, directions)
    return Declarations(
        version=api.version,
        server_path=_server_path(api.servers[0]) if api.servers else "",
        servers=tuple(_with_defaults(server) for server in api.servers),
        modules=build_models(api, names, types, directions),
        calls=build_calls(api, names, types),
        notes=tuple(
            f"{operation.key} has the server {_with_defaults(operation.servers[0])}; send it with a client "
            "that has this base URL."
            for operation in api.operations
            if operation.servers and operation.servers != api.servers
        ),
    )


def _with_defaults(server: Server) -> str:
    """The URL of a server with the defaults of its variables."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return url


def _server_path(server: Server) -> str:
    try:
        return urlsplit(_with_defaults(server)).path.rstrip("/")
    except ValueError:
        # A malformed host, e.g. `https://[x`; the user sets the base URL anyway.
        return ""
