"""What tests say to a platform."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2

JsonDict = dict[str, Any]
DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def wait_until(condition: Callable[[], bool], *, timeout_s: float = 10) -> None:
    give_up_at = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < give_up_at, "it did not happen in time"
        time.sleep(0.01)


def item_of_test_app(external_id: str | None = None, **custom_metadata: object) -> JsonDict:
    return {
        "external_id": external_id or str(uuid4()),
        "custom_metadata": custom_metadata or None,
        "input_artifacts": [{"name": "input", "download_url": "http://example.com/input", "metadata": {}}],
    }


class PlatformClient:
    """An HTTP client with the platform's paths and bodies."""

    def __init__(self, http: httpx2.Client) -> None:
        self.http = http

    def log_in(self, client_id: str = "seawall", **parameters: str) -> "PlatformClient":
        tokens = self.tokens(client_id, **parameters)
        self.http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        return self

    def start_login(self, client_id: str = "seawall", **parameters: str) -> JsonDict:
        answer = self.http.request(
            "POST",
            "/oauth/device/code",
            data={"client_id": client_id, "scope": "offline_access", **parameters},
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

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
        answer = self.redeem(login["device_code"], client_id)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

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
        answer = self.post("/runs", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["run_id"])

    def run(self, run_id: str) -> JsonDict:
        answer = self.get(f"/runs/{run_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def ended(self, run_id: str, *, timeout_s: float = 10) -> JsonDict:
        wait_until(lambda: self.run(run_id)["state"] == "TERMINATED", timeout_s=timeout_s)
        return self.run(run_id)

    def items(self, run_id: str, **params: Any) -> list[JsonDict]:
        answer = self.get(f"/runs/{run_id}/items", **params)
        assert answer.status_code == 200, answer.text
        return list(answer.json())
