"""The same program against a local platform of each version of the API."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seawall.sdks.platform import Client, NotSupportedByServerError
from tests.rows import row
from tests.sdks.platform.beta.any_version_program import async_program, item, program

# A local platform for each version.
pytestmark = pytest.mark.slow

EXPECTED = {
    "version": (True, "1.0.0"),
    "inputs": [("input", "application/octet-stream")],
    "latest": {"image-qc": "1.0.0", "test-app": "1.0.0"},
    "run": ("TERMINATED", "PARTIAL", "ALL_ITEMS_PROCESSED", "test-app", "1.0.0"),
    "counts": {
        "total": 3,
        "pending": 0,
        "processing": 0,
        "succeeded": 1,
        "user_error": 1,
        "system_error": 1,
        "skipped": 0,
    },
    "listed": (True, True),
    "items": {
        "bad": ("TERMINATED", "USER_ERROR", "NONE", "The item requested the outcome user_error."),
        "good": ("TERMINATED", "SUCCEEDED", "FULL", None),
        "lost": ("TERMINATED", "SYSTEM_ERROR", "NONE", "The item requested the outcome system_error."),
    },
    "of one reason": ["bad"],
    "of two ids": ["good", "bad"],
    "files": [("good/result_csv.csv", "outcome\nsucceeded\n")],
    "canceled": True,
    "refused": True,
    "skipped": 3,
    "left": [False],
    "healthy": True,
}


@pytest.fixture(scope="module", params=["2025-05", "2025-06", "2025-07", "1.7.0"])
def server(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[tuple[str, str, str]]:
    """A platform that speaks one version: the version, its URL and a token."""
    from seawall.local.platform import PlatformSettings, running
    from seawall.runtime.auth.login import device_login
    from seawall.runtime.concurrency._sync.clock import SystemClock
    from seawall.transports import default_transport

    folder = tmp_path_factory.mktemp("platform")
    settings = PlatformSettings(data_dir=folder, auto_approve=True, api_version=request.param)
    with running(settings) as url, default_transport() as transport:
        clock = SystemClock(sleep=lambda _: None)
        token = device_login(url, "seawall", transport=transport, show=lambda _: None, clock=clock)
        yield request.param, url, str(token.access_token)


@pytest.fixture
def version(server: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SEAWALL_PLATFORM_BASE_URL", server[1])
    monkeypatch.setenv("SEAWALL_PLATFORM_TOKEN", server[2])
    return server[0]


@pytest.mark.parametrize("setting", ["given", "auto"])
def test_the_same_program_has_the_same_results(
    version: str, setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_API_VERSION", version if setting == "given" else "auto")
    assert program(tmp_path) == EXPECTED


def test_the_same_program_without_blocking(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_API_VERSION", "auto")
    assert asyncio.run(async_program(tmp_path)) == {
        "counts": EXPECTED["counts"],
        "items": ["bad", "good", "lost"],
        "files": ["outcome\nsucceeded\n"],
        "listed": True,
    }, version


def test_metadata_need_the_version_that_has_them(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAWALL_PLATFORM_API_VERSION", "auto")
    with Client() as client:
        run = client.runs.submit("test-app", [item("a")])
        steps: dict[str, Any] = {
            "update": lambda: run.update_metadata({"study": "x"}),
            "submit": lambda: client.runs.submit("test-app", [item("a")], custom_metadata={"study": "x"}),
            "filter": lambda: client.runs.list(custom_metadata="$.study").to_list(),
        }
        for name, step in steps.items():
            with row(version, name):
                if version == "1.7.0":
                    step()
                    continue
                with pytest.raises(NotSupportedByServerError, match="older version of the API") as caught:
                    step()
                assert caught.value.needed_version == "1.7.0"


def test_the_account_needs_2025_07(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in (version, "auto"):
        monkeypatch.setenv("SEAWALL_PLATFORM_API_VERSION", setting)
        with Client() as client, row(version, setting):
            if version in {"2025-07", "1.7.0"}:
                assert client.me().user.id == "local|user"
                continue
            with pytest.raises(NotSupportedByServerError) as caught:
                client.me()
            assert caught.value.needed_version == "2025-07"
