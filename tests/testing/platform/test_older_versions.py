"""The fake platform of each version of the API: the same program has the same results."""

from pathlib import Path
from typing import Any

import pytest

from seawall.core.errors import ConflictError, InputError, NotFoundError, UnprocessableError
from seawall.core.observe.events import SchemaDrift
from seawall.core.redaction.secret import Secret
from seawall.sdks.platform import Client, ItemTerminationReason, NotSupportedByServerError
from seawall.sdks.platform.settings import Settings
from seawall.testing import MemoryTransport, platform
from seawall.testing.platform import FakePlatform
from tests.sdks.platform.wire import RUN_ID

OLDER = ("2025-07", "2025-06", "2025-05")
VERSIONS = ("1.7", *OLDER)
Facts = dict[str, object]


def program(fake: FakePlatform, client: Client, folder: Path) -> Facts:
    """Submit runs, let them end in several ways, and return what the client has seen."""
    application, version = client.application("test-app"), client.application_version("test-app")
    names = ("good", "bad", "lost")
    run = client.runs.submit("test-app", [platform.new_item(external_id=name) for name in names])
    before = run.details(nocache=True).state
    fake.fail(run.run_id, item="bad", error_message="no tissue")
    fake.fail(run.run_id, item="lost", reason="SYSTEM_ERROR")
    fake.finish(run.run_id, files={"result:csv": b"cells"})
    data = run.wait().data
    files = run.download(folder)
    canceled = client.runs.submit("test-app", [platform.new_item()])
    canceled.cancel()
    with pytest.raises(ConflictError):
        canceled.cancel()
    run.delete()
    return {
        "versions": [each.number for each in application.versions],
        "inputs": [(each.name, each.media_type) for each in version.input_artifacts],
        "outputs": [(each.name, each.scope) for each in version.output_artifacts],
        "latest": [each.latest_version and each.latest_version.number for each in client.applications.list()],
        "before": before,
        "run": (data.state, data.output, data.termination_reason, data.version_number, data.submitted_by),
        "counts": data.statistics,
        "items": [
            (each.external_id, each.state, each.termination_reason, each.error_message)
            for each in run.results(sort="external_id")
        ],
        "bad": [
            each.external_id for each in run.results(termination_reason=ItemTerminationReason.USER_ERROR)
        ],
        "two": [each.external_id for each in run.results(external_ids=["bad", "good"], sort="-external_id")],
        "files": [(each.external_id, each.path.name, each.path.read_bytes()) for each in files],
        "left": [made.is_available for made in run.item("good", nocache=True).output_artifacts],
        "canceled": canceled.details(nocache=True).termination_reason,
        "listed": [each.run_id == run.run_id for each in client.runs.list(sort="submitted_at")],
        "healthy": client.health().is_healthy,
    }


@pytest.fixture
def expected(tmp_path: Path) -> Facts:
    fake = FakePlatform()
    with fake.client(sdk_metadata=False) as client:
        return program(fake, client, tmp_path / "now")


@pytest.mark.parametrize("setting", ["given", "auto"])
@pytest.mark.parametrize("version", OLDER)
def test_a_program_has_the_same_results_as_with_the_current_version(
    expected: Facts, version: str, setting: str, tmp_path: Path
) -> None:
    fake, drifts = FakePlatform(api_version=version), Drifts()
    settings = Settings(
        base_url=fake.url,
        token=Secret("fake"),
        api_version=version if setting == "given" else "auto",
    )
    with Client(
        settings=settings,
        transport=MemoryTransport(fake.respond),
        clock=fake.clock,
        observers=[drifts],
    ) as client:
        assert program(fake, client, tmp_path / "old") == expected
    # Each answer is one of the spec of 2025-07; statuses of 2025-05 are in lower case.
    if version != "2025-05" and setting == "given":
        assert drifts.seen == []


class Drifts:
    """An observer that keeps the fields that did not match the spec."""

    events = (SchemaDrift,)

    def __init__(self) -> None:
        self.seen: list[object] = []

    def __call__(self, event: object) -> None:
        self.seen.append(event)


@pytest.mark.parametrize("version", OLDER)
def test_a_client_of_the_fake_speaks_its_version(version: str) -> None:
    fake = FakePlatform(api_version=version, finish_after_polls=2)
    with fake.client() as client:
        run = client.runs.submit("test-app", [platform.new_item()])
        assert run.wait().output == "FULL"
        with pytest.raises(NotSupportedByServerError):
            client.runs.list(external_id="a").to_list()
        if version == "2025-07":
            assert client.me().user.id == platform.me().user.id
        else:
            with pytest.raises(NotSupportedByServerError):
                client.me()
        with pytest.raises(NotFoundError):
            client.runs.get(RUN_ID)
    assert "create_application_run" in {request.operation for request in fake.requests}
    assert fake.operations >= {"create_application_run"}
    assert ("get_me" in fake.operations) is (version == "2025-07")


async def test_the_async_client_of_the_fake_speaks_its_version() -> None:
    fake = FakePlatform(api_version="2025-07", finish_after_polls=1)
    async with fake.async_client() as client:
        run = await client.runs.submit("test-app", [platform.new_item()])
        assert (await run.wait()).output == "FULL"


def test_runs_of_others_are_hidden_and_wrong_filters_refused() -> None:
    fake = FakePlatform(api_version="2025-05")
    others = fake.add(platform.run(submitted_by="someone else"))
    with fake.client() as client:
        assert client.runs.list().to_list() == []
        with pytest.raises(NotFoundError):
            client.runs.get(others.run_id)
        for status in ("PENDING", "nonsense"):
            with pytest.raises(UnprocessableError, match="status__in"):
                client.request("GET", f"/v1/runs/{RUN_ID}/results", params={"status__in": status})


def test_the_states_of_a_run_have_the_statuses_of_the_older_api() -> None:
    fake = FakePlatform(api_version="2025-07")
    with fake.client() as client:
        run = client.runs.submit("test-app", [platform.new_item(external_id=name) for name in ("a", "b")])

        def status() -> object:
            return client.request("GET", f"/v1/runs/{run.run_id}").json(dict[str, str])["status"]

        assert status() == "RECEIVED"
        fake.start(run.run_id)
        assert status() == "SCHEDULED"
        fake.finish(run.run_id, item="a")
        assert status() == "RUNNING"
        fake.fail(run.run_id)
        assert status() == "COMPLETED_WITH_ERROR"
        done = client.runs.submit("test-app", [platform.new_item()])
        fake.finish(done.run_id)
        stopped = client.runs.submit("test-app", [platform.new_item()])
        fake.cancel(stopped.run_id)
        listed = client.request("GET", "/v1/runs").json(list[dict[str, str]])
        assert [one["status"] for one in listed] == ["CANCELED_SYSTEM", "COMPLETED", "COMPLETED_WITH_ERROR"]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("auto", "which is for clients"),
        ("2024", "api_version must be one of"),
        (None, "^api_version is of type NoneType. Give text.$"),
    ],
)
def test_a_version_that_the_fake_can_not_speak_is_refused(version: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        FakePlatform(api_version=version)


def test_a_patch_version_is_its_minor_version() -> None:
    with FakePlatform(api_version="1.7.0").client() as client:
        assert client.me() == platform.me()
