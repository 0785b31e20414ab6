"""Paths below a prefix are those without it."""

from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from seawall.local.platform.server.path_prefix import PathPrefix


def test_paths_of_the_api_are_served_below_the_prefix_too() -> None:
    app = FastAPI()
    app.add_middleware(PathPrefix, prefix="/api", then="/v1/")

    @app.get("/v1/runs/{name:path}")
    async def run(name: str, request: Request) -> str:
        return f"{name} {request.base_url}"

    http = TestClient(app)
    rows = [
        ("/v1/runs/a", 200),
        ("/api/v1/runs/a", 200),
        ("/api/v1/runs/api/v1/a", 200),
        ("/api/runs/a", 404),
        ("/api/api/v1/runs/a", 404),
        ("/apis/v1/runs/a", 404),
    ]
    assert [(path, http.get(path).status_code) for path, _ in rows] == rows
    assert http.get("/api/v1/runs/api/v1/a").json() == "api/v1/a http://testserver/"
