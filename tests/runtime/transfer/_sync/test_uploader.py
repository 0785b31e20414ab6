# DO NOT EDIT. Derived from ../_async/test_uploader.py by "python -m seawall.codegen.derive".
"""Uploads over real sockets, with each transport."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import (
    ChecksumError,
    FileChangedError,
    ForbiddenError,
    MaybeProcessedError,
    NotSentError,
    SeawallError,
    ServerStatusError,
    UnexpectedStatusError,
)
from seawall.core.transfer.checksum import Algorithm, Checksum, checksum_of
from seawall.core.transfer.digest_fields import digest_field
from seawall.core.transfer.download import TransferProgress
from seawall.core.transfer.upload import UploadResult
from seawall.runtime.http._sync.protocols import Transport
from seawall.runtime.transfer._sync.uploader import Uploader, UploadSource
from seawall.runtime.transfer.upload_source import PIECE_BYTES
from seawall.testing import FakeClock
from tests.runtime.transfer.receiving_server import BREAK, Receiver, receiving

# A server that receives files, over real sockets.
pytestmark = pytest.mark.slow

DATA = bytes(range(256)) * 5000
SHA256 = checksum_of(DATA, Algorithm.SHA256)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.bin"
    path.write_bytes(DATA)
    return path


def uploader(transport: Transport, attempts: int = 3) -> Uploader:
    policy = Policy(retry=RetryRule(attempts=attempts))
    return Uploader(transport, policy, FakeClock(), "ua/1")


def send(
    transport: Transport, server: Receiver, source: UploadSource, *, attempts: int = 3
) -> UploadResult:
    return uploader(transport, attempts).send(source, f"{server.url}/up?sig=s3cret")


def pieces() -> Iterator[bytes]:
    for start in range(0, len(DATA), 100_000):
        yield DATA[start : start + 100_000]


@pytest.mark.parametrize("kind", ["file", "bytes", "pieces"])
def test_a_source_is_uploaded_with_its_length_and_digest(
    transport: Transport, file: Path, kind: str
) -> None:
    source: UploadSource = {"file": file, "bytes": DATA, "pieces": pieces}[kind]  # type: ignore[assignment]
    with receiving() as server:
        sent = send(transport, server, source)
    (request,) = server.received
    assert (request.method, request.path, request.body) == ("PUT", "/up?sig=s3cret", DATA)
    assert request.headers["content-length"] == str(len(DATA))
    assert request.headers["repr-digest"] == request.headers["content-digest"] == digest_field([SHA256])
    assert "transfer-encoding" not in request.headers
    assert "authorization" not in request.headers
    assert request.headers["user-agent"] == "ua/1"
    assert (sent.size, sent.checksum, sent.response.status) == (len(DATA), SHA256, 200)


def test_no_bytes_are_uploaded(transport: Transport) -> None:
    with receiving() as server:
        sent = send(transport, server, b"")
    assert (sent.size, server.received[0].body, server.received[0].headers["content-length"]) == (0, b"", "0")


def test_method_and_headers_can_be_given(transport: Transport) -> None:
    with receiving(201) as server:
        by = uploader(transport)
        by.send(b"a,b", server.url, method="POST", headers={"Content-Type": "text/csv"})
    assert (server.received[0].method, server.received[0].headers["content-type"]) == ("POST", "text/csv")


def test_progress_is_reported_after_each_piece(transport: Transport, file: Path) -> None:
    seen: list[TransferProgress] = []
    with receiving() as server:
        uploader(transport).send(file, server.url, on_progress=seen.append)
    sizes = [*range(PIECE_BYTES, len(DATA), PIECE_BYTES), len(DATA)]
    assert seen == [TransferProgress(size, len(DATA)) for size in sizes]


# Retries.


@pytest.mark.parametrize("first", [503, 429, 408, BREAK])
def test_a_failed_put_is_retried(transport: Transport, file: Path, first: int) -> None:
    with receiving(first) as server:
        send(transport, server, file)
    assert [request.body == DATA for request in server.received] == [first != BREAK, True]


def test_a_post_that_may_have_arrived_is_not_retried(transport: Transport, file: Path) -> None:
    error = pytest.raises(MaybeProcessedError, match=r"upload of file\.bin: the connection broke")
    with receiving(BREAK) as server, error:
        uploader(transport).send(file, server.url, method="POST")
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("status", "class_", "attempts"),
    [(403, ForbiddenError, 1), (302, UnexpectedStatusError, 1), (503, ServerStatusError, 3)],
)
def test_an_error_response_is_its_error_without_the_signature(
    transport: Transport, file: Path, status: int, class_: type[SeawallError], attempts: int
) -> None:
    error = pytest.raises(class_, match=rf"^PUT upload of file\.bin answered {status}: rejected for")
    with receiving(*[status] * attempts) as server, error as caught:
        send(transport, server, file)
    assert len(server.received) == attempts
    assert "s3cret" not in str(caught.value)


def test_the_url_function_is_called_for_each_attempt(transport: Transport, file: Path) -> None:
    with receiving(503) as server:
        addresses = iter(["/first", "/second"])

        def to() -> str:
            return server.url + next(addresses)

        uploader(transport).send(file, to)
    assert [request.path for request in server.received] == ["/first", "/second"]


def test_an_unreachable_server_is_an_error(transport: Transport, file: Path) -> None:
    with receiving() as server:
        pass
    with pytest.raises(NotSentError, match=r"^upload of file\.bin: no connection"):
        send(transport, server, file)


# Invalid sources.


class Changing:
    """Changes the file after its first piece was sent."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self.content = content

    def __call__(self, progress: TransferProgress) -> None:
        self.path.write_bytes(self.content)


@pytest.mark.parametrize(
    "content",
    [b"", DATA[: PIECE_BYTES + 1], DATA[:-1], DATA + b"!", DATA * 2, DATA[:-1] + b"!"],
    ids=["emptied", "cut short", "one less", "one more", "twice as long", "another"],
)
def test_a_file_that_changes_is_never_sent_completely(
    transport: Transport, file: Path, content: bytes
) -> None:
    error = pytest.raises(FileChangedError, match=r"upload of file\.bin: the source changed")
    with receiving() as server, error as caught:
        uploader(transport).send(file, server.url, on_progress=Changing(file, content))
    assert [len(request.body) < len(DATA) for request in server.received] in ([True], [])
    assert "Send it again" in str(caught.value)


def test_pieces_that_differ_each_time_are_never_sent_completely(transport: Transport) -> None:
    made = iter([[b"one", b"two"], [b"one", b"owt"]])

    def differing() -> Iterator[bytes]:
        for piece in next(made):
            yield piece

    with receiving() as server, pytest.raises(FileChangedError, match=r"^upload: the source changed"):
        send(transport, server, differing)
    assert [request.body for request in server.received] in ([b"one"], [b""], [])


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_source_without_the_expected_checksum_is_not_sent(
    transport: Transport, file: Path, algorithm: Algorithm
) -> None:
    with receiving() as server:
        uploader(transport).send(file, server.url, checksum=checksum_of(DATA, algorithm))
        with pytest.raises(ChecksumError, match=rf"the source has {algorithm.label} .*Nothing was sent"):
            uploader(transport).send(file, server.url, checksum=Checksum(algorithm, "AAAA"))
    assert len(server.received) == 1


def test_an_error_of_the_source_is_raised(transport: Transport) -> None:
    def broken() -> Iterator[bytes]:
        yield b"one"
        raise ZeroDivisionError

    with receiving() as server, pytest.raises(ZeroDivisionError):
        send(transport, server, broken)
    assert server.received == []


def test_the_timeout_grows_with_the_file(transport: Transport, file: Path) -> None:
    by = uploader(transport)
    assert by.timeout_s(0) == by.policy.attempt_timeout_s
    assert by.timeout_s(262144 * 60) == by.policy.attempt_timeout_s + 60
