import pytest

from seawall.core.errors import UnauthorizedError
from seawall.core.http.message import Response
from seawall.runtime.auth._async.providers import AsyncStaticToken
from seawall.sdks.platform import AsyncClient
from seawall.testing import AsyncMemoryTransport, Script


@pytest.mark.parametrize("tokens", [lambda: "abc", AsyncStaticToken("abc")], ids=["function", "provider"])
async def test_tokens_can_be_a_provider_or_a_function(tokens) -> None:
    transport = AsyncMemoryTransport(Script(Response(401), Response(401)))
    async with AsyncClient(base_url="http://platform.test", tokens=tokens, transport=transport) as client:
        with pytest.raises(UnauthorizedError):
            await client.me()
    assert {request.headers["authorization"] for request in transport.requests} == {"Bearer abc"}


async def test_an_exception_of_a_users_function_propagates() -> None:
    def get() -> str:
        raise KeyError("bug")

    transport = AsyncMemoryTransport(Script())
    async with AsyncClient(base_url="http://platform.test", tokens=get, transport=transport) as client:
        with pytest.raises(KeyError, match="bug"):
            await client.me()
    assert transport.requests == []
