"""The mock server on a socket."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from seawall.codegen.mock.problems import ScriptedFault
from seawall.core.errors import InputError, MaybeProcessedError
from seawall.core.http.message import Request
from seawall.testing.mock_server import MockServer, mock_server
from seawall.transports import Httpx2Transport
from tests.codegen.mock.pets import SPEC

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MockServer]:
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(SPEC))
    with mock_server(path) as server:
        yield server


def test_overlays_correct_the_spec_first(tmp_path: Path, transport: Httpx2Transport) -> None:
    path, overlay = tmp_path / "spec.json", tmp_path / "fixes.yaml"
    path.write_text(json.dumps(SPEC))
    overlay.write_text(
        "{overlay: 1.0.0, info: {title: Fixes, version: 1.0.0}, actions: ["
        "{target: $.paths, description: Sent, update: "
        "{/size: {get: {responses: {'200': {description: ''}}}}}}]}"
    )
    with mock_server(path, overlays=[str(overlay)]) as server:
        assert transport.send(Request("GET", f"{server.url}/size"), 5).status == 200
    with mock_server(path) as server:
        assert transport.send(Request("GET", f"{server.url}/size"), 5).status == 404
    with pytest.raises(InputError, match=r"overlays=\[path\]"), mock_server(path, overlays=str(overlay)):
        pass


@pytest.fixture
def transport() -> Iterator[Httpx2Transport]:
    transport = Httpx2Transport()
    yield transport
    transport.close()


def test_it_answers_over_http(server: MockServer, transport: Httpx2Transport) -> None:
    pet = b'{"name": "Rex", "kind": "dog"}'
    for body in (pet, iter([pet[:5], pet[5:]])):
        request = Request("POST", f"{server.url}/pets", {"content-type": "application/json"}, body)
        response = transport.send(request, 5)
        assert (response.status, json.loads(response.body)["name"]) == (201, "Rex")
    assert transport.send(Request("DELETE", f"{server.url}/pets/1"), 5).status == 204
    assert transport.send(Request("HEAD", f"{server.url}/pets"), 5).body == b""


def test_a_cut_body_is_an_error_of_the_transport(server: MockServer, transport: Httpx2Transport) -> None:
    server.fail_next(ScriptedFault(cut_after=5))
    with pytest.raises(MaybeProcessedError):
        transport.send(Request("GET", f"{server.url}/pets"), 5)
    assert transport.send(Request("GET", f"{server.url}/pets"), 5).status == 200


HEAD = b"POST /pets HTTP/1.1\r\nhost: x\r\n"


def test_a_malformed_request_ends_its_connection_only(server: MockServer, transport: Httpx2Transport) -> None:
    address = urlsplit(server.url)
    for data in (
        b"\x00\r\n\r\n",
        HEAD + b"content-length: many\r\n\r\n",
        HEAD + b"content-length: -5\r\n\r\n",
        HEAD + b"content-length: 999999999\r\n\r\n",
        HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
    ):
        with socket.create_connection((address.hostname, address.port), timeout=5) as connection:
            connection.sendall(data)
            refused = connection.recv(1000)
            assert b"400" in refused or b"413" in refused
    assert transport.send(Request("GET", f"{server.url}/pets"), 5).status == 200
