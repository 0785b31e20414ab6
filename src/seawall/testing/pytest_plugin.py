"""The pytest plugin with the fixtures for SDK users. pytest loads it if Seawall is installed."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

if TYPE_CHECKING:
    from seawall.testing._async.fake_clock import AsyncFakeClock
    from seawall.testing._sync.fake_clock import FakeClock
    from seawall.testing.cassette import Cassette
    from seawall.testing.local_platform import LocalPlatform
    from seawall.testing.local_sessions import LocalSessions
    from seawall.testing.mock_server import MockServer
    from seawall.testing.platform.fake.fake_platform import FakePlatform
    from seawall.testing.sessions.fake.fake_sessions import FakeSessions

__all__ = [
    "pytest_addoption",
    "pytest_configure",
    "pytest_runtest_setup",
    "seawall_async_clock",
    "seawall_cassette",
    "seawall_clock",
    "seawall_fake_platform",
    "seawall_fake_sessions",
    "seawall_mock",
    "seawall_platform",
    "seawall_sessions",
]

# File systems allow 255 bytes a name, and a character may have four.
_MOST_CHARACTERS = 58

# All imports of Seawall are late: pytest loads this module in each run, and they take 200 ms.


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options --seawall-record and --seawall-record-uses."""
    group = parser.getgroup("seawall")
    group.addoption(
        "--seawall-record", action="store_true", help="record cassettes again instead of replaying them"
    )
    group.addoption(
        "--seawall-record-uses",
        metavar="FILE",
        help="record which functions use which parts of a generated client, for seawall impact --recorded",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start to record uses if --seawall-record-uses is given."""
    if config.getoption("--seawall-record-uses"):
        from seawall.testing.recording.recording_plugin import RecordingPlugin  # noqa: PLC0415

        config.pluginmanager.register(RecordingPlugin(config), "seawall-record-uses")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Start the ids of builders again, so that a test has the same ids in each run."""
    if (module := sys.modules.get("seawall.testing.builder_values")) is not None:
        module.restart(item.nodeid)


@pytest.fixture
def seawall_clock() -> "FakeClock":
    """Return a fake clock; pass it to a client as `clock`."""
    from seawall.testing._sync.fake_clock import FakeClock  # noqa: PLC0415

    return FakeClock()


@pytest.fixture
def seawall_async_clock() -> "AsyncFakeClock":
    """Return a fake clock; pass it to an async client as `clock`."""
    from seawall.testing._async.fake_clock import AsyncFakeClock  # noqa: PLC0415

    return AsyncFakeClock()


@pytest.fixture
def seawall_cassette(request: pytest.FixtureRequest) -> "Iterator[Cassette]":
    """Return the cassette `cassettes/<module>/<class>/<test>.json` beside the test module; saved after it."""
    from seawall.testing.cassette import Cassette  # noqa: PLC0415

    module = Path(request.path)
    folders = [request.cls.__qualname__] if request.cls else []
    path = _cassette_path(module.parent.joinpath("cassettes", module.stem, *folders), request.node.name)
    cassette = Cassette(path, record=request.config.getoption("--seawall-record"))
    yield cassette
    cassette.save()


@pytest.fixture
def seawall_fake_platform(
    seawall_clock: "FakeClock", seawall_async_clock: "AsyncFakeClock"
) -> "FakePlatform":
    """Return a fake platform in memory with the clocks of the other fixtures."""
    from seawall.testing.platform.fake.fake_platform import FakePlatform  # noqa: PLC0415

    return FakePlatform(clock=seawall_clock, async_clock=seawall_async_clock)


@pytest.fixture
def seawall_fake_sessions(
    seawall_clock: "FakeClock", seawall_async_clock: "AsyncFakeClock"
) -> "FakeSessions":
    """Return a fake sessions service in memory with the clocks of the other fixtures."""
    from seawall.testing.sessions.fake.fake_sessions import FakeSessions  # noqa: PLC0415

    return FakeSessions(clock=seawall_clock, async_clock=seawall_async_clock)


@pytest.fixture(scope="session")
def seawall_platform() -> "Iterator[LocalPlatform]":
    """Run a local platform during the test run. Needs the extra `local`."""
    from seawall.testing.local_platform import local_platform  # noqa: PLC0415

    with local_platform() as platform:
        yield platform


@pytest.fixture(scope="session")
def seawall_sessions() -> "Iterator[LocalSessions]":
    """Run a local sessions server during the test run. Needs the extra `local`."""
    from seawall.testing.local_sessions import local_sessions  # noqa: PLC0415

    with local_sessions() as sessions:
        yield sessions


@pytest.fixture
def seawall_mock() -> "Iterator[Callable[..., MockServer]]":
    """Return `mock_server` as a function; its servers run until the test ends. Needs the extra `codegen`."""
    from seawall.testing.mock_server import mock_server  # noqa: PLC0415

    with ExitStack() as stack:

        def start(
            spec: Path | str, *, overlays: Sequence[Path | str] = (), seed: int = 0, items: int = 3
        ) -> "MockServer":
            return stack.enter_context(mock_server(spec, overlays=overlays, seed=seed, items=items))

        yield start


def _cassette_path(folder: Path, test: str) -> Path:
    readable = re.sub(r"\[(.*)\]$", r"-\1", test, flags=re.DOTALL)
    name = re.sub(r"[^\w.-]+", "-", readable).strip("-.")[:_MOST_CHARACTERS] or "test"
    # Two tests whose names differ in a replaced character must not write the same file.
    checksum = "" if name == readable else f"-{crc32(test.encode()):08x}"
    return folder / f"{name}{checksum}.json"
