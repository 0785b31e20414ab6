import gc
import shutil
import signal
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.running_platform import RunningPlatform

LONGEST = {
    "test_distribution.py",
    "test_fairness.py",
    "test_limits.py",
    "test_platform_changes.py",
    "test_projects_of_users.py",
    "test_pytest_plugin.py",
    "test_real_specs.py",
    "test_sdk_authors_guide.py",
    "test_served_service.py",
    "test_site.py",
    "test_snippets.py",
    "test_stock.py",
    "test_type_errors.py",
    "test_typed_paging.py",
    "test_upload_killed.py",
}
"""Files with tests that take more than three seconds: mypy, whole clients, the site, an outage, pytest."""

# How long an example takes, or how fast examples are made, depends on what else the machine does.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

UNMEASURED = ("tests/churn/", "tests/docs/")
"""Folders whose tests use what other tests cover: coverage is not measured while they run."""


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


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of a run share; see tests/made_once.py."""
    folder = tmp_path_factory.getbasetemp()
    return folder if worker_id == "master" else folder.parent


@pytest.fixture(scope="session")
def shared_platform(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[RunningPlatform]":
    """A local platform in its own process, for all tests that tolerate the runs of other tests."""
    from tests.running_platform import running_platform

    with running_platform(tmp_path_factory.mktemp("platform")) as platform:
        yield platform


@pytest.fixture
def mypy_cache(testrun_uid: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the option `--cache-dir` of mypy; use it with the command `tests.mypy_cache.MYPY`."""
    from tests.mypy_cache import copy_cache

    folder = tmp_path_factory.mktemp("mypy") / "cache"
    copy_cache(folder, run=testrun_uid)
    yield folder
    # 40 MB.
    shutil.rmtree(folder)


def pytest_sessionstart() -> None:
    # A shell starts a command in the background with SIGINT ignored, and so would be each child process.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Whatever a collection makes is kept until the end: a search for garbage only costs time.
    gc.disable()


def pytest_collection_finish() -> None:
    # Frozen, the modules and tests of the whole suite are not searched for garbage either: a `gc.collect()`
    # in a test takes a few milliseconds, not half a second.
    gc.freeze()
    # With the threshold of Python, a test that makes many objects is searched for garbage much more often.
    gc.set_threshold(10_000)
    gc.enable()


def pytest_sessionfinish() -> None:
    # xdist kills a worker that has not ended after 10 s, which may be too short to save the coverage.
    coverage = sys.modules.get("coverage")
    measurement = coverage.Coverage.current() if coverage else None
    if measurement is not None:
        measurement.save()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    for item in items:
        if item.nodeid.startswith(UNMEASURED) or item.get_closest_marker("exhaustive"):
            item.add_marker("unmeasured")
    yield  # -m selects
    # Without workers, the order of the files is easier to follow.
    if hasattr(config, "workerinput"):
        items[:] = in_equal_parts(items, config.workerinput["workercount"])


def in_equal_parts(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Order the tests for xdist, which gives each worker an equal part of the list at the begin.

    Each part begins with some of the slow files: a run ends with fast tests, which the workers can share.
    The files that use the shared platform are in one part, because each worker that needs one starts it.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in sorted(items, key=slowness):
        files.setdefault(item.path, []).append(item)
    sharing = {item.path for item in items if "shared_platform" in getattr(item, "fixturenames", ())}
    parts: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for path, tests in files.items():
        part = parts[0] if path in sharing else min(parts, key=len)
        part.extend(tests)
    return [item for part in parts for item in sorted(part, key=slowness)]


def slowness(item: pytest.Item) -> tuple[bool, bool]:
    """Sorts the longest files first, then other slow tests."""
    return item.path.name not in LONGEST, item.get_closest_marker("slow") is None
