"""Requests of async transports without an event loop of asyncio, as under trio."""

import pytest

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request
from seawall.transports import AsyncHttpx2Transport, AsyncPyreqwestTransport


@pytest.mark.parametrize("kind", [AsyncHttpx2Transport, AsyncPyreqwestTransport])
def test_a_request_outside_of_asyncio_is_a_config_error(
    kind: type[AsyncHttpx2Transport | AsyncPyreqwestTransport],
) -> None:
    sending = kind().send(Request("GET", "http://127.0.0.1:9/"), 1.0)
    with pytest.raises(ConfigError, match=r"async clients need one.*trio is not supported"):
        sending.send(None)
