"""HTTP client of a local agents server for tests."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import httpx2

from seawall.local.agents import TOKEN_FILE, AgentsSettings

if TYPE_CHECKING:
    from seawall.local.agents.instance.agents_server import AgentsServer

JsonDict = dict[str, Any]
ORG = "/v1/organizations/1"


class AgentsHttp:
    """HTTP client of one user, `ada` if no other is named."""

    def __init__(self, http: httpx2.Client, server: "AgentsServer", user: str | None = "ada") -> None:
        self.http = http
        self.server = server
        tokens = json.loads((server.settings.data_dir / TOKEN_FILE).read_text())
        self.token = None if user is None else str(tokens[user])

    def of(self, user: str | None) -> "AgentsHttp":
        """The same server for another user; None sends no token."""
        return AgentsHttp(self.http, self.server, user)

    def send(self, method: str, path: str, json: object = None, **params: Any) -> Any:
        headers = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        return self.http.request(method, path, json=json, params=params or None, headers=headers)

    def send_bytes(self, method: str, path: str, body: bytes, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **headers}
        return self.http.request(method, path, content=body, headers=sent)

    def get(self, path: str, **params: object) -> Any:
        return self.send("GET", path, **params)

    def post(self, path: str, body: object = None, **params: object) -> Any:
        return self.send("POST", path, body, **params)

    def create(self, prompt: str = "Do it.", **fields: object) -> JsonDict:
        response = self.post(f"{ORG}/agent/run", {"prompt": prompt, **fields})
        assert response.status_code == 200, response.text
        return dict(response.json())

    def run(self, run_id: int) -> JsonDict:
        response = self.get(f"{ORG}/agent/run/{run_id}")
        assert response.status_code == 200, response.text
        return dict(response.json())

    def logs(self, run_id: int, **params: object) -> JsonDict:
        response = self.get(f"/v1/alpha/organizations/1/agent/run/{run_id}/logs", **params)
        assert response.status_code == 200, response.text
        return dict(response.json())


@contextmanager
def started(settings: AgentsSettings, clock: Callable[[], datetime]) -> Iterator[AgentsHttp]:
    """Run an agents server in this process; yields a client of `ada`."""
    # Late: the server takes 900 ms to import; collection does without.
    from fastapi.testclient import TestClient

    from seawall.local.agents.instance.agents_server import AgentsServer
    from seawall.local.agents.server.app import app_for

    server = AgentsServer.open(settings, clock)
    try:
        with TestClient(app_for(server), base_url="http://localhost", follow_redirects=False) as http:
            yield AgentsHttp(http, server)
    finally:
        server.close()
