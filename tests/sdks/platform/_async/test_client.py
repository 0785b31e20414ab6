"""The client: the caller, applications, settings and closing."""

from pathlib import Path
from typing import Any

import pytest

from seawall.core.errors import ConfigError, InputError, NotFoundError, RateLimitedError, UnauthorizedError
from seawall.core.http.message import Request, Response
from seawall.runtime import AsyncLimiter, AsyncOperationCache
from seawall.sdks.platform import AsyncClient
from seawall.testing import AsyncFakeClock, Script
from seawall.transports import AsyncMemoryTransport
from tests.sdks.platform.wire import RUN_ID, Platform, application, me, query, reply, version


def client_of(platform: Platform, token: str = "t0ken") -> AsyncClient:
    return AsyncClient(
        base_url="http://platform.test/", token=token, transport=AsyncMemoryTransport(platform)
    )


async def test_me_returns_the_caller_and_its_repr_has_no_credential() -> None:
    client = client_of(Platform({"GET /api/v1/me": reply(me())}))
    seen = await client.me()
    assert (seen.user.email, seen.organization.name) == ("a@b.test", "org")
    assert seen.organization.bucket_secret_access_key == "hush-hush"
    assert "hush-hush" not in repr(seen)


async def test_health_and_stats_are_those_of_the_platform() -> None:
    client = client_of(Platform({"GET /api/v1/me": reply(me())}))
    health = await client.health()
    assert (health.status, health.user_id) == ("healthy", (await client.me()).user.id)
    stats = client.stats()
    assert (stats.calls.calls, stats.calls.requests, stats.calls.statuses) == (2, 1, {"200": 1})
    assert stats.settings["base_url"] == "http://platform.test"


async def test_a_request_carries_the_token_and_names_the_sdk() -> None:
    platform = Platform({"GET /api/v1/me": reply(me())})
    await client_of(platform).me()
    headers = platform.requests[0].headers
    assert headers["authorization"] == "Bearer t0ken"
    assert headers["user-agent"].startswith("seawall-platform/")


async def test_a_refused_token_is_an_error_that_does_not_show_it() -> None:
    client = client_of(Platform({"GET /api/v1/me": reply({"detail": "bad token t0ken"}, 401)}))
    with pytest.raises(UnauthorizedError) as caught:
        await client.me()
    assert "t0ken" not in str(caught.value)
    assert caught.value.request_id == "req-1"


async def test_a_token_with_a_line_break_is_refused_before_anything_is_sent() -> None:
    platform = Platform({})
    with pytest.raises(ConfigError) as caught:
        await client_of(platform, token="a\r\nx-evil: 1").me()
    assert platform.seen == []
    assert "evil" not in str(caught.value)


async def test_applications_are_listed_page_by_page_under_their_own_page_size_name() -> None:
    def page(request: Request) -> Response:
        number = int(query(request)["page"][0])
        count = 5 if number == 1 else 2
        short = {**application(), "latest_version": None}
        return reply([{**short, "application_id": f"{number}-{n}"} for n in range(count)])

    platform = Platform({"GET /api/v1/applications": page})
    found = [seen.application_id async for seen in client_of(platform).applications.list(page_size=5)]
    assert found == ["1-0", "1-1", "1-2", "1-3", "1-4", "2-0", "2-1"]
    assert query(platform.requests[0])["page-size"] == ["5"]


async def test_the_latest_version_is_the_highest_not_the_last() -> None:
    platform = Platform(
        {
            "GET /api/v1/applications/image-qc": reply(
                application("0.9.0", "1.10.0", "1.9.0", "1.10.0-rc.1")
            ),
            "GET /api/v1/applications/image-qc/versions/1.10.0": reply(version("1.10.0")),
        }
    )
    seen = await client_of(platform).application_version("image-qc")
    assert seen.version_number == "1.10.0"


async def test_an_application_without_versions_has_no_latest() -> None:
    platform = Platform({"GET /api/v1/applications/image-qc": reply(application())})
    with pytest.raises(NotFoundError, match="no version"):
        await client_of(platform).application_version("image-qc")


async def test_an_unknown_application_is_not_found_and_the_server_says_so() -> None:
    missing = reply({"detail": "application not found"}, 404)
    client = client_of(Platform({"GET /api/v1/applications/nowhere": missing}))
    with pytest.raises(NotFoundError, match="application not found"):
        await client.application("nowhere")


async def test_an_unknown_version_is_not_found() -> None:
    missing = reply({"detail": "Application version not found"}, 404)
    client = client_of(Platform({"GET /api/v1/applications/image-qc/versions/9.9.9": missing}))
    with pytest.raises(NotFoundError, match="Application version not found"):
        await client.application_version("image-qc", "9.9.9")


@pytest.mark.parametrize("page_size", [0, 4, 101])
async def test_a_page_size_out_of_range_is_an_error_before_anything_is_sent(page_size: int) -> None:
    platform = Platform({})
    with pytest.raises(InputError, match="5 to 100"):
        client_of(platform).applications.list(page_size=page_size)
    assert platform.seen == []


async def test_a_copy_with_options_shares_the_transport_and_changes_its_calls_alone() -> None:
    transport = AsyncMemoryTransport(Platform({"GET /api/v1/me": reply(me())}))
    client = AsyncClient(base_url="http://platform.test", token="t", transport=transport)
    await client.with_options(attempt_timeout_s=7).me()
    await client.me(nocache=True)
    assert transport.timeouts_s == pytest.approx([7, 30])


async def test_given_parts_are_used() -> None:
    clock = AsyncFakeClock()
    cache, limiter = AsyncOperationCache(), AsyncLimiter(clock=clock)
    client = AsyncClient(
        base_url="http://platform.test",
        token="t",
        transport=AsyncMemoryTransport(Script(reply(me()), Response(429, {"retry-after": "9"}))),
        clock=clock,
        cache=cache,
        limiter=limiter,
    )
    await client.me()
    assert client.cache is cache
    assert cache.statistics.size == 1
    with pytest.raises(RateLimitedError):
        await client.with_options(attempts=1).me(nocache=True)
    assert limiter.usage("http://platform.test/api", None).resets_in_s == 9


async def test_the_repr_has_the_url_and_no_token() -> None:
    assert repr(client_of(Platform({}))) == "AsyncClient('http://platform.test')"


async def test_an_argument_of_a_wrong_type_is_an_error() -> None:
    wrong: Any = 7
    with pytest.raises(ConfigError, match=r"_BASE_URL \(or base_url\): input should be a valid string"):
        AsyncClient(base_url=wrong)
    with pytest.raises(ConfigError, match=r"settings is of type int\. Give a seawall.*\.Settings\."):
        AsyncClient(settings=wrong)


async def test_a_closed_client_sends_nothing_and_caches_nothing(tmp_path: Path) -> None:
    platform = Platform({"GET /api/v1/me": reply(me())})
    async with client_of(platform) as client:
        await client.me()
    for ask in (
        client.me,
        client.with_options(attempts=2).me,
        client.applications.list().first,
        lambda: client.run(RUN_ID).wait(timeout_s=5),
        lambda: client.run(RUN_ID).download(tmp_path),
        lambda: client.runs.submit("image-qc", [], version="1.0.0"),
    ):
        with pytest.raises(ConfigError, match=r"The client is closed\. Make another one\."):
            await ask()
    assert len(platform.seen) == 1


async def test_a_given_transport_stays_open() -> None:
    class Closing(AsyncMemoryTransport):
        closed = False

        async def aclose(self) -> None:
            self.closed = True

    transport = Closing(Platform({}))
    async with AsyncClient(base_url="http://platform.test", token="t", transport=transport):
        pass
    assert not transport.closed


async def test_a_provider_without_a_token_is_an_error_before_anything_is_sent() -> None:
    platform = Platform({})
    client = AsyncClient(
        base_url="http://platform.test",
        tokens=AsyncGiven("s3cret\n"),
        transport=AsyncMemoryTransport(platform),
    )
    with pytest.raises(ConfigError) as caught:
        await client.me()
    assert "s3cret" not in str(caught.value)
    assert platform.seen == []


class AsyncGiven:
    """A user's provider that does not check its token."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self, timeout_s: float) -> str:
        return self._token

    async def renew(self, rejected: str, timeout_s: float) -> str:
        return rejected


@pytest.mark.parametrize("number", ["7", "v1", "1.0", ""])
async def test_an_invalid_version_is_an_error_before_anything_is_sent(number: str) -> None:
    platform = Platform({})
    with pytest.raises(InputError, match="Give a semantic version"):
        await client_of(platform).application_version("image-qc", number)
    assert platform.seen == []
