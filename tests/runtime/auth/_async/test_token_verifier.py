import pytest

from seawall.core.auth.jwt import JwtRules
from seawall.core.errors import AuthError, ConfigError, NotSentError, TokenVerificationError
from seawall.core.http.message import Response
from seawall.runtime.auth._async.token_verifier import AsyncTokenVerifier
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.core.auth.jwts import AUDIENCE, ISSUER, NOW_S, jwks, key, signed

JWKS_URL = "https://login.test/keys"
DISCOVERED = json_response(
    200, {"issuer": ISSUER, "token_endpoint": "https://login.test/token", "jwks_uri": JWKS_URL}
)
KEYS = Response(200, {}, jwks(key("RS256"), key("ES256"), key("EdDSA")))
ROTATED = Response(200, {}, jwks(key("RS256", "two")))
UNKNOWN = "signed with a key that its issuer does not publish"


def verifier_on(
    transport: AsyncMemoryTransport, clock: AsyncFakeClock | None = None, jwks_url: str | None = JWKS_URL
) -> AsyncTokenVerifier:
    clock = clock or AsyncFakeClock(wall_s=NOW_S)
    rules = JwtRules(issuer=ISSUER, audience=AUDIENCE)
    return AsyncTokenVerifier(transport, rules, jwks_url=jwks_url, clock=clock)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_a_token_of_the_server_is_taken(algorithm: str) -> None:
    verifier = verifier_on(AsyncMemoryTransport(Script(KEYS)))
    assert (await verifier.claims(signed(algorithm))).subject == "user-1"


async def test_the_issuer_says_where_its_keys_are() -> None:
    transport = AsyncMemoryTransport(Script(DISCOVERED, KEYS))
    assert (await verifier_on(transport, jwks_url=None).claims(signed())).subject == "user-1"
    assert [(request.method, request.url) for request in transport.requests] == [
        ("GET", "https://login.test/.well-known/openid-configuration"),
        ("GET", JWKS_URL),
    ]


async def test_what_is_no_token_asks_nobody() -> None:
    transport = AsyncMemoryTransport(Script())
    for token in ("", "x.y.z", signed("HS256")):
        with pytest.raises(TokenVerificationError):
            await verifier_on(transport).claims(token)
    assert transport.requests == []


async def test_the_keys_are_kept_for_a_day() -> None:
    clock, transport = AsyncFakeClock(wall_s=NOW_S), AsyncMemoryTransport(Script(KEYS, KEYS))
    verifier = verifier_on(transport, clock)
    await verifier.claims(signed())
    # The token must outlive the day: only the monotonic clock counts for the keys.
    clock.now_s += 86_399
    await verifier.claims(signed())
    assert len(transport.requests) == 1
    clock.now_s += 1
    await verifier.claims(signed())
    assert len(transport.requests) == 2


async def test_an_unknown_key_makes_them_be_fetched_once_more() -> None:
    clock, transport = AsyncFakeClock(wall_s=NOW_S), AsyncMemoryTransport(Script(KEYS, ROTATED))
    verifier = verifier_on(transport, clock)
    await verifier.claims(signed())
    clock.advance(60)
    assert (await verifier.claims(signed(by=key("RS256", "two")))).subject == "user-1"
    assert len(transport.requests) == 2
    # The old key is not among them any more, and that is not asked again at once.
    with pytest.raises(TokenVerificationError, match=UNKNOWN):
        await verifier.claims(signed())
    assert len(transport.requests) == 2


async def test_a_stream_of_unknown_keys_does_not_reach_the_server() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    transport = AsyncMemoryTransport(Script(KEYS, KEYS, KEYS))
    verifier = verifier_on(transport, clock)
    for _ in range(3):
        for number in range(20):
            with pytest.raises(TokenVerificationError, match=UNKNOWN):
                await verifier.claims(signed(kid=f"made-up-{number}"))
        clock.advance(60)
    assert len(transport.requests) == 3


async def test_an_unknown_key_does_no_harm_to_the_known_ones() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    transport = AsyncMemoryTransport(Script(KEYS, NotSentError("gone.")))
    verifier = verifier_on(transport, clock)
    await verifier.claims(signed())
    clock.advance(60)
    with pytest.raises(NotSentError, match="keys could not be fetched: gone"):
        await verifier.claims(signed(kid="made-up"))
    assert (await verifier.claims(signed())).subject == "user-1"


@pytest.mark.parametrize("trouble", [NotSentError("gone."), Response(500), Response(404), Response(302)])
async def test_a_server_that_does_not_give_its_keys_is_left_alone_for_a_while(
    trouble: Response | Exception,
) -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    transport = AsyncMemoryTransport(Script(trouble, KEYS))
    verifier = verifier_on(transport, clock)
    for _ in range(3):
        with pytest.raises(NotSentError, match="keys could not be fetched"):
            await verifier.claims(signed())
    assert len(transport.requests) == 1
    clock.advance(60)
    assert (await verifier.claims(signed())).subject == "user-1"


async def test_keys_that_are_too_old_are_not_used_though_there_are_no_others() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    verifier = verifier_on(AsyncMemoryTransport(Script(KEYS, Response(503))), clock)
    await verifier.claims(signed())
    clock.now_s += 86_400
    with pytest.raises(NotSentError):
        await verifier.claims(signed())


async def test_what_is_no_set_of_keys_is_told() -> None:
    with pytest.raises(AuthError, match="not a JSON Web Key Set"):
        await verifier_on(AsyncMemoryTransport(Script(Response(200, {}, b"<html>")))).claims(signed())


async def test_an_issuer_without_keys_is_told() -> None:
    answer = json_response(200, {"issuer": ISSUER, "token_endpoint": "https://login.test/token"})
    with pytest.raises(AuthError, match="names no keys"):
        await verifier_on(AsyncMemoryTransport(Script(answer)), jwks_url=None).claims(signed())


@pytest.mark.parametrize("url", ["http://login.test/keys", "ftp://login.test/keys", "file:///keys"])
async def test_keys_come_over_a_secure_address_alone(url: str) -> None:
    transport = AsyncMemoryTransport(Script())
    with pytest.raises(ConfigError, match="https"):
        await verifier_on(transport, jwks_url=url).claims(signed())
    assert transport.requests == []
