"""Async clients without an event loop of asyncio, as under trio: a sentence says what to do."""

from collections.abc import Coroutine

import pytest

from seawall.core.errors import ConfigError
from seawall.testing.platform import FakePlatform


def run_without_asyncio(coroutine: Coroutine[object, object, object]) -> None:
    """Run the first step of `coroutine`, as trio does: no event loop of asyncio is running."""
    try:
        coroutine.send(None)
    finally:
        coroutine.close()


def test_a_call_outside_of_asyncio_is_a_config_error() -> None:
    client = FakePlatform().async_client()
    with pytest.raises(ConfigError, match=r"async clients need one.*trio is not supported"):
        run_without_asyncio(client.me())
