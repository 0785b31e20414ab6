import re
import sys

import pytest

from seawall.core.errors import ConfigError
from seawall.core.extras import install_command
from seawall.core.http.message import Request
from seawall.transports import (
    AsyncHttpx2Transport,
    AsyncHttpxTransport,
    AsyncPyreqwestTransport,
    TransportOptions,
)
from seawall.transports._async.choice import async_default_transport
from tests.transports.loopback import LoopbackServer, message


async def test_auto_is_pyreqwest_if_it_is_installed() -> None:
    async with async_default_transport() as transport:
        assert isinstance(transport, AsyncPyreqwestTransport)
    async with async_default_transport("auto") as transport:
        assert isinstance(transport, AsyncPyreqwestTransport)


async def test_a_transport_can_be_chosen_by_name() -> None:
    async with async_default_transport("httpx2") as transport:
        assert isinstance(transport, AsyncHttpx2Transport)
    async with async_default_transport("httpx") as transport:
        assert isinstance(transport, AsyncHttpxTransport)
    async with async_default_transport("pyreqwest") as transport:
        assert isinstance(transport, AsyncPyreqwestTransport)


@pytest.mark.slow
async def test_options_are_passed_on() -> None:
    with LoopbackServer(message(200, b"by proxy")) as proxy:
        for name in ("httpx2", "httpx", "pyreqwest"):
            options = TransportOptions(proxy=proxy.url)
            async with async_default_transport(name, options=options) as transport:
                response = await transport.send(Request("GET", "http://far.test"), 5.0)
            assert response.body == b"by proxy"


def test_an_unknown_name_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="Use auto, httpx2, httpx or pyreqwest"):
        async_default_transport("requests")  # type: ignore[arg-type]


async def test_auto_is_httpx2_without_pyreqwest(uninstalled: None) -> None:
    async with async_default_transport() as transport:
        assert isinstance(transport, AsyncHttpx2Transport)


def test_pyreqwest_by_name_says_how_to_install_it(uninstalled: None) -> None:
    with pytest.raises(ConfigError, match=re.escape(install_command("fast"))):
        async_default_transport("pyreqwest")


@pytest.fixture
def uninstalled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make pyreqwest look uninstalled."""
    monkeypatch.setitem(sys.modules, "pyreqwest", None)
