import gc
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.running_platform import RunningPlatform

LONGEST = {
    "test_pages.py",
    "test_projects_of_users.py",
    "test_real_specs.py",
    "test_sdk_authors_guide.py",
    "test_served_service.py",
    "test_site.py",
    "test_snippets.py",
    "test_typed_paging.py",
}
"""Files with tests that take more than ten seconds: mypy, whole clients, the site, an outage, pytest."""

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


@pytest.hookimpl(tryfirst=True)  # before -m selects
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(UNMEASURED) or item.get_closest_marker("exhaustive"):
            item.add_marker("unmeasured")
    # With several workers, the slow tests begin first, the slowest of them at once: a run does not end with
    # one worker that waits for the other. Without workers, the order of the files is easier to follow.
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: (item.path.name not in LONGEST, item.get_closest_marker("slow") is None))
