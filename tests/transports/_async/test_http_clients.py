"""An HTTP client of the user in place of a transport: each library, the other half, and closing."""

from typing import Any

import httpx
import httpx2
import pyreqwest.client
import pytest

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request
from seawall.transports import (
    AsyncHttpx2Transport,
    AsyncHttpxTransport,
    AsyncMemoryTransport,
    AsyncPyreqwestTransport,
    async_given_transport,
)
from tests.transports.loopback import LoopbackServer, message


class AsyncMine(httpx2.AsyncClient):
    """A client of a class of the user's."""


async def test_a_client_is_wrapped_in_the_transport_of_its_library() -> None:
    for client, kind in (
        (httpx2.AsyncClient(), AsyncHttpx2Transport),
        (AsyncMine(), AsyncHttpx2Transport),
        (httpx.AsyncClient(), AsyncHttpxTransport),
    ):
        async with client:
            assert type(async_given_transport(None, client)) is kind


async def test_a_transport_is_returned_as_it_is() -> None:
    transport = AsyncMemoryTransport(lambda _: None)  # type: ignore[arg-type,return-value]
    assert async_given_transport(transport, None) is transport
    assert async_given_transport(None, None) is None
    with pytest.raises(ConfigError, match="transport and http_client are given"):
        async_given_transport(transport, httpx2.AsyncClient())


async def test_something_else_is_an_error() -> None:
    expected = r"^http_client is (of type|the class) .*httpx2, httpx"
    wrong: Any
    for wrong in ("https://hunter2@proxy.test", 7, httpx2.AsyncClient, object()):
        with pytest.raises(ConfigError, match=expected) as caught:
            async_given_transport(None, wrong)
        assert "hunter2" not in str(caught.value)


@pytest.mark.slow
async def test_a_closed_transport_leaves_the_client_open() -> None:
    with LoopbackServer(message(200, b"one", connection="close")) as server:
        async with httpx2.AsyncClient() as client:
            transport = async_given_transport(None, client)
            assert transport is not None
            assert (await transport.send(Request("GET", server.url), 5.0)).body == b"one"
            await transport.aclose()
            assert (await client.get(server.url)).content == b"one"


@pytest.mark.slow
async def test_a_client_of_pyreqwest_is_wrapped() -> None:
    builder: Any = pyreqwest.client
    for name in ("ClientBuilder", "SyncClientBuilder"):
        client = getattr(builder, name)().build()
        try:
            transport = async_given_transport(None, client)
        except ConfigError as error:
            assert str(error).startswith("the client is not a pyreqwest.client.")  # noqa: PT017
        else:
            assert isinstance(transport, AsyncPyreqwestTransport)
            wrapped = name
    assert wrapped
