"""HTTP client of a platform for tests."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx2

from seawall.local.platform import PlatformSettings

if TYPE_CHECKING:
    from seawall.local.platform.instance.platform import Platform

JsonDict = dict[str, Any]
DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def wait_until(condition: Callable[[], bool], *, timeout_s: float = 10) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "the condition was not met in time"
        time.sleep(0.01)


def item_of_test_app(external_id: str | None = None, **custom_metadata: object) -> JsonDict:
    return {
        "external_id": external_id or str(uuid4()),
        "custom_metadata": custom_metadata or None,
        "input_artifacts": [{"name": "input", "download_url": "http://example.com/input", "metadata": {}}],
    }


class PlatformClient:
    """HTTP client with the paths and bodies of the platform API."""

    def __init__(self, http: httpx2.Client, server: "Platform | None" = None) -> None:
        self.http = http
        self._server = server

    @property
    def server(self) -> "Platform":
        """The platform's own objects; only for a platform in this process."""
        assert self._server is not None
        return self._server

    def log_in(self, client_id: str = "seawall", **parameters: str) -> "PlatformClient":
        tokens = self.tokens(client_id, **parameters)
        self.http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        return self

    def as_user(self, name: str) -> "PlatformClient":
        """Return another client of the same server, logged in as the user; not with `auto_approve`."""
        login = self.start_login()
        decision = {"user_code": login["user_code"], "decision": "approve", "user": f"local|{name}"}
        assert self.http.request("POST", "/activate", data=decision).status_code == 200
        other = PlatformClient(type(self.http)(self.http.app, follow_redirects=False), self._server)  # type: ignore[attr-defined, call-arg]
        # Its requests run in the same event loop, instead of one of their own each.
        other.http.portal = self.http.portal  # type: ignore[attr-defined]
        token = self.redeem(login["device_code"]).json()["access_token"]
        other.http.headers["Authorization"] = f"Bearer {token}"
        return other

    def start_login(self, client_id: str = "seawall", **parameters: str) -> JsonDict:
        response = self.http.request(
            "POST",
            "/oauth/device/code",
            data={"client_id": client_id, "scope": "offline_access", **parameters},
        )
        assert response.status_code == 200, response.text
        return dict(response.json())

    def redeem(self, device_code: str, client_id: str = "seawall") -> Any:
        return self.http.request(
            "POST",
            "/oauth/token",
            data={"grant_type": DEVICE_CODE_GRANT, "device_code": device_code, "client_id": client_id},
        )

    def refresh(self, refresh_token: str, client_id: str = "seawall") -> Any:
        return self.http.request(
            "POST",
            "/oauth/token",
            data={"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": client_id},
        )

    def tokens(self, client_id: str = "seawall", **parameters: str) -> JsonDict:
        login = self.start_login(client_id, **parameters)
        response = self.redeem(login["device_code"], client_id)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def get(self, path: str, **params: Any) -> Any:
        return self.http.request("GET", f"/api/v1{path}", params=params)

    def post(self, path: str, json: object = None) -> Any:
        return self.http.request("POST", f"/api/v1{path}", json=json)

    def put(self, path: str, json: object) -> Any:
        return self.http.request("PUT", f"/api/v1{path}", json=json)

    def delete(self, path: str) -> Any:
        return self.http.request("DELETE", f"/api/v1{path}")

    def submit(self, *items: JsonDict, application_id: str = "test-app", **fields: object) -> str:
        body = {"application_id": application_id, "items": list(items) or [item_of_test_app()], **fields}
        response = self.post("/runs", body)
        assert response.status_code == 201, response.text
        return str(response.json()["run_id"])

    def run(self, run_id: str) -> JsonDict:
        response = self.get(f"/runs/{run_id}")
        assert response.status_code == 200, response.text
        return dict(response.json())

    def wait_for_end(self, run_id: str, *, timeout_s: float = 10) -> JsonDict:
        wait_until(lambda: self.run(run_id)["state"] == "TERMINATED", timeout_s=timeout_s)
        return self.run(run_id)

    def items(self, run_id: str, **params: Any) -> list[JsonDict]:
        response = self.get(f"/runs/{run_id}/items", **params)
        assert response.status_code == 200, response.text
        return list(response.json())


@contextmanager
def started(
    settings: PlatformSettings, clock: Callable[[], datetime] | None = None
) -> Iterator[PlatformClient]:
    """Run a platform in this process; yields a client without a login. The default clock is the real one."""
    # Late, as in other tests of this folder: the server takes 900 ms to import; collection does without.
    from fastapi.testclient import TestClient

    from seawall.local.platform import create_app
    from seawall.local.serving.wall_clock import utc_now

    app = create_app(settings, clock=clock or utc_now)
    with TestClient(app, follow_redirects=False) as http:
        yield PlatformClient(http, app.state.platform)
