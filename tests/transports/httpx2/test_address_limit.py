"""Blocking connections to some addresses only."""

import pytest

from seawall.core.errors import NotSentError
from seawall.core.http.message import Request
from seawall.transports import Httpx2Transport, TransportOptions, limit_addresses
from seawall.transports.network.address_limit import permitted


def test_an_address_is_checked_after_its_name_is_resolved() -> None:
    checked: list[str] = []

    def permits(address: str) -> bool:
        checked.append(address)
        return False

    with Httpx2Transport(options=TransportOptions(trust_env=False)) as transport, limit_addresses(permits):
        for host in ("localhost", "127.0.0.1"):
            with pytest.raises(NotSentError):
                transport.send(Request("GET", f"http://{host}:1/"), 5.0)
    assert "127.0.0.1" in checked
    assert set(checked) <= {"127.0.0.1", "::1"}


def test_a_limit_ends_with_its_block() -> None:
    addresses = ["127.0.0.1", "10.0.0.1"]
    assert permitted(addresses) == addresses
    with limit_addresses(lambda address: address.startswith("10.")):
        assert permitted(addresses) == ["10.0.0.1"]
    assert permitted(addresses) == addresses
