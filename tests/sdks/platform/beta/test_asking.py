"""The question for the version of a server, asked by several callers at a time."""

import asyncio
from typing import Any

import pytest

from seawall.core.errors import ConfigError, DecodeError, NotFoundError, UnprocessableError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.sdks.platform import AsyncClient
from seawall.sdks.platform.settings import Settings
from seawall.testing import AsyncFakeClock
from seawall.transports import AsyncMemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform, me, reply

CALLERS = 8
NO_ID = {"loc": ["path", "application_run_id"], "msg": "is no UUID", "type": "uuid"}
QUESTION = "GET /api/v1/runs/version/results"


PATH = f"GET /api/v1/runs/{RUN_ID}"


def client_of(platform: Platform, version: str) -> AsyncClient:
    settings = Settings(base_url="http://platform.test", token=Secret("t0ken"), api_version=version)
    return AsyncClient(settings=settings, transport=AsyncMemoryTransport(platform), clock=AsyncFakeClock())


class HeldTransport(AsyncMemoryTransport):
    """A memory transport that sends nothing before it is released."""

    def __init__(self, platform: Platform) -> None:
        super().__init__(platform)
        self.released = asyncio.Event()

    async def send(self, request: Request, timeout_s: float) -> Response:
        await self.released.wait()
        return await super().send(request, timeout_s)


async def test_callers_at_the_same_time_ask_once() -> None:
    platform = Platform({"GET /api/v1/runs": reply({"detail": []}, 422)})
    transport = HeldTransport(platform)
    settings = Settings(base_url="http://platform.test", token=Secret("t0ken"), api_version="auto")

    async def release() -> None:
        transport.released.set()

    async with AsyncClient(settings=settings, transport=transport) as client:
        lists = [client.runs.list() for _ in range(CALLERS)]
        # The last of them begins after all others wait.
        *found, _ = await asyncio.gather(
            *(each.to_list() for each in lists), release(), return_exceptions=True
        )
    assert [type(error) for error in found] == [UnprocessableError] * CALLERS
    assert platform.seen.count(QUESTION) == 1


async def test_a_write_is_not_sent_again_if_another_call_finds_an_older_server_meanwhile() -> None:
    asked, cancel = asyncio.Event(), f"POST /api/v1/runs/{RUN_ID}/cancel"
    platform = Platform(
        {
            cancel: reply(None, 202),
            "GET /api/v1/runs": reply({"detail": []}, 422),
            QUESTION: reply({"detail": []}, 422),
        }
    )

    class SlowCancel(AsyncMemoryTransport):
        async def send(self, request: Request, timeout_s: float) -> Response:
            response = await super().send(request, timeout_s)
            if request.method == "POST":
                await asked.wait()
            return response

    async def find_out() -> None:
        with pytest.raises(UnprocessableError):
            await client.runs.list().to_list()
        asked.set()

    settings = Settings(base_url="http://platform.test", token=Secret("t0ken"), api_version="auto")
    async with AsyncClient(settings=settings, transport=SlowCancel(platform)) as client:
        await asyncio.gather(client.run(RUN_ID).cancel(), find_out())
    assert platform.seen.count(cancel) == 1


async def test_a_server_of_the_current_api_gets_no_request_more() -> None:
    platform = Platform({"GET /api/v1/runs": reply([]), PATH: reply({"detail": "Run not found"}, 404)})
    for version in ("auto", "1.7"):
        async with client_of(platform, version) as client:
            assert await client.runs.list().to_list() == []
            with pytest.raises(NotFoundError):
                await client.runs.get(RUN_ID)
    assert set(platform.seen) == {"GET /api/v1/runs", PATH}


async def test_a_client_of_the_current_api_names_the_setting_for_an_older_server() -> None:
    refused, no_route = reply({"detail": []}, 422), reply({"detail": "Not Found"}, 404)
    no_id = reply(
        {"detail": [{"loc": ["path", "application_run_id"], "msg": "is no UUID", "type": "uuid"}]}, 422
    )
    for answers, words in (
        ({"GET /api/v1/runs": refused, QUESTION: no_id}, "Set api_version to 2025-07, or to auto"),
        ({"GET /api/v1/runs": no_route, QUESTION: no_id}, "The server speaks API 2025-07"),
    ):
        async with client_of(Platform(answers), "1.7") as client:
            with pytest.raises(ConfigError, match=words):
                await client.runs.list().to_list()


async def test_an_answer_that_does_not_fit_is_asked_about_too() -> None:
    caller: Any = me()
    caller["organization"]["aignostics_bucket_name"] = None
    for answer, error, words in (
        (
            reply({"detail": [NO_ID]}, 422),
            ConfigError,
            "GET /v1/me: .* Set api_version to 2025-07, or to auto",
        ),
        (reply({"detail": "Not Found"}, 404), DecodeError, "aignostics_bucket_name"),
    ):
        platform = Platform({"GET /api/v1/me": reply(caller), QUESTION: answer})
        async with client_of(platform, "1.7") as client:
            with pytest.raises(error, match=words):
                await client.me()
        assert platform.seen.count(QUESTION) == 1


OLDER_APPLICATION = {
    "application_id": "image-qc",
    "name": "QC",
    "regulatory_classes": [],
    "description": "Checks.",
}
OLDER_LIST = reply([OLDER_APPLICATION])
APPLICATIONS = "GET /api/v1/applications"


async def test_a_list_of_an_older_server_is_refused_each_time_and_asked_about_once() -> None:
    platform = Platform({APPLICATIONS: OLDER_LIST, QUESTION: reply({"detail": [NO_ID]}, 422)})
    async with client_of(platform, "1.7") as client:
        for _ in range(2):
            with pytest.raises(
                ConfigError,
                match=r"GET /v1/applications: the answer does not match the spec\. The server speaks API "
                r"2025-07, and the client expects 1\.7\. Set api_version to 2025-07, or to auto",
            ):
                await client.applications.list().to_list()
    assert platform.seen == [APPLICATIONS, QUESTION, APPLICATIONS]


async def test_a_list_without_latest_versions_of_the_current_api_is_returned() -> None:
    platform = Platform({APPLICATIONS: OLDER_LIST, QUESTION: reply({"detail": "Not Found"}, 404)})
    async with client_of(platform, "1.7") as client:
        for _ in range(2):
            (found,) = await client.applications.list().to_list()
            assert found.latest_version is None
    assert platform.seen == [APPLICATIONS, QUESTION, APPLICATIONS]


async def test_a_list_with_latest_versions_is_asked_about_for_no_setting() -> None:
    latest = {"number": "1.0.0", "released_at": "2026-01-02T03:04:05Z"}
    platform = Platform({APPLICATIONS: reply([{**OLDER_APPLICATION, "latest_version": latest}])})
    for version in ("auto", "1.7"):
        async with client_of(platform, version) as client:
            (found,) = await client.applications.list().to_list()
            assert found.latest_version is not None
    assert platform.seen == [APPLICATIONS] * 2


async def test_an_error_of_the_current_api_stays_and_is_asked_about_once() -> None:
    refused, no_route = reply({"detail": []}, 422), reply({"detail": "Not Found"}, 404)
    # The second one refuses whatever it is asked.
    for answer in (no_route, refused, reply({}, 403), reply({}, 500)):
        platform = Platform({"GET /api/v1/runs": refused, QUESTION: answer})
        async with client_of(platform, "1.7") as client:
            for _ in range(2):
                with pytest.raises(UnprocessableError):
                    await client.runs.list().to_list()
        assert platform.seen.count(QUESTION) == 1
