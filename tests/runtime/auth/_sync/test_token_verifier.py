# DO NOT EDIT. Derived from ../_async/test_token_verifier.py by "python -m seawall.codegen.derive".
import pytest

from seawall.core.auth.jwt import JwtRules
from seawall.core.errors import AuthError, ConfigError, NotSentError, TokenVerificationError
from seawall.core.http.message import Response
from seawall.runtime.auth._sync.token_verifier import TokenVerifier
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.core.auth.jwts import AUDIENCE, ISSUER, NOW_S, jwks, key, signed

JWKS_URL = "https://login.test/keys"
DISCOVERED = json_response(
    200, {"issuer": ISSUER, "token_endpoint": "https://login.test/token", "jwks_uri": JWKS_URL}
)
KEYS = Response(200, {}, jwks(key("RS256"), key("ES256"), key("EdDSA")))
ROTATED = Response(200, {}, jwks(key("RS256", "two")))
UNKNOWN = "signed with a key that its issuer does not publish"


def verifier_on(
    transport: MemoryTransport, clock: FakeClock | None = None, jwks_url: str | None = JWKS_URL
) -> TokenVerifier:
    clock = clock or FakeClock(wall_s=NOW_S)
    rules = JwtRules(issuer=ISSUER, audience=AUDIENCE)
    return TokenVerifier(transport, rules, jwks_url=jwks_url, clock=clock)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_token_of_the_server_is_taken(algorithm: str) -> None:
    verifier = verifier_on(MemoryTransport(Script(KEYS)))
    assert (verifier.claims(signed(algorithm))).subject == "user-1"


def test_the_issuer_says_where_its_keys_are() -> None:
    transport = MemoryTransport(Script(DISCOVERED, KEYS))
    assert (verifier_on(transport, jwks_url=None).claims(signed())).subject == "user-1"
    assert [(request.method, request.url) for request in transport.requests] == [
        ("GET", "https://login.test/.well-known/openid-configuration"),
        ("GET", JWKS_URL),
    ]


def test_what_is_no_token_asks_nobody() -> None:
    transport = MemoryTransport(Script())
    for token in ("", "x.y.z", signed("HS256")):
        with pytest.raises(TokenVerificationError):
            verifier_on(transport).claims(token)
    assert transport.requests == []


def test_the_keys_are_kept_for_a_day() -> None:
    clock, transport = FakeClock(wall_s=NOW_S), MemoryTransport(Script(KEYS, KEYS))
    verifier = verifier_on(transport, clock)
    verifier.claims(signed())
    # The token must outlive the day: only the monotonic clock counts for the keys.
    clock.now_s += 86_399
    verifier.claims(signed())
    assert len(transport.requests) == 1
    clock.now_s += 1
    verifier.claims(signed())
    assert len(transport.requests) == 2


def test_an_unknown_key_makes_them_be_fetched_once_more() -> None:
    clock, transport = FakeClock(wall_s=NOW_S), MemoryTransport(Script(KEYS, ROTATED))
    verifier = verifier_on(transport, clock)
    verifier.claims(signed())
    clock.advance(60)
    assert (verifier.claims(signed(by=key("RS256", "two")))).subject == "user-1"
    assert len(transport.requests) == 2
    # The old key is not among them any more, and that is not asked again at once.
    with pytest.raises(TokenVerificationError, match=UNKNOWN):
        verifier.claims(signed())
    assert len(transport.requests) == 2


def test_a_stream_of_unknown_keys_does_not_reach_the_server() -> None:
    clock = FakeClock(wall_s=NOW_S)
    transport = MemoryTransport(Script(KEYS, KEYS, KEYS))
    verifier = verifier_on(transport, clock)
    for _ in range(3):
        for number in range(20):
            with pytest.raises(TokenVerificationError, match=UNKNOWN):
                verifier.claims(signed(kid=f"made-up-{number}"))
        clock.advance(60)
    assert len(transport.requests) == 3


def test_an_unknown_key_does_no_harm_to_the_known_ones() -> None:
    clock = FakeClock(wall_s=NOW_S)
    transport = MemoryTransport(Script(KEYS, NotSentError("gone.")))
    verifier = verifier_on(transport, clock)
    verifier.claims(signed())
    clock.advance(60)
    with pytest.raises(NotSentError, match="keys could not be fetched: gone"):
        verifier.claims(signed(kid="made-up"))
    assert (verifier.claims(signed())).subject == "user-1"


@pytest.mark.parametrize("trouble", [NotSentError("gone."), Response(500), Response(404), Response(302)])
def test_a_server_that_does_not_give_its_keys_is_left_alone_for_a_while(
    trouble: Response | Exception,
) -> None:
    clock = FakeClock(wall_s=NOW_S)
    transport = MemoryTransport(Script(trouble, KEYS))
    verifier = verifier_on(transport, clock)
    for _ in range(3):
        with pytest.raises(NotSentError, match="keys could not be fetched"):
            verifier.claims(signed())
    assert len(transport.requests) == 1
    clock.advance(60)
    assert (verifier.claims(signed())).subject == "user-1"


def test_keys_that_are_too_old_are_not_used_though_there_are_no_others() -> None:
    clock = FakeClock(wall_s=NOW_S)
    verifier = verifier_on(MemoryTransport(Script(KEYS, Response(503))), clock)
    verifier.claims(signed())
    clock.now_s += 86_400
    with pytest.raises(NotSentError):
        verifier.claims(signed())


def test_what_is_no_set_of_keys_is_told() -> None:
    with pytest.raises(AuthError, match="not a JSON Web Key Set"):
        verifier_on(MemoryTransport(Script(Response(200, {}, b"<html>")))).claims(signed())


def test_an_issuer_without_keys_is_told() -> None:
    answer = json_response(200, {"issuer": ISSUER, "token_endpoint": "https://login.test/token"})
    with pytest.raises(AuthError, match="names no keys"):
        verifier_on(MemoryTransport(Script(answer)), jwks_url=None).claims(signed())


@pytest.mark.parametrize("url", ["http://login.test/keys", "ftp://login.test/keys", "file:///keys"])
def test_keys_come_over_a_secure_address_alone(url: str) -> None:
    transport = MemoryTransport(Script())
    with pytest.raises(ConfigError, match="https"):
        verifier_on(transport, jwks_url=url).claims(signed())
    assert transport.requests == []
