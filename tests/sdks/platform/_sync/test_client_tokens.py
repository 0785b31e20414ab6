# DO NOT EDIT. Derived from ../_async/test_client_tokens.py by "python -m seawall.codegen.derive".
import pytest

from seawall.core.errors import UnauthorizedError
from seawall.core.http.message import Response
from seawall.runtime.auth._sync.providers import StaticToken
from seawall.sdks.platform import Client
from seawall.testing import MemoryTransport, Script


@pytest.mark.parametrize("tokens", [lambda: "abc", StaticToken("abc")], ids=["function", "provider"])
def test_tokens_can_be_a_provider_or_a_function(tokens) -> None:
    transport = MemoryTransport(Script(Response(401), Response(401)))
    with Client(base_url="http://platform.test", tokens=tokens, transport=transport) as client:
        with pytest.raises(UnauthorizedError):
            client.me()
    assert {request.headers["authorization"] for request in transport.requests} == {"Bearer abc"}


def test_an_exception_of_a_users_function_propagates() -> None:
    def get() -> str:
        raise KeyError("bug")

    transport = MemoryTransport(Script())
    with Client(base_url="http://platform.test", tokens=get, transport=transport) as client:
        with pytest.raises(KeyError, match="bug"):
            client.me()
    assert transport.requests == []
