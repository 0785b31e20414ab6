import pytest

from seawall.core.auth.jwt import JwtRules
from seawall.core.errors import AuthError, ConfigError, NotSentError, TokenVerificationError
from seawall.core.http.message import Response
from seawall.runtime.auth._async.token_verifier import AsyncTokenVerifier
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from tests.core.auth.jwts import AUDIENCE, ISSUER, NOW_S, jwks, key, signed
from tests.rows import row

JWKS_URL = "https://login.test/keys"
DISCOVERED = json_response(
    200, {"issuer": ISSUER, "token_endpoint": "https://login.test/token", "jwks_uri": JWKS_URL}
)
UNKNOWN = "signed with a key that its issuer does not publish"


# Functions: an RSA key takes 100 ms, which the collection of tests need not pay.
def published_keys() -> Response:
    return Response(200, {}, jwks(key("RS256"), key("ES256"), key("EdDSA")))


def rotated_keys() -> Response:
    return Response(200, {}, jwks(key("RS256", "two")))


def verifier_on(
    transport: AsyncMemoryTransport, clock: AsyncFakeClock | None = None, jwks_url: str | None = JWKS_URL
) -> AsyncTokenVerifier:
    clock = clock or AsyncFakeClock(wall_s=NOW_S)
    rules = JwtRules(issuer=ISSUER, audience=AUDIENCE)
    return AsyncTokenVerifier(transport, rules, jwks_url=jwks_url, clock=clock)


async def test_a_token_of_the_issuer_is_accepted() -> None:
    for algorithm in (
        "RS256",
        "ES256",
        "EdDSA",
    ):
        verifier = verifier_on(AsyncMemoryTransport(Script(published_keys())))
        assert (await verifier.claims(signed(algorithm))).subject == "user-1"


async def test_discovery_names_the_url_of_the_keys() -> None:
    transport = AsyncMemoryTransport(Script(DISCOVERED, published_keys()))
    assert (await verifier_on(transport, jwks_url=None).claims(signed())).subject == "user-1"
    assert [(request.method, request.url) for request in transport.requests] == [
        ("GET", "https://login.test/.well-known/openid-configuration"),
        ("GET", JWKS_URL),
    ]


async def test_an_invalid_token_causes_no_request() -> None:
    transport = AsyncMemoryTransport(Script())
    for token in ("", "x.y.z", signed("HS256")):
        with row(token), pytest.raises(TokenVerificationError):
            await verifier_on(transport).claims(token)
    assert transport.requests == []


async def test_keys_are_cached_for_a_day() -> None:
    clock, transport = (
        AsyncFakeClock(wall_s=NOW_S),
        AsyncMemoryTransport(Script(published_keys(), published_keys())),
    )
    verifier = verifier_on(transport, clock)
    await verifier.claims(signed())
    # The token must outlive the day: only the monotonic clock counts for the keys.
    clock.now_s += 86_399
    await verifier.claims(signed())
    assert len(transport.requests) == 1
    clock.now_s += 1
    await verifier.claims(signed())
    assert len(transport.requests) == 2


async def test_an_unknown_key_causes_one_fetch() -> None:
    clock, transport = (
        AsyncFakeClock(wall_s=NOW_S),
        AsyncMemoryTransport(Script(published_keys(), rotated_keys())),
    )
    verifier = verifier_on(transport, clock)
    await verifier.claims(signed())
    clock.advance(60)
    assert (await verifier.claims(signed(by=key("RS256", "two")))).subject == "user-1"
    assert len(transport.requests) == 2
    # The old key is gone, and the keys are not fetched again at once.
    with pytest.raises(TokenVerificationError, match=UNKNOWN):
        await verifier.claims(signed())
    assert len(transport.requests) == 2


async def test_many_unknown_keys_cause_one_fetch_in_60_s() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    transport = AsyncMemoryTransport(Script(published_keys(), published_keys(), published_keys()))
    verifier = verifier_on(transport, clock)
    for _ in range(3):
        with row(_):
            for number in range(20):
                with pytest.raises(TokenVerificationError, match=UNKNOWN):
                    await verifier.claims(signed(kid=f"made-up-{number}"))
            clock.advance(60)
    assert len(transport.requests) == 3


async def test_a_failed_fetch_leaves_the_cached_keys() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    transport = AsyncMemoryTransport(Script(published_keys(), NotSentError("gone.")))
    verifier = verifier_on(transport, clock)
    await verifier.claims(signed())
    clock.advance(60)
    with pytest.raises(NotSentError, match="keys could not be fetched: gone"):
        await verifier.claims(signed(kid="made-up"))
    assert (await verifier.claims(signed())).subject == "user-1"


async def test_a_failed_fetch_is_not_repeated_for_60_s() -> None:
    for trouble in (
        NotSentError("gone."),
        Response(500),
        Response(404),
        Response(302),
    ):
        with row(trouble):
            clock = AsyncFakeClock(wall_s=NOW_S)
            transport = AsyncMemoryTransport(Script(trouble, published_keys()))
            verifier = verifier_on(transport, clock)
            for _ in range(3):
                with pytest.raises(NotSentError, match="keys could not be fetched"):
                    await verifier.claims(signed())
            assert len(transport.requests) == 1
            clock.advance(60)
            assert (await verifier.claims(signed())).subject == "user-1"


async def test_expired_keys_are_not_used_if_the_fetch_fails() -> None:
    clock = AsyncFakeClock(wall_s=NOW_S)
    verifier = verifier_on(AsyncMemoryTransport(Script(published_keys(), Response(503))), clock)
    await verifier.claims(signed())
    clock.now_s += 86_400
    with pytest.raises(NotSentError):
        await verifier.claims(signed())


async def test_an_invalid_key_set_raises_auth_error() -> None:
    with pytest.raises(AuthError, match="not a JSON Web Key Set"):
        await verifier_on(AsyncMemoryTransport(Script(Response(200, {}, b"<html>")))).claims(signed())


async def test_an_issuer_without_keys_raises_auth_error() -> None:
    response = json_response(200, {"issuer": ISSUER, "token_endpoint": "https://login.test/token"})
    with pytest.raises(AuthError, match="names no keys"):
        await verifier_on(AsyncMemoryTransport(Script(response)), jwks_url=None).claims(signed())


async def test_keys_are_not_fetched_from_an_insecure_url() -> None:
    for url in (
        "http://login.test/keys",
        "ftp://login.test/keys",
        "file:///keys",
    ):
        with row(url):
            transport = AsyncMemoryTransport(Script())
            with pytest.raises(ConfigError, match="https"):
                await verifier_on(transport, jwks_url=url).claims(signed())
            assert transport.requests == []


async def test_closing_a_verifier_that_is_idle() -> None:
    verifier = verifier_on(AsyncMemoryTransport(Script(published_keys())))
    await verifier.aclose()
    assert (await verifier.claims(signed())).subject == "user-1"
    await verifier.aclose()
