# DO NOT EDIT. Derived from ../_async/test_cassette_transport.py by "python -m seawall.codegen.derive".
import json
import stat
from pathlib import Path

import pytest

from seawall.core.errors import ConfigError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.runtime.auth._sync.providers import StaticToken
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import CassetteTransport, MemoryTransport, Cassette, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY, thing

ONE, TWO = json_response(200, {"id": 1}), json_response(200, {"id": 2})
TOKEN = "canary-token-1234567890"


def values(cassette: Cassette, *steps: Response | BaseException, calls: int = 2) -> list[object]:
    server = MemoryTransport(Script(*steps)) if steps else None
    transport = CassetteTransport(cassette, server)
    engine = Engine(transport, base_url=BASE_URL, tokens=StaticToken(TOKEN))
    results = [(engine.send(thing(), POLICY)).value for _ in range(calls)]
    transport.close()
    return results


def test_a_recording_is_replayed_in_order(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "one.json"
    recorded = values(Cassette(path), ONE, TWO)
    assert values(Cassette(path)) == recorded == [{"id": 1}, {"id": 2}]


def test_a_request_without_a_recorded_response_fails(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    values(Cassette(path), ONE, calls=1)
    with pytest.raises(AssertionError, match=r"one.json has no response left for GET .*--seawall-record"):
        values(Cassette(path))


def test_a_replay_sends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    values(Cassette(path), ONE, TWO)
    assert values(Cassette(path), NotSentError("asked.")) == [{"id": 1}, {"id": 2}]


def test_record_replaces_an_existing_recording(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    values(Cassette(path), ONE, calls=1)
    values(Cassette(path, record=True), TWO, calls=1)
    assert values(Cassette(path), calls=1) == [{"id": 2}]


def test_a_recording_needs_a_server(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not recorded yet"):
        CassetteTransport(Cassette(tmp_path / "one.json"))


def test_a_failed_recording_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    values(Cassette(path), ONE, calls=1)
    with pytest.raises(AssertionError):
        values(Cassette(path, record=True), TWO, calls=2)
    assert values(Cassette(path), calls=1) == [{"id": 1}]


def test_the_file_has_mode_0600_and_holds_no_token(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    values(Cassette(path), ONE, calls=1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    assert TOKEN not in text
    assert json.loads(text)["interactions"][0]["request"]["headers"]["authorization"] == "[redacted]"


def test_a_stream_is_recorded_and_replayed(tmp_path: Path) -> None:
    path, body = tmp_path / "one.json", bytes(range(256))
    for server in (MemoryTransport(Script(Response(200, {}, body))), None):
        with (
            CassetteTransport(Cassette(path), server) as transport,
            transport.stream(Request("GET", BASE_URL), 1.0) as stream,
        ):
            assert b"".join([chunk for chunk in stream.chunks()]) == body
