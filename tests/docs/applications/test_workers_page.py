"""The Celery tasks and the script of docs/applications/workers.md."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from seawall.core.errors import InputError, NotFoundError, RateLimitedError, TransportError
from seawall.sdks.platform import Client
from seawall.testing import faults, platform
from seawall.testing.platform import FakePlatform
from tests.docs.applications.programs import program
from tests.running_platform import running_platform

pytestmark = pytest.mark.slow


@pytest.fixture
def fake() -> FakePlatform:
    return FakePlatform()


@pytest.fixture(scope="module")
def tasks_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    # Once: Celery keeps the tasks of every import.
    with (
        pytest.MonkeyPatch.context() as patch,
        program("tasks", tmp_path_factory.mktemp("tasks"), patch) as module,
    ):
        yield module


@pytest.fixture
def tasks(tasks_module: ModuleType, monkeypatch: pytest.MonkeyPatch, fake: FakePlatform) -> ModuleType:
    client = fake.client()
    monkeypatch.setattr(tasks_module, "platform", lambda: client)
    tasks_module.app.conf.task_always_eager = True
    tasks_module.app.conf.task_store_eager_result = True
    return tasks_module


def test_a_task_returns_the_run_as_plain_json(tasks: ModuleType, fake: FakePlatform) -> None:
    run = fake.add(platform.run(state="TERMINATED"))
    assert tasks.ended.delay(str(run.run_id)).get() == run.to_dict()


def test_a_running_run_is_looked_at_again_until_it_has_ended(tasks: ModuleType, fake: FakePlatform) -> None:
    run = fake.add(platform.run(state="PROCESSING"))
    fake.finish_after(run.run_id, polls=3)
    # Eager mode repeats a task at once.
    assert tasks.ended.delay(str(run.run_id)).get()["state"] == "TERMINATED"
    assert len(fake.requests) == 3


def test_an_outage_is_retried_by_celery_and_a_wrong_id_is_not(tasks: ModuleType, fake: FakePlatform) -> None:
    run = fake.add(platform.run(state="TERMINATED"))
    fake.next_fails(faults.refused(), times=8)
    assert tasks.ended.delay(str(run.run_id)).get()["state"] == "TERMINATED"
    before = len(fake.requests)
    result = tasks.ended.delay(str(platform.run().run_id))
    assert isinstance(result.result, NotFoundError)
    assert len(fake.requests) == before + 1


def test_the_delay_is_that_of_the_server_or_grows(tasks: ModuleType) -> None:
    asked = RateLimitedError("busy", headers={"retry-after": "90"})  # type: ignore[arg-type]
    assert tasks.delay_s(asked, 0) == 90
    assert [tasks.delay_s(TransportError("down"), number) for number in (0, 1, 2, 9)] == [10, 20, 40, 600]


@contextmanager
def worker(tasks: ModuleType) -> Iterator[None]:
    """A worker thread with the memory broker; values pass through JSON."""
    tasks.app.conf.task_always_eager = False
    tasks.app.set_current()
    # The module has no types.
    testing = import_module("celery.contrib.testing.worker")
    with testing.start_worker(tasks.app, pool="solo", perform_ping_check=False, shutdown_timeout=10):
        yield


def test_a_worker_returns_runs_and_errors_as_json(tasks: ModuleType, fake: FakePlatform) -> None:
    run = fake.add(platform.run(state="TERMINATED"))
    with worker(tasks):
        assert tasks.ended.delay(str(run.run_id)).get(timeout=10) == run.to_dict()
        with pytest.raises(NotFoundError) as caught:
            tasks.ended.delay(str(platform.run().run_id)).get(timeout=10)
    assert (caught.value.status, caught.value.method, caught.value.path) == (404, "GET", "/v1/runs/{run_id}")


def test_an_order_is_submitted_once_even_if_its_task_is_delivered_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tasks: ModuleType
) -> None:
    with (
        running_platform(tmp_path / "platform") as local,
        Client(base_url=local.url, token_file=local.token_file) as client,
    ):
        monkeypatch.setattr(tasks, "platform", lambda: client)
        images = {"one": str(local.images / "one.png")}
        ids = [tasks.submit.apply(args=("order \"4711' \\", images)).get() for _ in range(2)]
        assert ids[0] == ids[1]
        assert tasks.submit.apply(args=("another", images)).get() != ids[0]
        assert len(client.runs.list(submitted_by="me").to_list()) == 2


def test_a_wrong_image_fails_the_task_at_once(tasks: ModuleType) -> None:
    assert isinstance(tasks.submit.apply(args=("4711", {"one": __file__})).result, InputError)


def nightly(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    variables = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error", "HOME": str(folder), **environment}
    return subprocess.run(
        [sys.executable, "nightly.py"],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_script_downloads_new_runs_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: FakePlatform
) -> None:
    run = fake.add(
        platform.run(state="PROCESSING"), items=[platform.item(external_id="a", state="PROCESSING")]
    )
    fake.finish(run.run_id, files={"result:csv": b"cells\n42\n"})
    with program("nightly", tmp_path, monkeypatch) as module, fake.client() as client:
        assert module.collect(client, run.submitted_at.replace(year=2000)) == 1
        assert module.collect(client, run.submitted_at) == 0
    [file] = (tmp_path / "results" / str(run.run_id)).rglob("*csv*")
    assert file.read_bytes() == b"cells\n42\n"


def test_the_exit_code_says_if_the_next_start_may_succeed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with program("nightly", tmp_path, monkeypatch):
        wrong = nightly(tmp_path)
        down = nightly(
            tmp_path,
            SEAWALL_PLATFORM_BASE_URL="http://127.0.0.1:9",
            SEAWALL_PLATFORM_TOKEN="t0ken",
            SEAWALL_PLATFORM_PRESET="testing",
        )
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("base_url is not set.")
    assert (down.returncode, down.stdout) == (75, "")
    assert "Traceback" not in wrong.stderr + down.stderr
    assert "t0ken" not in down.stderr
