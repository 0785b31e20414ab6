"""The fake platform and the local platform answer the same calls alike, ids and times aside."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import attrs
import pytest

from seawall.core.errors import StatusError
from seawall.core.http.message import Request
from seawall.core.model.with_data import without_methods
from seawall.sdks.platform import Client, NewArtifact, NewItem, Run
from seawall.testing import MemoryTransport
from seawall.testing.local_platform import LocalPlatform, local_platform
from seawall.testing.platform import FakePlatform
from seawall.transports import default_transport

pytestmark = pytest.mark.slow

APP, NOWHERE = "test-app", UUID(int=7)
OUTCOMES = ("succeeded", "user_error", "system_error", "skipped", "succeeded", "succeeded", "succeeded")
End = Callable[[Run], object]


def new_item(number: int, outcome: str, duration_s: float = 0) -> NewItem:
    artifact = NewArtifact(name="input", download_url="https://files.example.com/in", metadata={})
    return NewItem(
        external_id=f"folder/{number}",
        input_artifacts=[artifact],
        custom_metadata={
            "outcome": outcome,
            "duration_s": duration_s,
            "number": number,
            "tags": ["a", number],
        },
    )


def comparable(value: object) -> object:
    """Return plain data of models and errors without ids and times."""
    value = without_methods(value)
    if attrs.has(type(value)):
        value = attrs.asdict(value, recurse=False)  # type: ignore[arg-type]
    match value:
        case StatusError():
            return type(value).__name__, value.status
        case UUID() | datetime():
            return type(value).__name__
        case Path():
            return value.name, value.read_bytes()
        case list() | tuple():
            return [comparable(one) for one in value]
        case Mapping():
            return {key: comparable(one) for key, one in value.items()}
    return value


def steps(client: Client, end: End, folder: Path) -> Iterator[Callable[[], object]]:
    """The calls of the scenario, in order."""
    applications, runs = client.applications, client.runs
    yield client.me
    yield lambda: list(applications.list(sort="-name"))
    yield lambda: list(applications.list(sort=["name", "application_id"]))
    yield lambda: list(applications.list(sort="size"))
    yield lambda: client.application(APP)
    yield lambda: client.application("nowhere")
    yield lambda: client.application_version(APP)
    yield lambda: client.application_version(APP, "0.9.0")
    yield lambda: client.application_version(APP, "7.0.0")
    yield lambda: runs.submit("nowhere", [new_item(1, "succeeded")])
    yield lambda: runs.submit(APP, [new_item(1, "succeeded")], version="7.0.0")

    items = [new_item(number, outcome) for number, outcome in enumerate(OUTCOMES)]
    due = datetime(2040, 1, 1, tzinfo=UTC)
    first = runs.submit(APP, items, custom_metadata={"study": "a", "deep": {"n": [1, 2]}}, due_date=due)
    end(first)
    yield from finished_run(first, folder)
    second = runs.submit(APP, [new_item(1, "succeeded", duration_s=50)], version="0.9.0", deadline=due)
    yield second.delete
    yield second.cancel
    yield lambda: second.details(nocache=True)
    yield lambda: list(second.results())
    for number in range(5):
        end(runs.submit(APP, [new_item(number, "user_error")], custom_metadata={"study": f"s{number}"}))
    yield from lists_of_runs(client)
    yield lambda: runs.get(NOWHERE)
    yield client.run(NOWHERE).cancel
    yield client.run(NOWHERE).delete
    yield lambda: list(client.run(NOWHERE).results())


def finished_run(run: Run, folder: Path) -> Iterator[Callable[[], object]]:
    yield lambda: run.details(nocache=True)
    for filters in (
        {"sort": "external_id"},
        {"sort": "-external_id", "page_size": 5},
        {"sort": ["termination_reason", "-external_id"], "page_size": 5},
        {"sort": "custom_metadata"},
        {"sort": "color"},
        {"state": "TERMINATED"},
        {"state": "PENDING"},
        {"termination_reason": "SKIPPED"},
        {"external_ids": ["folder/1", "folder/5", "folder/99"]},
        {"custom_metadata": '$.outcome ? (@ == "user_error")'},
        {"custom_metadata": "$.tags ? (@ == 3)"},
        {"custom_metadata": "tags[*] ? (@ == 3)"},
        {"custom_metadata": "$.nothing"},
    ):
        yield lambda filters=filters: list(run.results(**filters))  # type: ignore[misc]
    yield lambda: run.item("folder/1")
    yield lambda: run.item("folder/99")
    yield lambda: run.download(folder)
    yield lambda: run.download(folder)
    yield run.cancel
    yield lambda: run.update_metadata({"study": "b"}, checksum="00000000")
    yield lambda: run.update_metadata(
        {"study": "b"}, checksum=run.details(nocache=True).custom_metadata_checksum
    )
    yield lambda: run.update_item_metadata("folder/1", {"n": 1}, checksum="00000000")
    yield lambda: run.update_item_metadata("folder/1", {"n": 1})
    yield lambda: run.update_item_metadata("folder/99", {"n": 1})
    yield lambda: run.update_item_metadata("folder/2", None)
    yield lambda: list(run.results(sort="external_id"))
    yield run.delete
    yield run.delete
    yield lambda: list(run.results(sort="external_id"))
    yield lambda: run.download(folder / "again")
    yield lambda: run.details(nocache=True)


def lists_of_runs(client: Client) -> Iterator[Callable[[], object]]:
    for filters in (
        {},
        {"page_size": 5},
        {"sort": "submitted_at", "page_size": 5},
        {"sort": ["version_number", "-submitted_at"]},
        {"sort": "custom_metadata"},
        {"sort": "color"},
        {"application_id": APP, "application_version": "0.9.0"},
        {"application_id": "image-qc"},
        {"external_id": "folder/3"},
        {"custom_metadata": '$.study ? (@ == "s3")'},
        {"submitted_by": "me"},
        {"submitted_by": "another"},
        {"for_organization": "another"},
        {"for_organization": client.me().organization.id},
    ):
        yield lambda filters=filters: list(client.runs.list(**filters))  # type: ignore[misc]


def results(client: Client, end: End, folder: Path) -> list[object]:
    found = []
    for step in steps(client, end, folder):
        try:
            found.append(comparable(step()))
        except StatusError as error:
            found.append(comparable(error))
    return found


@pytest.fixture(scope="module")
def local() -> Iterator[LocalPlatform]:
    with local_platform() as platform:
        yield platform


@pytest.fixture
def fake(local: LocalPlatform) -> FakePlatform:
    """A fake platform with the account and the applications of the local one."""
    with local.client() as client:
        fake = FakePlatform(me=client.me())
        for summary in client.applications.list():
            application = client.application(summary.application_id)
            versions = [
                client.application_version(summary.application_id, version.number)
                for version in application.versions
            ]
            fake.add_application(application, versions=versions)
    return fake


def test_the_scenario_has_the_same_results(fake: FakePlatform, local: LocalPlatform, tmp_path: Path) -> None:
    def end(run: Run) -> None:
        for item in fake.items(run.run_id):
            outcome = str((item.custom_metadata or {})["outcome"])
            if outcome == "succeeded":
                fake.finish(run.run_id, item=item.external_id)
            else:
                reason = outcome.upper()
                fake.fail(
                    run.run_id,
                    item=item.external_id,
                    reason=reason,
                    error_code=f"TEST_APP.{reason}",
                    error_message=f"The item requested the outcome {outcome}.",
                )

    with Client(base_url=local.url, token=local.token, sdk_metadata=False) as client:
        expected = results(client, lambda run: run.wait(), tmp_path / "local")
    found = results(fake.client(sdk_metadata=False), end, tmp_path / "fake")
    for step, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert one == other, f"step {step}"


ITEM = b'{"external_id": "a", "input_artifacts": [{"name": "input", "download_url": "x", "metadata": {}}]}'
PAST = b'{"deadline": "2020-01-01T00:00:00Z"}'
MALFORMED = [
    ("GET", "/v1/nowhere", b""),
    ("GET", "/v1/runs?page=0", b""),
    ("GET", "/v1/runs?page=one", b""),
    ("GET", "/v1/runs?page_size=4", b""),
    ("GET", "/v1/runs?page_size=101", b""),
    ("GET", "/v1/applications?page-size=4", b""),
    ("GET", "/v1/runs/7", b""),
    ("GET", f"/v1/runs?custom_metadata={'x' * 1001}", b""),
    ("GET", "/v1/applications/test-app/versions/one", b""),
    ("GET", f"/v1/runs/{NOWHERE}/items?state=DONE", b""),
    ("GET", f"/v1/runs/{NOWHERE}/items?item_id__in=7", b""),
    ("GET", f"/v1/runs/{NOWHERE}/artifacts/7/file", b""),
    ("GET", f"/v1/runs/{NOWHERE}/artifacts/{NOWHERE}/file", b""),
    ("PUT", f"/v1/runs/{NOWHERE}/custom-metadata", b"[]"),
    ("PUT", f"/v1/runs/{NOWHERE}/custom-metadata", b"{}"),
    ("POST", "/v1/runs", b""),
    ("POST", "/v1/runs", b"{"),
    ("POST", "/v1/runs", b"{}"),
    ("POST", "/v1/runs", b'{"application_id": "test-app", "items": [%s], "scheduling": %s}' % (ITEM, PAST)),
    ("POST", "/v1/access/share-tokens", b'{"expires_at": "2020-01-01T00:00:00Z"}'),
    *[
        ("POST", "/v1/runs", b'{"application_id": "%s", "items": [%s]}' % (application, items))
        for application, items in (
            (b"test-app", b""),
            (b"test-app", ITEM),
            (b"nowhere", ITEM),
            (b"test-app", ITEM + b"," + ITEM),
            (b"test-app", ITEM.replace(b'"input"', b'"other"')),
            (b"test-app", ITEM.replace(b"{}", b'{"outcome": "lost"}')),
            (b"test-app", ITEM.replace(b'"a"', b'"%s"' % (b"a" * 256))),
        )
    ],
]


def test_malformed_requests_have_the_same_status(fake: FakePlatform, local: LocalPlatform) -> None:
    headers = {"authorization": f"Bearer {local.token}", "content-type": "application/json"}
    real, memory = default_transport(), MemoryTransport(fake.respond)
    try:
        for method, path, body in MALFORMED:
            for sent_headers in (headers, {}):
                found = []
                for transport, url in ((real, local.url), (memory, fake.url)):
                    request = Request(method, f"{url}/api{path}", sent_headers, body or None)
                    response = transport.send(request, 10.0)
                    # A list of faults, or a sentence.
                    found.append((response.status, type(json.loads(response.body).get("detail"))))
                assert found[0] == found[1], (method, path, body, bool(sent_headers))
    finally:
        real.close()
