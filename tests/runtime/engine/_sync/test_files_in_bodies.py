# DO NOT EDIT. Derived from ../_async/test_files_in_bodies.py by "python -m seawall.codegen.derive".
"""Files in bodies: read while they are sent, again for a retry, and refused with a sentence."""

import io
from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.errors import InputError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.core.http.multipart import FilePart
from seawall.runtime.engine._sync.engine import Engine
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY

UPLOAD: Operation[int] = Operation(id="upload", method="PUT", path="/files", result_types={200: int})


class Receiver(MemoryTransport):
    """A transport that reads the bodies; the first `failures` requests fail after that."""

    def __init__(self, failures: int = 0) -> None:
        super().__init__(Script(*[NotSentError("no.")] * failures, json_response(200, 1)))
        self.bodies: list[bytes] = []
        self.lengths: list[str] = []

    def send(self, request: Request, timeout_s: float) -> Response:
        """Read the body, and respond."""
        body: Any = request.body
        self.bodies.append(b"".join([piece for piece in body]))
        self.lengths.append(request.headers["content-length"])
        return super().send(request, timeout_s)


def send(body: object, receiver: Receiver, media_type: str = "multipart/form-data") -> None:
    engine = Engine(receiver, base_url=BASE_URL, clock=FakeClock())
    engine.send(Call(UPLOAD, body=body, media_type=media_type), POLICY)


def test_a_file_is_sent_with_its_length(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 600_000)
    receiver = Receiver()
    send({"file": FilePart(path), "n": 1}, receiver)
    body = receiver.bodies[0]
    assert b'name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n' + b"x" * 600_000 in body
    assert receiver.lengths == [str(len(body))]


def test_a_retry_sends_the_files_again(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"from a path")
    with io.BytesIO(b"skipped, then sent") as file:
        file.seek(9)
        receiver = Receiver(failures=2)
        send({"a": FilePart(path), "b": FilePart(file), "c": FilePart(b"bytes")}, receiver)
    assert len(set(receiver.bodies)) == 1
    assert len(receiver.bodies) == 3
    for content in (b"\r\n\r\nfrom a path\r\n", b"\r\n\r\nthen sent\r\n", b"\r\n\r\nbytes\r\n"):
        assert content in receiver.bodies[0]


def test_a_file_may_be_the_whole_body(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"all of it")
    receiver = Receiver()
    send(FilePart(path), receiver, "application/octet-stream")
    assert (receiver.bodies, receiver.lengths) == ([b"all of it"], ["9"])


def test_a_file_that_can_not_be_read_is_an_error_before_anything_is_sent(tmp_path: Path) -> None:
    contents: list[tuple[Any, str]] = [
        (tmp_path / "missing", "can not be read: No such file or directory"),
        (tmp_path, "can not be read: Is a directory"),
        (Path("a\0b"), "can not be read: the name is not valid"),
        (io.StringIO("text"), "is open as text"),
        (5, "the content of a FilePart is of type int. Give bytes, a path or an open binary file"),
    ]
    for content, message in contents:
        receiver = Receiver()
        with pytest.raises(InputError) as caught:
            send({"file": FilePart(content)}, receiver)
        assert message in str(caught.value)
        assert receiver.bodies == []
