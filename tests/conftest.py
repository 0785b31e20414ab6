import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_developers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Clients read contexts and logins in the config folder: here an empty one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.delenv("SEAWALL_CONTEXT", raising=False)
        yield


def pytest_collection_finish() -> None:
    # The modules and tests of the whole suite live until its end. Frozen, they are not searched for garbage:
    # a `gc.collect()` in a test then takes a few milliseconds, not half a second.
    gc.freeze()
