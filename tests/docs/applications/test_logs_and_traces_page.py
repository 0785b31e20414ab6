"""The programs of docs/applications/logs-and-traces.md."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient

from seawall.sdks.platform import AsyncClient
from seawall.testing import platform
from seawall.testing.platform import FakePlatform
from seawall.transports import AsyncMemoryTransport
from tests.docs.applications.programs import program, write_programs

pytestmark = pytest.mark.slow

# By name below: a traceback shows lines of the source.
SECRET = "hunter2-s3cret"


@pytest.fixture(autouse=True)
def structlog_as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_record_and_request_has_the_id_of_the_incoming_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakePlatform()
    runs = [fake.add(platform.run()), fake.add(platform.run())]
    with program("observed_service", tmp_path, monkeypatch) as module:
        json_logs = import_module("json_logs")

        def connect() -> AsyncClient:
            # As `module.connect`, over the memory transport.
            return AsyncClient(
                base_url="http://platform.fake",
                token="t0ken",
                transport=AsyncMemoryTransport(fake.respond),
                clock=fake.async_clock,
                observers=[json_logs.send_request_id],
            )

        stream = io.StringIO()
        with TestClient(module.create_app(connect)) as client:
            json_logs.set_up(stream)
            answers = [
                client.get(f"/runs/{run.run_id}", headers={"x-request-id": name})
                for run, name in zip(runs, ("a1", "b2"), strict=True)
            ]
            forged = client.get(f"/runs/{runs[0].run_id}", headers={"x-request-id": "x\r\ny: 1"[:1] + " z"})
    assert [answer.headers["x-request-id"] for answer in answers] == ["a1", "b2"]
    assert len(forged.headers["x-request-id"]) == 32
    assert [request.headers["x-request-id"] for request in fake.requests] == ["a1", "b2"]
    ended = [line for line in lines(stream.getvalue()) if "attempts" in line]
    assert [line["incoming_request_id"] for line in ended[:2]] == ["a1", "b2"]
    assert {"operation", "method", "path", "call_id", "duration_s", "cached", "status"} <= set(ended[0])
    assert ended[0]["path"] == "/v1/runs/{run_id}"
    # The third request was answered by the cache, which an id in a header does not split.
    assert [line["cached"] for line in ended] == [False, False, True]
    capsys.readouterr()


def test_no_line_has_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    with program("json_logs", tmp_path, monkeypatch) as module:
        module.set_up(stream)
        log = logging.getLogger("mine")
        log.info("token=%s", SECRET, extra={"api_key": SECRET})
        try:
            json.loads(SECRET)
        except ValueError as error:
            error.add_note(f"Authorization: Bearer {SECRET}")
            log.exception("failed")
    seen = lines(stream.getvalue())
    assert [line["message"] for line in seen] == ["token=[redacted]", "failed"]
    assert "JSONDecodeError" in seen[1]["exception"]
    assert "hunter2" not in stream.getvalue()


def test_structlog_has_the_fields_and_the_bound_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream, fake = io.StringIO(), FakePlatform()
    run = fake.add(platform.run())
    with program("structured_logs", tmp_path, monkeypatch) as module, fake.client() as client:
        module.set_up(stream)
        with structlog.contextvars.bound_contextvars(incoming_request_id="a1"):
            client.runs.get(run.run_id)
            try:
                json.loads("{")
            except ValueError as error:
                error.add_note(f"Authorization: Bearer {SECRET}")
                logging.getLogger("plain").exception("plain")
                structlog.get_logger("mine").exception("structured")
            structlog.get_logger("mine").info("shown", run_id=str(run.run_id), token=SECRET)
    seen = lines(stream.getvalue())
    ended = next(line for line in seen if "attempts" in line)
    assert {
        "operation": "get_run",
        "incoming_request_id": "a1",
        "logger": "seawall.http",
    }.items() <= ended.items()
    assert all("Expecting property name" in line["exception"] for line in seen[-3:-1])
    assert seen[-1]["event"] == "shown"
    assert seen[-1]["incoming_request_id"] == "a1"
    assert "hunter2" not in stream.getvalue()


TRACED = """
from fastapi.testclient import TestClient
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from seawall.testing import faults, platform
from seawall.testing.platform import FakePlatform
from seawall.transports import AsyncMemoryTransport
import service, traced_service

exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
traced_service.set_up(SimpleSpanProcessor(exporter), reader)
fake = FakePlatform()
run = fake.add(platform.run())
real = traced_service.AsyncClient


def connect(observers):
    transport = AsyncMemoryTransport(fake.respond)
    url = "http://platform.fake"
    return real(base_url=url, token="t", transport=transport, clock=fake.async_clock, observers=observers)


traced_service.AsyncClient = connect
fake.next_fails(faults.refused())
with TestClient(traced_service.make_app()) as client:
    assert client.get(f"/runs/{run.run_id}").status_code == 200
spans = exporter.get_finished_spans()
attempts = [one for one in spans if one.name == "GET /v1/runs/{run_id}"]
[call] = {one for one in spans if one.name == "get_run"}
assert len(attempts) == 2 and {one.parent.span_id for one in attempts} == {call.context.span_id}
assert fake.requests[-1].headers["traceparent"].split("-")[1] == format(call.context.trace_id, "032x")
# FastAPI records the request of the user.
[route] = [one for one in spans if one.name == "GET /runs/{run_id}"]
assert route.context.trace_id == call.context.trace_id and call.parent is not None
scopes = reader.get_metrics_data().resource_metrics[0].scope_metrics
[metric] = [one for scope in scopes for one in scope.metrics if one.name == "http.client.request.duration"]
assert str(run.run_id) not in str([dict(point.attributes) for point in metric.data.data_points])
"""


def test_one_trace_shows_a_call_with_its_retries(tmp_path: Path) -> None:
    # In another process: providers can be set once.
    write_programs(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", TRACED], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
