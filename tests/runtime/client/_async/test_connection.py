"""A connection: made from settings and given parts; it closes only the parts that it made."""

from pathlib import Path
from typing import Any, ClassVar

import httpx
import httpx2
import pytest

from seawall.core.auth.auth_scheme import api_key_in_header
from seawall.core.auth.tokens import Token
from seawall.core.engine.policy import Policy
from seawall.core.errors import ConfigError, LoginRequiredError, RateLimitedError
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import Event
from seawall.core.redaction.secret import Secret
from seawall.runtime import (
    ApiKeySettings,
    ApiSettings,
    AsyncCallableTokenProvider,
    AsyncClock,
    AsyncConnection,
    AsyncLimiter,
    AsyncOperationCache,
    AsyncStaticToken,
    AsyncSystemClock,
    AsyncTransport,
)
from seawall.runtime.auth._async.stored_access_token import AsyncStoredAccessToken
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.auth.token_store import MemoryTokenStore
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.runtime.toy_sdk import URL, ToySettings, a_toy

GIVEN = Secret("t0ken")


class AsyncClosing(AsyncMemoryTransport):
    """A transport that counts how often it is closed."""

    def __init__(self) -> None:
        super().__init__(lambda _: json_response(200, {}))
        self.closed = 0

    async def aclose(self) -> None:
        self.closed += 1


def no_transport() -> AsyncTransport:
    raise AssertionError("a transport is there")


def connection(
    settings: ToySettings | None = None, *, make: Any = no_transport, **handed_in: Any
) -> AsyncConnection[ToySettings]:
    return AsyncConnection(
        settings or ToySettings(base_url=URL, token=GIVEN),
        product="toy",
        version="1.2",
        server_path="/api",
        default_transport=make,
        login_hint="Log in: toy login",
        **handed_in,
    )


async def test_requests_go_to_the_api_with_the_token_and_name_the_sdk() -> None:
    transport = AsyncClosing()
    made = connection(transport=transport, interface="launchpad")
    await made.engine.send(a_toy(), Policy())
    [request] = transport.requests
    assert (made.api_url, request.url) == (f"{URL}/api", f"{URL}/api/toys/1")
    assert request.headers["authorization"] == "Bearer t0ken"
    assert request.headers["user-agent"] == made.user_agent
    assert made.user_agent.startswith("toy/1.2 (")
    assert "launchpad" in made.user_agent
    assert made.interface == "launchpad"


async def test_the_auth_scheme_places_the_token() -> None:
    transport = AsyncClosing()
    made = connection(transport=transport, auth_scheme=api_key_in_header("x-key"))
    await made.engine.send(a_toy(), Policy())
    assert transport.requests[0].headers["x-key"] == "t0ken"
    assert "authorization" not in transport.requests[0].headers


@pytest.mark.parametrize("tokens", [lambda: "mine", AsyncStaticToken("mine")], ids=["function", "provider"])
async def test_the_tokens_argument_overrides_the_settings(tokens: Any) -> None:
    transport = AsyncClosing()
    await connection(transport=transport, tokens=tokens).engine.send(a_toy(), Policy())
    assert transport.requests[0].headers["authorization"] == "Bearer mine"


async def test_a_token_function_uses_the_clients_clock() -> None:
    clock, asked = AsyncFakeClock(), []

    def get() -> Token:
        asked.append(clock.wall_s)
        return Token(access_token="mine", obtained_at=clock.wall_s, lifetime_s=3600)

    made = connection(transport=AsyncClosing(), clock=clock, tokens=get)
    for later_s in (0, 3000, 400):
        clock.advance(later_s)
        await made.engine.send(a_toy(), Policy())
    assert len(asked) == 2


async def test_without_a_token_the_stored_login_is_used(tmp_path: Path) -> None:
    file = tmp_path / "login.json"
    settings = ToySettings(base_url=URL, token_file=file)
    clock, transport = AsyncFakeClock(), AsyncClosing()
    made = connection(settings, transport=transport, clock=clock)
    with pytest.raises(LoginRequiredError, match=r"You are not logged in\. Log in: toy login"):
        await made.engine.send(a_toy(), Policy())
    TokenFile(file).save(Token(access_token="kept", obtained_at=clock.wall_s, lifetime_s=3600.0, issuer=URL))
    await made.engine.send(a_toy(), Policy())
    assert transport.requests[0].headers["authorization"] == "Bearer kept"
    await made.aclose()


async def test_given_cache_limiter_and_observers_are_used() -> None:
    cache, limiter, seen = AsyncOperationCache(), AsyncLimiter(), list[Event]()
    settings = ToySettings(base_url=URL, token=GIVEN, attempts=1)
    script = Script(json_response(200, {}), Response(429, {"retry-after": "1"}))
    made = connection(
        settings,
        transport=AsyncMemoryTransport(script),
        cache=cache,
        limiter=limiter,
        observers=[seen.append],
    )
    await made.engine.send(a_toy(), Policy(cache_ttl_s=30.0))
    assert made.cache is cache
    assert cache.statistics.size == 1
    assert seen
    with pytest.raises(RateLimitedError):
        await made.engine.send(a_toy("POST"), settings.policy())
    assert limiter.usage(f"{URL}/api", None).resets_in_s > 0


async def test_without_cache_and_limiter_each_connection_has_its_own() -> None:
    one, other = connection(transport=AsyncClosing()), connection(transport=AsyncClosing())
    assert one.cache is not other.cache
    await one.engine.send(a_toy(), Policy(cache_ttl_s=30.0))
    await one.engine.send(a_toy(), Policy(cache_ttl_s=30.0))
    assert (one.cache.statistics.hits, other.cache.statistics.hits) == (1, 0)


async def test_an_empty_cache_is_used_too() -> None:
    class AsyncEmpty(AsyncOperationCache):
        def __len__(self) -> int:
            return 0

    cache = AsyncEmpty()
    assert connection(transport=AsyncClosing(), cache=cache).cache is cache


async def test_files_go_over_the_same_transport_without_the_token(tmp_path: Path) -> None:
    transport = AsyncClosing()
    made = connection(transport=transport)

    async def locate() -> str:
        return "http://files.test/1"

    await made.downloader(Policy()).fetch(locate, tmp_path / "copy")
    await made.uploader(Policy()).send(tmp_path / "copy", locate)
    assert [request.method for request in transport.requests] == ["GET", "PUT"]
    for request in transport.requests:
        assert request.headers["user-agent"] == made.user_agent
        assert "authorization" not in request.headers


async def test_only_the_connections_own_transport_is_closed() -> None:
    theirs, own = AsyncClosing(), AsyncClosing()
    for made in (connection(transport=theirs), connection(make=lambda: own)):
        await made.engine.send(a_toy(), Policy())
        await made.aclose()
        await made.aclose()
    assert theirs.closed == 0
    assert own.closed > 0


async def test_a_given_provider_is_not_closed() -> None:
    class AsyncTokens(AsyncCallableTokenProvider):
        async def aclose(self) -> None:
            raise AssertionError("this is its owner's to close")

    await connection(transport=AsyncClosing(), tokens=AsyncTokens(lambda: "mine")).aclose()


async def test_calls_of_a_closed_connection_raise() -> None:
    transport, seen = AsyncClosing(), list[Event]()
    made = connection(transport=transport, observers=[seen.append])
    kept = Policy(cache_ttl_s=30.0)
    await made.engine.send(a_toy(), kept)
    seen.clear()
    await made.aclose()
    for call, policy in ((a_toy(), kept), (a_toy(), Policy()), (a_toy("POST"), Policy())):
        with pytest.raises(ConfigError, match=r"^The client is closed\. Make another one\.$"):
            await made.engine.send(call, policy)
    assert len(transport.requests) == 1
    assert seen == []


async def test_closing_a_connection_does_not_affect_shared_parts() -> None:
    cache, transport = AsyncOperationCache(), AsyncClosing()
    one, other = (connection(transport=transport, cache=cache) for _ in range(2))
    await one.aclose()
    await other.engine.send(a_toy(), Policy(cache_ttl_s=30.0))
    assert cache.statistics.size == 1


class OtherHalf:
    """A transport of the other half, whose `close` has another name."""

    send = stream = print


class Sendless:
    async def aclose(self) -> None:
        """Close nothing."""


async def nothing(_: Request) -> None:
    """Return nothing."""


WRONG_ARGUMENTS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"transport": "httpx2"}, "transport is of type str. Give a transport, e.g. AsyncMemoryTransport."),
    ({"transport": AsyncMemoryTransport}, "transport is the class "),
    ({"transport": OtherHalf()}, "transport is of type OtherHalf. Give a transport, e.g. "),
    (
        {"transport": httpx2.AsyncClient()},
        "transport is a client of httpx2. Give AsyncHttpx2Transport(client)",
    ),
    ({"transport": type("Mine", (httpx2.AsyncClient,), {})()}, "transport is a client of httpx2. Give "),
    ({"transport": httpx.AsyncClient()}, "transport is a client of httpx. Give AsyncHttpxTransport(client)."),
    ({"transport": type("Session", (), {"__module__": "requests"})()}, "transport is a client of requests. "),
    ({"tokens": "t0ken"}, "tokens is of type str. Give a token provider, or a function that returns a token"),
    ({"tokens": Sendless()}, "tokens is of type Sendless. Give a token provider"),
    ({"clock": 7}, "clock is of type int. Give an instance of "),
    ({"cache": {}}, "cache is of type dict. Give an instance of "),
    ({"limiter": 5}, "limiter is of type int. Give an instance of "),
    ({"observers": [Sendless()]}, "observers[0] is of type Sendless. Give a function that takes an event."),
    ({"interface": "hunter2"}, "interface must be one of script, cli, notebook, launchpad."),
)


def test_a_wrong_type_is_an_error_before_anything_is_made() -> None:
    for arguments, words in WRONG_ARGUMENTS:
        # If the connection made a transport, `no_transport` would fail.
        with pytest.raises(ConfigError) as caught:
            connection(**arguments)
        assert str(caught.value).startswith(words), arguments
        assert "t0ken" not in str(caught.value)


def test_a_connection_has_defaults_for_all_parts() -> None:
    made = connection(make=AsyncClosing)
    assert made.settings.concurrency == 4
    assert isinstance(made.engine.clock, AsyncSystemClock)
    assert "t0ken" not in repr(vars(made))


class _Keyed(ApiKeySettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"


class _Open(ApiSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"


async def test_an_api_key_goes_where_the_scheme_says_and_without_authentication_nothing_is_sent() -> None:
    rows: list[tuple[ApiSettings, str | None]] = [
        (_Keyed(base_url=URL, api_key=Secret("k3y")), "k3y"),
        (_Open(base_url=URL), None),
    ]
    for settings, expected in rows:
        transport = AsyncClosing()
        made = AsyncConnection(
            settings,
            product="toy",
            version="1",
            default_transport=no_transport,
            auth_scheme=api_key_in_header("X-API-Key"),
            transport=transport,
        )
        assert type(made.settings) is type(settings)
        await made.engine.send(a_toy(), Policy())
        [request] = transport.requests
        assert request.headers.get("x-api-key") == expected
        assert "authorization" not in request.headers


@pytest.mark.parametrize(
    ("settings", "sent", "logins"),
    [
        (ApiSettings(base_url=URL), "Bearer stored", 1),
        (ToySettings(base_url=URL, token=GIVEN), "Bearer t0ken", 0),
    ],
)
async def test_an_sdk_can_have_a_login_of_another_kind(settings: ApiSettings, sent: str, logins: int) -> None:
    stored = Token(access_token="stored", obtained_at=0.0, lifetime_s=1e11, issuer=URL)
    transport, made_over = AsyncClosing(), []

    def login(observed: AsyncTransport, clock: AsyncClock) -> AsyncStoredAccessToken:
        made_over.append(observed)
        return AsyncStoredAccessToken(MemoryTokenStore(stored), issuer=URL, clock=clock)

    made = AsyncConnection(
        settings, product="toy", version="1.2", default_transport=lambda: transport, login=login
    )
    await made.engine.send(a_toy(), Policy())
    assert transport.requests[0].headers["authorization"] == sent
    await made.aclose()
    assert (transport.closed, len(made_over)) == (1, logins)
