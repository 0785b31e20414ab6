"""HTTP client of a local sessions server for tests."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import httpx2
from attrs import evolve

from seawall.local.sessions import TOKEN_FILE, SessionsSettings

if TYPE_CHECKING:
    from seawall.local.sessions.instance.sessions_server import SessionsServer

JsonDict = dict[str, Any]
IMAGES = {
    "carta": "images.canfar.net/skaha/carta:4.0",
    "desktop": "images.canfar.net/skaha/desktop:latest",
    "desktop-app": "images.canfar.net/skaha/topcat:4.8",
    "headless": "images.canfar.net/skaha/terminal:1.1.2",
    "notebook": "images.canfar.net/skaha/base-notebook:latest",
}


class SessionsHttp:
    """HTTP client of one user, `ada` if no other is named; paths are below `/skaha/v1`."""

    def __init__(
        self, http: httpx2.Client, server: "SessionsServer", user: str | None = "ada", version: str = "v1"
    ) -> None:
        self.http = http
        self.server = server
        self.version = version
        tokens = json.loads((server.settings.data_dir / TOKEN_FILE).read_text())
        self.headers = {} if user is None else {"Authorization": f"Bearer {tokens[user]}"}

    def of(self, user: str | None, version: str = "v1") -> "SessionsHttp":
        """The same server for another user; None sends no token."""
        return SessionsHttp(self.http, self.server, user, version)

    def send(
        self,
        method: str,
        path: str,
        params: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        sent: Any = params or None
        url = f"/skaha/{self.version}{path}"
        return self.http.request(method, url, params=sent, headers={**self.headers, **(headers or {})})

    def get(self, path: str, **params: object) -> Any:
        return self.send("GET", path, params)

    def create(self, kind: str = "headless", name: str = "test", **params: object) -> str:
        """Create a session; returns its id."""
        sent = {"name": name, "image": IMAGES[kind], "type": kind, **params}
        response = self.send("POST", "/session", sent)
        assert response.status_code == 200, response.text
        return str(response.text.strip())

    def session(self, session_id: str) -> JsonDict:
        response = self.get(f"/session/{session_id}")
        assert response.status_code == 200, response.text
        return dict(response.json())

    def sessions(self, **params: object) -> list[JsonDict]:
        response = self.get("/session", **params)
        assert response.status_code == 200, response.text
        return list(response.json())

    def logs(self, session_id: str) -> str:
        response = self.get(f"/session/{session_id}", view="logs")
        assert response.status_code == 200, response.text
        return str(response.text)


@contextmanager
def started(settings: SessionsSettings, clock: Callable[[], datetime]) -> Iterator[SessionsHttp]:
    """Run a sessions server in this process; yields a client of `ada`."""
    # Late: the server takes 900 ms to import; collection does without.
    from fastapi.testclient import TestClient

    from seawall.local.sessions.instance.sessions_server import SessionsServer
    from seawall.local.sessions.server.app import app_for

    server = SessionsServer.open(evolve(settings, public_url="http://localhost"), clock)
    try:
        with TestClient(app_for(server), base_url="http://localhost", follow_redirects=False) as http:
            yield SessionsHttp(http, server)
    finally:
        server.close()
