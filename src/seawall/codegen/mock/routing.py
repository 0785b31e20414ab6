"""Finds the operation of a request: the most specific path that matches."""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from attrs import field, frozen

from seawall.codegen.api.model import Api, ApiOperation

__all__ = ["Match", "Routes", "placeholders"]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@frozen
class Match:
    """An operation, the decoded values of its path parameters, and the path without the server's prefix."""

    operation: ApiOperation
    path_values: Mapping[str, str]
    path: str


@frozen
class _Route:
    template: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    operations: dict[str, ApiOperation] = field(factory=dict)


def placeholders(template: str) -> list[str]:
    """The names of the path parameters in `template`, in order."""
    return _PLACEHOLDER.findall(template)


class Routes:
    """The paths of an API. A request may hold the path of one of its servers as a prefix, or not."""

    def __init__(self, api: Api) -> None:
        by_template: dict[str, _Route] = {}
        for operation in api.operations:
            route = by_template.setdefault(operation.path, _route(operation.path))
            route.operations[operation.method] = operation
        # Literal texts before placeholders: /pets/mine is not the pet `mine`.
        self._routes = sorted(
            by_template.values(), key=lambda route: (len(route.names), -len(route.template), route.template)
        )
        prefixes = {
            urlsplit(re.sub(r"\{[^{}]*\}", "x", server.url)).path.rstrip("/") for server in api.servers
        }
        self._prefixes = sorted(prefixes | {""}, key=len)

    def find(self, method: str, path: str) -> Match | tuple[str, ...]:
        """The match, or the methods that the path has; none if there is no such path."""
        allowed: set[str] = set()
        for prefix in self._prefixes:
            if not path.startswith(f"{prefix}/"):
                continue
            rest = path[len(prefix) :]
            for route in self._routes:
                values = route.pattern.fullmatch(rest)
                if values is None:
                    continue
                operation = route.operations.get(method)
                if operation is None and method == "HEAD":
                    operation = route.operations.get("GET")
                if operation is not None:
                    decoded = (unquote(value) for value in values.groups())
                    return Match(operation, dict(zip(route.names, decoded, strict=True)), rest)
                allowed |= route.operations.keys()
        return tuple(sorted(allowed))


def _route(template: str) -> _Route:
    parts = _PLACEHOLDER.split(template)
    pattern = "".join(
        "([^/]+)" if number % 2 else re.escape(part.partition("?")[0]) for number, part in enumerate(parts)
    )
    return _Route(template, re.compile(pattern), tuple(parts[1::2]))
