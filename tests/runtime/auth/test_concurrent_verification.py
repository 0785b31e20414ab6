"""Concurrent callers share one fetch of the keys: tasks and threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from seawall.core.auth.jwt import JwtRules
from seawall.core.http.message import Response
from seawall.runtime.auth._async.token_verifier import AsyncTokenVerifier
from seawall.runtime.auth._sync.token_verifier import TokenVerifier
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, FakeClock, MemoryTransport, Script
from tests.core.auth.jwts import AUDIENCE, ISSUER, NOW_S, jwks, key, signed

CALLERS = 50
URL = "https://login.test/keys"
RULES = JwtRules(issuer=ISSUER, audience=AUDIENCE)
KEYS = Response(200, {}, jwks(key("ES256")))


async def test_tasks_share_one_fetch() -> None:
    transport, clock = AsyncMemoryTransport(Script(KEYS)), AsyncFakeClock(wall_s=NOW_S)
    verifier = AsyncTokenVerifier(transport, RULES, jwks_url=URL, min_refetch_s=0.0, clock=clock)
    all_claims = await asyncio.gather(*(verifier.claims(signed("ES256")) for _ in range(CALLERS)))
    assert [claims.subject for claims in all_claims] == ["user-1"] * CALLERS
    assert len(transport.requests) == 1


def test_threads_share_one_fetch() -> None:
    transport, clock = MemoryTransport(Script(KEYS)), FakeClock(wall_s=NOW_S)
    verifier = TokenVerifier(transport, RULES, jwks_url=URL, min_refetch_s=0.0, clock=clock)
    token, together = signed("ES256"), Barrier(8)

    def ask(_: int) -> str | None:
        together.wait()
        return verifier.claims(token).subject

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == ["user-1"] * 8
    assert len(transport.requests) == 1
