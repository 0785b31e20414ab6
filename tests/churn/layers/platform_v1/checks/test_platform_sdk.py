"""The tests of the SDK. They run against a mock server of each version of the API."""

import os
from collections.abc import Iterator

import pytest
from platform_sdk import Client, NewArtifact, NewItem, RunState, TerminationReason
from seawall.core.errors import InputError, NotFoundError, WaitTimeoutError


@pytest.fixture
def client() -> Iterator[Client]:
    assert os.environ["PLATFORM_SDK_BASE_URL"]
    with Client() as client:
        yield client


def test_a_version_is_the_latest_or_the_one_that_is_named(client: Client) -> None:
    application = client.applications.list().to_list()[0].application_id
    numbers = client.applications.version_numbers(application)
    version = client.applications.version(application)
    assert version.version_number in numbers
    assert version == client.applications.version(application, version.version_number)
    assert [spec.media_type for spec in version.input_artifacts] == ["image/tiff"]


def test_a_list_of_runs_is_read_page_by_page(client: Client) -> None:
    runs = client.runs.list(page_size=5).to_list()
    assert len({run.run_id for run in runs}) == len(runs) > 5
    assert {run.state for run in runs} == set(RunState)
    for run in runs:
        assert client.runs.get(run.run_id) == run
        assert run.is_terminated == (run.state == "TERMINATED")


def test_a_page_size_that_the_platform_refuses_is_an_input_error(client: Client) -> None:
    with pytest.raises(InputError, match="page_size"):
        client.runs.list(page_size=101)


def test_a_submitted_run_can_be_read_and_cancelled(client: Client) -> None:
    application = client.applications.list().to_list()[0].application_id
    artifact = NewArtifact(name="slide", download_url="https://bucket.example/1", metadata={"mpp": 0.5})
    handle = client.runs.submit(application, [NewItem(external_id="1", input_artifacts=(artifact,))])
    assert handle.details().run_id == handle.run_id
    assert handle.details().application_id == application
    handle.cancel()


def test_a_wait_ends_with_the_run_or_its_time(client: Client) -> None:
    runs = client.runs.list().to_list()
    ended = next(run for run in runs if run.is_terminated)
    assert client.run(ended.run_id).wait(timeout_s=5) == ended
    waiting = next(run for run in runs if not run.is_terminated)
    with pytest.raises(WaitTimeoutError):
        client.run(waiting.run_id).wait(timeout_s=0.3)


def test_results_have_their_artifacts(client: Client) -> None:
    run = client.runs.list().to_list()[0]
    items = client.run(run.run_id).results().to_list()
    assert items
    for item in items:
        assert item.termination_reason is None or item.termination_reason in TerminationReason
        assert all("/" in artifact.media_type for artifact in item.output_artifacts)


def test_a_run_that_does_not_exist_is_not_found(client: Client) -> None:
    with pytest.raises(NotFoundError):
        client.runs.get("00000000-0000-0000-0000-000000000000")
