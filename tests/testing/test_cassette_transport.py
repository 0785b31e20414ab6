import json
import stat
from pathlib import Path

import pytest

from seawall.core.errors import ConfigError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.runtime.auth._async.providers import AsyncStaticToken
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncCassetteTransport, AsyncMemoryTransport, Cassette, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY, thing

ONE, TWO = json_response(200, {"id": 1}), json_response(200, {"id": 2})
TOKEN = "canary-token-1234567890"


async def values(cassette: Cassette, *steps: Response | BaseException, calls: int = 2) -> list[object]:
    server = AsyncMemoryTransport(Script(*steps)) if steps else None
    transport = AsyncCassetteTransport(cassette, server)
    engine = AsyncEngine(transport, base_url=BASE_URL, tokens=AsyncStaticToken(TOKEN))
    results = [(await engine.send(thing(), POLICY)).value for _ in range(calls)]
    await transport.aclose()
    return results


async def test_a_recording_is_replayed_in_order(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "one.json"
    recorded = await values(Cassette(path), ONE, TWO)
    assert await values(Cassette(path)) == recorded == [{"id": 1}, {"id": 2}]


async def test_a_request_without_a_recorded_response_fails(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    await values(Cassette(path), ONE, calls=1)
    with pytest.raises(AssertionError, match=r"one.json has no response left for GET .*--seawall-record"):
        await values(Cassette(path))


async def test_a_replay_sends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    await values(Cassette(path), ONE, TWO)
    assert await values(Cassette(path), NotSentError("asked.")) == [{"id": 1}, {"id": 2}]


async def test_record_replaces_an_existing_recording(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    await values(Cassette(path), ONE, calls=1)
    await values(Cassette(path, record=True), TWO, calls=1)
    assert await values(Cassette(path), calls=1) == [{"id": 2}]


async def test_a_recording_needs_a_server(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not recorded yet"):
        AsyncCassetteTransport(Cassette(tmp_path / "one.json"))


async def test_a_failed_recording_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    await values(Cassette(path), ONE, calls=1)
    with pytest.raises(AssertionError):
        await values(Cassette(path, record=True), TWO, calls=2)
    assert await values(Cassette(path), calls=1) == [{"id": 1}]


async def test_the_file_has_mode_0600_and_holds_no_token(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    await values(Cassette(path), ONE, calls=1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    assert TOKEN not in text
    assert json.loads(text)["interactions"][0]["request"]["headers"]["authorization"] == "[redacted]"


async def test_a_stream_is_recorded_and_replayed(tmp_path: Path) -> None:
    path, body = tmp_path / "one.json", bytes(range(256))
    for server in (AsyncMemoryTransport(Script(Response(200, {}, body))), None):
        async with (
            AsyncCassetteTransport(Cassette(path), server) as transport,
            transport.stream(Request("GET", BASE_URL), 1.0) as stream,
        ):
            assert b"".join([chunk async for chunk in stream.chunks()]) == body


async def test_a_body_in_pieces_is_recorded_sent_and_compared_as_a_whole(tmp_path: Path) -> None:
    def upload(*pieces: bytes) -> Request:
        return Request("PUT", "https://api.test/x", {}, iter(pieces))

    server = AsyncMemoryTransport(lambda request: Response(200, {}, bytes(str(request.body), "utf-8")))
    recording = AsyncCassetteTransport(Cassette(tmp_path / "one.json"), server)
    assert (await recording.send(upload(b"a", b"b"), 1.0)).body == b"b'ab'"
    await recording.aclose()
    assert (
        await AsyncCassetteTransport(Cassette(tmp_path / "one.json")).send(upload(b"ab"), 1.0)
    ).status == 200
