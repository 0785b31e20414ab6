"""An HTTP client of the other half is refused where it is passed in."""

from typing import Any

import httpx
import httpx2
import pytest

from seawall.core.errors import ConfigError
from seawall.sdks.platform import AsyncClient, Client
from seawall.transports import async_given_transport, given_transport


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_a_client_of_the_other_half_is_a_config_error(library: Any) -> None:
    name = library.__name__
    expected = rf"http_client is {name}\.AsyncClient\. A Client needs {name}\.Client"
    with pytest.raises(ConfigError, match=expected):
        given_transport(None, library.AsyncClient())
    with pytest.raises(
        ConfigError, match=rf"http_client is {name}\.Client\. An AsyncClient needs {name}\.AsyncClient"
    ):
        async_given_transport(None, library.Client())


def test_a_client_of_the_platform_says_so_too() -> None:
    settings: Any = {"base_url": "http://platform.test", "token": "t"}
    with pytest.raises(ConfigError, match="A Client needs"):
        Client(**settings, http_client=httpx2.AsyncClient())  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="An AsyncClient needs"):
        AsyncClient(**settings, http_client=httpx2.Client())  # type: ignore[arg-type]
