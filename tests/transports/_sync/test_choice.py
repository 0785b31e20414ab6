# DO NOT EDIT. Derived from ../_async/test_choice.py by "python -m seawall.codegen.derive".
import re
import sys

import pytest

from seawall.core.errors import ConfigError
from seawall.core.extras import install_command
from seawall.core.http.message import Request
from seawall.transports import (
    Httpx2Transport,
    HttpxTransport,
    PyreqwestTransport,
    TransportOptions,
)
from seawall.transports._sync.choice import default_transport
from tests.transports.loopback import LoopbackServer, message


def test_auto_is_pyreqwest_if_it_is_installed() -> None:
    with default_transport() as transport:
        assert isinstance(transport, PyreqwestTransport)
    with default_transport("auto") as transport:
        assert isinstance(transport, PyreqwestTransport)


def test_a_transport_can_be_chosen_by_name() -> None:
    with default_transport("httpx2") as transport:
        assert isinstance(transport, Httpx2Transport)
    with default_transport("httpx") as transport:
        assert isinstance(transport, HttpxTransport)
    with default_transport("pyreqwest") as transport:
        assert isinstance(transport, PyreqwestTransport)


@pytest.mark.slow
def test_options_are_passed_on() -> None:
    with LoopbackServer(message(200, b"by proxy")) as proxy:
        for name in ("httpx2", "httpx", "pyreqwest"):
            options = TransportOptions(proxy=proxy.url)
            with default_transport(name, options=options) as transport:
                response = transport.send(Request("GET", "http://far.test"), 5.0)
            assert response.body == b"by proxy"


def test_an_unknown_name_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="Use auto, httpx2, httpx or pyreqwest"):
        default_transport("requests")  # type: ignore[arg-type]


def test_auto_is_httpx2_without_pyreqwest(uninstalled: None) -> None:
    with default_transport() as transport:
        assert isinstance(transport, Httpx2Transport)


def test_pyreqwest_by_name_says_how_to_install_it(uninstalled: None) -> None:
    with pytest.raises(ConfigError, match=re.escape(install_command("fast"))):
        default_transport("pyreqwest")


@pytest.fixture
def uninstalled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make pyreqwest look uninstalled."""
    monkeypatch.setitem(sys.modules, "pyreqwest", None)
