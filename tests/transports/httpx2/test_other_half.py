"""A client of the other half is refused where it is passed in."""

import httpx
import httpx2
import pytest

from seawall.core.errors import ConfigError
from seawall.transports import AsyncHttpx2Transport, AsyncHttpxTransport, Httpx2Transport, HttpxTransport


def test_a_client_of_the_other_half_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match=r"client is not an httpx2\.Client\. "):
        Httpx2Transport(httpx2.AsyncClient())  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"client is not an httpx2\.AsyncClient\. "):
        AsyncHttpx2Transport(httpx2.Client())  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"client is not an httpx\.Client\. "):
        HttpxTransport(httpx.AsyncClient())  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=r"client is not an httpx\.AsyncClient\. "):
        AsyncHttpxTransport(httpx.Client())  # type: ignore[arg-type]
