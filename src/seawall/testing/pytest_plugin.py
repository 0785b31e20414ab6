"""The pytest plugin: what SDK users test with, as fixtures. pytest loads it where Seawall is installed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from seawall.testing._async.fake_clock import AsyncFakeClock
    from seawall.testing._sync.fake_clock import FakeClock
    from seawall.testing.cassette import Cassette
    from seawall.testing.local_platform import LocalPlatform

__all__ = [
    "pytest_addoption",
    "seawall_async_clock",
    "seawall_cassette",
    "seawall_clock",
    "seawall_platform",
]

# Everything of ours is imported where it is used: a test run that needs none of it pays for none of it.


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --seawall-record."""
    parser.getgroup("seawall").addoption(
        "--seawall-record", action="store_true", help="record cassettes instead of replaying them"
    )


@pytest.fixture
def seawall_clock() -> "FakeClock":
    """A clock that only the test moves; hand its `clock` to a client."""
    from seawall.testing._sync.fake_clock import FakeClock  # noqa: PLC0415

    return FakeClock()


@pytest.fixture
def seawall_async_clock() -> "AsyncFakeClock":
    """A clock that only the test moves; hand its `clock` to an async client."""
    from seawall.testing._async.fake_clock import AsyncFakeClock  # noqa: PLC0415

    return AsyncFakeClock()


@pytest.fixture
def seawall_cassette(request: pytest.FixtureRequest) -> "Iterator[Cassette]":
    """The cassette of a test: `cassettes/<module>/<class>/<test>.json` beside its module; saved after it."""
    from seawall.testing.cassette import Cassette  # noqa: PLC0415

    module = Path(request.path)
    name = re.sub(r"[^\w.-]+", "-", request.node.name).strip("-.") or "test"
    folders = [request.cls.__qualname__] if request.cls else []
    path = module.parent.joinpath("cassettes", module.stem, *folders) / f"{name}.json"
    cassette = Cassette(path, record=request.config.getoption("--seawall-record"))
    yield cassette
    cassette.save()


@pytest.fixture(scope="session")
def seawall_platform() -> "Iterator[LocalPlatform]":
    """A local platform that serves as long as the test run lasts. Needs the extra `local`."""
    from seawall.testing.local_platform import local_platform  # noqa: PLC0415

    with local_platform() as platform:
        yield platform
