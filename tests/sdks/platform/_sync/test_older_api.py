# DO NOT EDIT. Derived from ../_async/test_older_api.py by "python -m seawall.codegen.derive".
"""Clients of a server of an older API: the version that it speaks, and calls that it can not answer."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import ConfigError, ForbiddenError, GoneError, NotFoundError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.engine._sync.engine import Engine
from seawall.sdks.platform import Client, NewItem, NotSupportedByServerError
from seawall.sdks.platform._sync.older_api import OlderApiEngine
from seawall.sdks.platform._generated import calls
from seawall.sdks.platform.server_version import ServerVersion
from seawall.sdks.platform.settings import Settings
from seawall.testing import FakeClock
from seawall.transports import MemoryTransport
from tests.rows import row
from tests.sdks.platform.wire import FILES, RUN_ID, Platform, Route, query, reply

QUESTION = "GET /api/v1/runs/version/results"
RESULTS = f"GET /api/v1/runs/{RUN_ID}/results"
VERSIONS = "GET /api/v1/applications/image-qc/versions"
ARTIFACT_ID = "00000000-0000-4000-8000-000000000001"


def refusal(*names: str) -> Response:
    faults = [{"loc": name.split("."), "msg": "is wrong", "type": "value_error"} for name in names]
    return reply({"detail": faults}, 422)


ANSWERS = {
    "2025-05": refusal("path.application_run_id", "query.status__in.0"),
    "2025-07": refusal("path.application_run_id"),
    "1.7": reply({"detail": "Not Found"}, 404),
}


def old_run(status: str = "RUNNING", **changes: object) -> dict[str, object]:
    return {
        "application_run_id": RUN_ID,
        "application_version_id": "image-qc:v1.0.0",
        "organization_id": "o1",
        "status": status,
        "triggered_at": "2025-07-10T12:00:00Z",
        "triggered_by": "u1",
        **changes,
    }


def old_item(number: int = 1, status: str = "SUCCEEDED", **changes: object) -> dict[str, object]:
    return {
        "item_id": str(UUID(int=number)),
        "application_run_id": RUN_ID,
        "reference": f"item {number}",
        "status": status,
        "error": None,
        "output_artifacts": [],
        **changes,
    }


def old_version(number: str) -> dict[str, object]:
    return {
        "application_version_id": f"image-qc:v{number}",
        "version": number,
        "application_id": "image-qc",
        "changelog": "",
        "input_artifacts": [],
        "output_artifacts": [],
        "created_at": "2025-07-10T12:00:00Z",
    }


def artifact(url: str | None) -> dict[str, object]:
    return {"output_artifact_id": ARTIFACT_ID, "name": "a", "metadata": {}, "download_url": url}


def pages_of(items: list[dict[str, object]]) -> Route:
    def answer(request: Request) -> Response:
        given = query(request)
        page, size = int(given.get("page", ["1"])[0]), int(given.get("page_size", ["50"])[0])
        return reply(items[(page - 1) * size : page * size])

    return answer


def client_of(
    routes: Mapping[str, Route | list[Route]], api_version: str = "2025-07"
) -> tuple[Client, Platform]:
    platform = Platform(routes)
    settings = Settings(
        base_url="http://platform.test",
        token=Secret("t0ken"),
        api_version=api_version,
        attempts=1,
        sdk_metadata=True,
    )
    transport = MemoryTransport(platform)
    return Client(settings=settings, transport=transport, clock=FakeClock()), platform


def test_a_server_is_asked_for_its_version_once() -> None:
    runs = "GET /api/v1/runs"
    for version, answer in ANSWERS.items():
        with row(version):
            is_older = version != "1.7"
            answers: list[Route] = [refusal("query.sort")] if is_older else []
            client, platform = client_of({QUESTION: answer, runs: [*answers, reply([])]}, "auto")
            with client:
                assert client.runs.list().to_list() == []
                assert client.with_options(attempts=2).runs.list().to_list() == []
            assert platform.seen == ([runs, QUESTION, runs, runs] if is_older else [runs, runs])


def test_an_answer_that_does_not_fit_the_current_api_is_asked_about() -> None:
    path = f"GET /api/v1/runs/{RUN_ID}"
    client, platform = client_of(
        {QUESTION: ANSWERS["2025-07"], path: reply(old_run()), RESULTS: reply([])}, "auto"
    )
    with client:
        assert (client.runs.get(RUN_ID)).state == "PROCESSING"
    assert platform.seen == [path, QUESTION, path, RESULTS]


def test_a_list_of_applications_without_latest_versions_is_asked_about() -> None:
    listed = {"application_id": "image-qc", "name": "QC", "description": "", "regulatory_classes": []}
    path = "GET /api/v1/applications"
    client, platform = client_of(
        {QUESTION: ANSWERS["2025-07"], path: reply([listed]), VERSIONS: reply([old_version("1.0.0")])}, "auto"
    )
    with client:
        (found,) = client.applications.list().to_list()
    assert found.latest_version is not None
    assert found.latest_version.number == "1.0.0"
    assert platform.seen == [path, QUESTION, path, VERSIONS]


def test_nothing_is_asked_if_the_setting_names_the_version() -> None:
    for version in ("2025-05", "2025-06", "2025-07", "1.7", "1.7.0"):
        with row(version):
            client, platform = client_of({"GET /api/v1/runs": reply([])}, version)
            with client:
                client.runs.list().to_list()
            assert platform.seen == ["GET /api/v1/runs"]


def test_a_version_that_can_not_be_asked_is_asked_again() -> None:
    answers: list[Route] = [reply({"detail": "no access"}, 403), ANSWERS["2025-07"]]
    runs, refused = "GET /api/v1/runs", refusal("query.sort")
    client, platform = client_of({QUESTION: answers, runs: [refused, refused, reply([])]}, "auto")
    with client:
        with pytest.raises(ForbiddenError):
            client.runs.list().to_list()
        assert client.runs.list().to_list() == []
    assert platform.seen == [runs, QUESTION, runs, QUESTION, runs]


def test_an_unknown_version_is_an_error_that_names_those_that_are_known() -> None:
    with pytest.raises(ConfigError, match=r"api_version.*auto, 1\.7, 2025-07, 2025-06, 2025-05"):
        client_of({}, "2024-01")


def test_what_the_old_api_can_not_do_is_refused_before_anything_is_sent() -> None:
    client, platform = client_of({})
    run = client.run(RUN_ID)
    steps: dict[str, Any] = {
        "external_id": lambda: client.runs.list(external_id="a").to_list(),
        "for_organization": lambda: client.runs.list(for_organization="o").to_list(),
        "submitted_by": lambda: client.runs.list(submitted_by="u2").to_list(),
        "sorted by `state`": lambda: client.runs.list(sort="state").to_list(),
        "custom_metadata": lambda: run.results(custom_metadata="$.a").to_list(),
        "PUT /v1/runs/{run_id}/custom-metadata": lambda: run.update_metadata({"a": 1}),
        "POST /v1/access/share-tokens": client.share_tokens.create,
        "GET /v1/access/share-tokens": lambda: client.share_tokens.list().to_list(),
        "GET /v1/access/grants": lambda: client.grants.list().to_list(),
        "/versions/{version}/documents": lambda: client.versions.documents.list("image-qc", "1.0.0"),
        "PUT /v1/runs/{run_id}/items/{external_id}/custom-metadata": lambda: run.update_item_metadata(
            "one", {"a": 1}
        ),
    }
    with client:
        for words, step in steps.items():
            with row(words), pytest.raises(NotSupportedByServerError, match=re.escape(words)) as caught:
                step()
            assert caught.value.needed_version == "1.7.0"
    assert platform.seen == []


def test_a_run_is_read_with_the_counts_of_all_pages_of_its_results() -> None:
    items = [old_item(number, "SUCCEEDED" if number % 2 else "PENDING") for number in range(250)]
    client, platform = client_of({f"GET /api/v1/runs/{RUN_ID}": reply(old_run()), RESULTS: pages_of(items)})
    with client:
        run = client.runs.get(RUN_ID)
    assert (run.statistics.total, run.statistics.succeeded, run.statistics.pending) == (250, 125, 125)
    assert (run.state, run.output) == ("PROCESSING", "PARTIAL")
    assert platform.seen.count(RESULTS) == 3


def test_each_run_of_a_list_has_its_own_counts() -> None:
    ids = [str(UUID(int=number)) for number in range(1, 8)]
    routes: dict[str, Route | list[Route]] = {
        f"GET /api/v1/runs/{run_id}/results": pages_of([old_item(each) for each in range(count)])
        for count, run_id in enumerate(ids)
    }
    listed = [old_run("COMPLETED", application_run_id=run_id) for run_id in ids]
    client, _ = client_of({**routes, "GET /api/v1/runs": pages_of(listed)})
    with client:
        found = client.runs.list(page_size=5, submitted_by="me").to_list()
    assert [str(run.run_id) for run in found] == ids
    assert [run.statistics.total for run in found] == list(range(7))


def test_pages_of_items_are_read_with_the_old_names() -> None:
    items = [old_item(number) for number in range(12)]
    client, platform = client_of({RESULTS: pages_of(items)})
    with client:
        found = client.run(RUN_ID).results(external_ids=["a", "b"], sort="-external_id", page_size=5)
        assert len([item for item in found]) == 12
    asked = [query(request) for request in platform.requests]
    assert [each.get("page", ["1"]) for each in asked] == [["1"], ["2"], ["3"]]
    assert all(each["reference__in"] == ["a", "b"] for each in asked)
    assert all(each["sort"] == ["-reference"] for each in asked)


def test_a_version_is_found_in_the_list_of_versions() -> None:
    versions = [old_version(f"1.0.{number}") for number in range(120)]

    def answer(request: Request) -> Response:
        wanted = query(request).get("version")
        chosen = [each for each in versions if wanted is None or each["version"] in wanted]
        listed = pages_of(chosen)
        assert not isinstance(listed, Response | Exception)
        return listed(request)

    summary: dict[str, object] = {
        "application_id": "image-qc",
        "name": "QC",
        "regulatory_classes": [],
        "description": "",
    }
    client, _ = client_of({VERSIONS: answer, "GET /api/v1/applications": pages_of([summary])})
    with client:
        assert (client.application_version("image-qc")).version_number == "1.0.119"
        assert (client.application_version("image-qc", "1.0.7")).version_number == "1.0.7"
        (listed,) = client.applications.list().to_list()
        assert listed.latest_version is not None
        assert listed.latest_version.number == "1.0.119"
        with pytest.raises(NotFoundError, match="no such version"):
            client.application_version("image-qc", "9.9.9")
        with pytest.raises(NotFoundError, match="no such application"):
            client.application("none")


def test_a_submission_has_no_sdk_metadata_and_is_sent_once() -> None:
    bodies: list[Any] = []

    def create(request: Request) -> Response:
        assert isinstance(request.body, bytes)
        bodies.append(json.loads(request.body))
        return reply({"application_run_id": RUN_ID}, 201)

    client, platform = client_of(
        {
            VERSIONS: pages_of([old_version("1.0.0")]),
            "POST /api/v1/runs": create,
            f"GET /api/v1/runs/{RUN_ID}": reply(old_run("RECEIVED")),
            RESULTS: pages_of([old_item(1, "PENDING")]),
        }
    )
    with client:
        run = client.runs.submit("image-qc", [NewItem(external_id="a")], version="1.0.0")
    assert str(run.run_id) == RUN_ID
    assert bodies == [
        {"application_version_id": "image-qc:v1.0.0", "items": [{"reference": "a", "input_artifacts": []}]}
    ]
    assert "GET /api/v1/me" not in platform.seen


def test_a_file_is_read_by_its_item_with_a_new_url(tmp_path: Any) -> None:
    urls = iter(range(9))

    def results(request: Request) -> Response:
        return reply([old_item(7, output_artifacts=[artifact(f"{FILES}/f1?number={next(urls)}")])])

    client, platform = client_of({RESULTS: results, f"GET {FILES}/f1": Response(200, {}, b"x")})
    with client:
        (file,) = client.run(RUN_ID).download(tmp_path)
    assert file.path.read_bytes() == b"x"
    asked = [query(request).get("item_id__in") for request in platform.requests[:2]]
    assert asked == [None, [str(UUID(int=7))]]
    assert platform.requests[-1].url.endswith("number=1")
    assert "authorization" not in platform.requests[-1].headers


def test_a_file_that_is_unknown_or_deleted_is_an_error() -> None:
    platform = Platform({RESULTS: reply([old_item(1, output_artifacts=[artifact(None)])])})
    sent_by = Engine(MemoryTransport(platform), base_url="http://platform.test/api")
    engine = OlderApiEngine.over(sent_by, ServerVersion("2025-07"))
    for artifact_id, error in ((ARTIFACT_ID, GoneError), (RUN_ID, NotFoundError)):
        call = calls.get_artifact_file(UUID(RUN_ID), UUID(artifact_id))
        with row(artifact_id), pytest.raises(error, match=artifact_id):
            engine.send(call, Policy())


def test_other_calls_are_sent_as_they_are() -> None:
    client, platform = client_of({"GET /api/v1/things": reply([])})
    with client:
        assert (client.request("GET", "/v1/things")).json() == []
    assert platform.seen == ["GET /api/v1/things"]


def test_the_account_of_a_server_without_one() -> None:
    for setting in ("2025-06", "auto"):
        client, platform = client_of(
            {QUESTION: ANSWERS["2025-07"], "GET /api/v1/applications": reply([])}, setting
        )
        with client:
            with row(setting), pytest.raises(NotSupportedByServerError, match="2025-07") as caught:
                client.me()
            assert caught.value.needed_version == "2025-07"
            assert (client.health()).is_healthy
            assert platform.seen[-1] == "GET /api/v1/applications"
