"""Requests as the public TypeScript client sends them: paths below `/v1`, their encoding, parsing of errors.

The npm registry answers 404 for its package, so its requests are written here, as its source sends them.
"""

from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.local.platform.client import PlatformClient, item_of_test_app

# A platform in this process; the first import takes a second.
pytestmark = pytest.mark.slow

HEADERS = {
    "Accept": "application/json",
    "User-Agent": "axios/1.13.2",
    "Accept-Encoding": "gzip, compress, deflate, br",
}


def sent(
    platform: PlatformClient, method: str, path: str, *query: tuple[str, object], json: object = None
) -> Any:
    """Send a request; in its query a blank is `+`, and a list is a parameter that repeats."""
    url = f"/v1{path}" + (f"?{urlencode(query)}" if query else "")
    return platform.http.request(method, url, headers=HEADERS, json=json)


def component(text: str) -> str:
    """Encode a part of a path as `encodeURIComponent` does."""
    return quote(text, safe="!'()*-._~")


def test_each_operation(platform: PlatformClient) -> None:
    body = {"application_id": "test-app", "items": [item_of_test_app("a/b c"), item_of_test_app("two")]}
    created = sent(platform, "POST", "/runs", json=body)
    assert (created.status_code, list(created.json())) == (201, ["run_id"])
    run = f"/runs/{created.json()['run_id']}"
    platform.wait_for_end(created.json()["run_id"])
    rows: dict[str, tuple[Any, int]] = {
        "me": (sent(platform, "GET", "/me"), 200),
        "applications": (sent(platform, "GET", "/applications"), 200),
        "application": (sent(platform, "GET", "/applications/test-app"), 200),
        "version": (sent(platform, "GET", "/applications/test-app/versions/1.0.0"), 200),
        "runs": (sent(platform, "GET", "/runs"), 200),
        "filtered runs": (
            sent(
                platform,
                "GET",
                "/runs",
                ("application_id", "test-app"),
                ("application_version", "1.0.0"),
                ("custom_metadata", '$.study ? (@ == "high")'),
                ("page", 1),
                ("page_size", 5),
                ("sort", "-submitted_at"),
                ("sort", "+run_id"),
            ),
            200,
        ),
        "run": (sent(platform, "GET", run), 200),
        "items": (
            sent(platform, "GET", f"{run}/items", ("sort", "external_id"), ("state", "TERMINATED")),
            200,
        ),
        "item": (sent(platform, "GET", f"{run}/items/{component('a/b c')}"), 200),
        "cancel": (sent(platform, "POST", f"{run}/cancel"), 409),
        "unknown": (sent(platform, "GET", "/runs/00000000-0000-4000-8000-000000000000"), 404),
    }
    assert {name: answer.status_code for name, (answer, _) in rows.items()} == {
        name: status for name, (_, status) in rows.items()
    }
    assert rows["item"][0].json()["external_id"] == "a/b c"
    chosen = sent(
        platform,
        "GET",
        f"{run}/items",
        ("external_id__in", "a/b c"),
        ("external_id__in", "two"),
        ("page_size", 5),
    )
    assert [each["external_id"] for each in chosen.json()] == ["a/b c", "two"]


def test_errors_have_the_shape_that_it_parses(platform: PlatformClient) -> None:
    # It takes a 422 of another shape for a bug of the server.
    invalid = [
        sent(platform, "GET", "/runs/x"),
        sent(platform, "GET", "/runs", ("page_size", 1)),
        sent(platform, "GET", "/runs", ("sort", "x")),
        sent(platform, "GET", "/runs", ("custom_metadata", "$[")),
        sent(platform, "GET", "/applications/test-app/versions/x"),
        sent(platform, "POST", "/runs", json={"application_id": "test-app"}),
    ]
    for answer in invalid:
        assert answer.status_code == 422, answer.request.url
        for detail in answer.json()["detail"]:
            assert {"loc", "msg", "type"} <= detail.keys()
            assert all(isinstance(each, str | int) for each in detail["loc"])
