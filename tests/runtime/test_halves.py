"""The async and the sync half side by side: neither takes a part of the other."""

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime import AsyncEngine, AsyncOperationCache, Engine, OperationCache
from seawall.testing import AsyncMemoryTransport, MemoryTransport, Script

URL = "https://api.test"


def test_a_transport_of_the_other_half_is_told() -> None:
    with pytest.raises(ConfigError, match="transport is of type AsyncMemoryTransport"):
        Engine(AsyncMemoryTransport(Script()), base_url=URL)  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="transport is of type MemoryTransport"):
        AsyncEngine(MemoryTransport(Script()), base_url=URL)  # type: ignore[arg-type]


def test_a_cache_of_the_other_half_is_told() -> None:
    with pytest.raises(ConfigError, match="Give an instance of OperationCache"):
        Engine(MemoryTransport(Script()), base_url=URL, cache=AsyncOperationCache())  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="Give an instance of AsyncOperationCache"):
        AsyncEngine(AsyncMemoryTransport(Script()), base_url=URL, cache=OperationCache())  # type: ignore[arg-type]
