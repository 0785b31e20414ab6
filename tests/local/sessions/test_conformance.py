"""Answers of the local server: they fit its document, and the generated client decodes them."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from attrs import frozen
from jsonschema import Draft202012Validator

from seawall.core.engine.answer import decoded_answer, error_value, result_type
from seawall.core.engine.call import Operation
from seawall.core.http.message import Headers, Response
from seawall.sdks.sessions._generated import calls
from tests.local.sessions.client import IMAGES, SessionsHttp
from tests.local.wall_clock import FakeWallClock

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

_SPEC = Path(__file__).parents[3] / "codegen" / "specs" / "sessions.json"
# In this order. `S` is the session of the last POST, `D` the desktop, `A` its app.
CALLS = f"""
200 POST /session?name=a&image={IMAGES["headless"]}&cmd=env&env=A=1
200 GET /session
200 GET /session?view=all
200 GET /session?view=stats
200 GET /session/S
404 GET /session/unknown
200 GET /session/S?view=logs
200 GET /session/S?view=events
404 GET /session/unknown?view=events
200 POST /session/S?action=renew
400 POST /session/unknown?action=renew
400 POST /session?name=a
200 POST /session?name=d&image={IMAGES["desktop"]}&type=desktop&cores=2&ram=4
200 POST /session/D/app?image={IMAGES["desktop-app"]}
400 POST /session/D/app
404 POST /session/unknown/app?image={IMAGES["desktop-app"]}
200 GET /session/D/app
404 GET /session/unknown/app
200 GET /session/D/app/A
404 GET /session/D/app/unknown
200 DELETE /session/D/app/A
200 DELETE /session/S
200 GET /image
400 GET /image?type=other
200 GET /repository
200 GET /context
""".strip().splitlines()
# Operations of the identity services: their own tests check these.
OTHERS = {"get_availability", "get_capabilities"}


@frozen
class Answer:
    """The answer to a call, with the operation of the generated client."""

    call: str
    operation: Operation[object]
    response: Response


def operations() -> list[Operation[object]]:
    return [each for each in vars(calls).values() if isinstance(each, Operation)]


def operation_of(method: str, url: str) -> Operation[object]:
    """The operation of a call. A path of the document with a query is for calls with this query only."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    choice = {name: query[name] for name in ("view", "action") if name in query}
    for path, methods in json.loads(_SPEC.read_text("utf-8"))["paths"].items():
        wanted = urlsplit(path)
        pattern = re.sub(r"\{\w+\}", "[^/]+", wanted.path)
        is_path = re.fullmatch(pattern, f"/v1{parts.path}") is not None
        if is_path and dict(parse_qsl(wanted.query)) == choice and method.lower() in methods:
            name = methods[method.lower()]["operationId"]
            return next(each for each in operations() if each.id == name)
    raise AssertionError(f"there is no operation {method} {url}")


@pytest.fixture
def answers(sessions: SessionsHttp, clock: FakeWallClock) -> list[Answer]:
    ids: dict[str, str] = {}
    found = []
    for line in CALLS:
        status, method, url = line.split(" ")
        sent = re.sub(r"/([SDA])(?=/|\?|$)", lambda each: f"/{ids[each[1]]}", url)
        response = sessions.send(method, sent)
        assert (line, response.status_code) == (line, int(status)), response.text
        if status == "200" and method == "POST" and response.text:
            name = "A" if "/app" in url else "D" if "type=desktop" in url else "S"
            ids[name] = response.text.strip()
        headers = Headers({"content-type": response.headers.get("content-type", "")})
        body = Response(response.status_code, headers, response.content)
        found.append(Answer(line, operation_of(method, url), body))
        clock.advance(0.3)
    return found


def test_the_calls_are_of_all_operations(answers: list[Answer]) -> None:
    called = {each.operation.id for each in answers if each.response.status == 200}
    assert called == {each.id for each in operations()} - OTHERS


def test_every_answer_fits_its_schema(answers: list[Answer]) -> None:
    spec: Any = json.loads(_SPEC.read_text("utf-8"))
    by_id = {each["operationId"]: each for path in spec["paths"].values() for each in path.values()}
    faults = []
    for each in answers:
        content = by_id[each.operation.id]["responses"][str(each.response.status)].get("content", {})
        received = each.response.headers.get("content-type", "").partition(";")[0]
        assert list(content) == ([received] if received else []), each.call
        if received == "application/json":
            validator = Draft202012Validator(
                {**content[received]["schema"], "components": spec["components"]}
            )
            body = json.loads(each.response.body)
            faults += [f"{each.call}: {fault.message}" for fault in validator.iter_errors(body)]
    assert faults == []


def test_the_generated_client_decodes_every_answer(answers: list[Answer]) -> None:
    for each in answers:
        if each.response.status == 200:
            type_ = result_type(each.operation, 200)
            decoded = decoded_answer(each.operation, each.response, type_, tolerant=False)
            assert decoded.drifts == (), each.call
        else:
            assert error_value(each.operation, each.response) == each.response.body.decode(), each.call
