"""A memory server that responds by route, for the tests of every SDK."""

import json
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from seawall.core.http.message import Request, Response

Route = Response | Exception | Callable[[Request], Response]
Routes = Mapping[str, Route | Sequence[Route]]


def reply(data: object, status: int = 200, **headers: str) -> Response:
    fields = {"content-type": "application/json", "x-request-id": "req-1", **headers}
    return Response(status, fields, json.dumps(data).encode())


class RoutedServer:
    """A server with responses by method and path, e.g. `GET /api/v1/me`, and 404 for other paths."""

    host = "platform.test"

    def __init__(self, routes: Routes) -> None:
        self.routes = {
            key: [*route] if isinstance(route, Sequence) else [route] for key, route in routes.items()
        }
        self.seen: list[str] = []
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        origin = "" if parts.netloc == self.host else f"{parts.scheme}://{parts.netloc}"
        key = f"{request.method} {origin}{parts.path}"
        self.seen.append(key)
        self.requests.append(request)
        steps = self.routes.get(key, [reply({"detail": "not found"}, 404)])
        # The last of several stays.
        route = steps.pop(0) if len(steps) > 1 else steps[0]
        if isinstance(route, Exception):
            raise route
        return route if isinstance(route, Response) else route(request)


def query(request: Request) -> dict[str, list[str]]:
    return parse_qs(urlsplit(request.url).query)
