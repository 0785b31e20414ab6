"""Sources of inputs: local files and downloads."""

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from attrs import evolve

from seawall.core.transfer.checksum import crc32c_base64
from seawall.local.platform import PlatformSettings
from seawall.local.platform.applications.work import ItemError, WorkCancelledError, WorkInput
from seawall.local.platform.processing.inputs import InputFetcher

LOOPBACK = ("127.0.0.0/8",)
CONTENT = b"the content of an input" * 1000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "fetched"


@pytest.fixture
def fetch(folder: Path, settings: PlatformSettings, inputs_dir: Path) -> Callable[[str], bytes]:
    (inputs_dir / "a.png").write_bytes(CONTENT)
    fetcher = InputFetcher(folder, evolve(settings, input_networks=LOOPBACK))

    def fetched(location: str) -> bytes:
        return fetcher.fetch(source(location), lambda: None).read_bytes()

    return fetched


def source(location: str, **metadata: object) -> WorkInput:
    return WorkInput("image", location, metadata)


def error_code(fetch: Callable[[str], bytes], location: str) -> str:
    with pytest.raises(ItemError) as caught:
        fetch(location)
    assert caught.value.reason == "USER_ERROR"
    assert caught.value.message.endswith((".", "?"))
    return caught.value.code


def test_files_below_the_inputs_folder(fetch: Callable[[str], bytes], inputs_dir: Path) -> None:
    (inputs_dir / "sub folder").mkdir()
    (inputs_dir / "sub folder" / "b#?.png").write_bytes(b"b")
    assert fetch("a.png") == CONTENT
    assert fetch(str(inputs_dir / "a.png")) == CONTENT
    assert fetch((inputs_dir / "a.png").as_uri()) == CONTENT
    assert fetch(f"file://localhost{inputs_dir}/a.png") == CONTENT
    assert fetch((inputs_dir / "sub folder" / "b#?.png").as_uri()) == b"b"


def test_files_outside_the_inputs_folder_are_rejected(fetch: Callable[[str], bytes], tmp_path: Path) -> None:
    cases: list[str] = ["/etc/passwd", "file:///etc/passwd", "../secret", "sub/../../secret", "a/../a.png"]
    (tmp_path / "secret").write_text("secret")
    for location in (*cases, "file:///%2e%2e/secret"):
        assert error_code(fetch, location) == "INPUT.OUTSIDE_FOLDER", location
    assert error_code(fetch, "%2e%2e/secret") == "INPUT.NOT_FOUND"


def test_symbolic_links_out_of_the_folder_are_rejected(
    fetch: Callable[[str], bytes], inputs_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("secret")
    (inputs_dir / "link").symlink_to(tmp_path / "secret")
    (inputs_dir / "folder").symlink_to(tmp_path)
    (inputs_dir / "inner").symlink_to(inputs_dir / "a.png")
    assert error_code(fetch, "link") == "INPUT.OUTSIDE_FOLDER"
    assert error_code(fetch, "folder/secret") == "INPUT.OUTSIDE_FOLDER"
    assert fetch("inner") == CONTENT


def test_error_codes_of_local_inputs(fetch: Callable[[str], bytes], inputs_dir: Path, folder: Path) -> None:
    cases: list[tuple[str, str]] = [
        ("ftp://example.com/a.png", "INPUT.SCHEME_NOT_ALLOWED"),
        ("gs://bucket/a.png", "INPUT.SCHEME_NOT_ALLOWED"),
        ("file://elsewhere/a.png", "INPUT.NOT_FOUND"),
        ("missing.png", "INPUT.NOT_FOUND"),
        ("a.png/b", "INPUT.NOT_READABLE"),
        (".", "INPUT.NOT_A_FILE"),
        ("pipe", "INPUT.NOT_A_FILE"),
        ("a\0.png", "INPUT.NOT_READABLE"),
        ("empty.png", "INPUT.EMPTY"),
        ("loop", "INPUT.NOT_READABLE"),
        ("x" * 300, "INPUT.NOT_READABLE"),
    ]
    os.mkfifo(inputs_dir / "pipe")
    (inputs_dir / "empty.png").touch()
    (inputs_dir / "loop").symlink_to("loop")
    for location, code in cases:
        assert error_code(fetch, location) == code, (location, code)
        assert list(folder.iterdir()) == [], (location, code)


def test_local_files_need_an_inputs_folder(folder: Path, settings: PlatformSettings) -> None:
    fetcher = InputFetcher(folder, evolve(settings, inputs_dir=None))
    assert error_code(
        lambda location: fetcher.fetch(source(location), lambda: None).read_bytes(), "a.png"
    ) == ("INPUT.NO_FOLDER")


def test_a_file_above_the_size_limit_is_rejected(
    folder: Path, settings: PlatformSettings, inputs_dir: Path
) -> None:
    fetcher = InputFetcher(folder, evolve(settings, max_input_bytes=10))
    for size, code in ((10, None), (11, "INPUT.TOO_LARGE")):
        (inputs_dir / "a").write_bytes(b"x" * size)
        if code is None:
            assert fetcher.fetch(source("a"), lambda: None).stat().st_size == size
        else:
            with pytest.raises(ItemError, match="larger than 10 bytes"):
                fetcher.fetch(source("a"), lambda: None)


def test_size_and_checksum_must_match_the_metadata(
    fetch: Callable[[str], bytes], folder: Path, settings: PlatformSettings
) -> None:
    fetcher = InputFetcher(folder, settings)
    right = {"checksum_base64_crc32c": crc32c_base64(CONTENT), "size_bytes": len(CONTENT)}
    assert fetcher.fetch(source("a.png", **right), lambda: None).read_bytes() == CONTENT
    with pytest.raises(ItemError, match="CRC-32C"):
        fetcher.fetch(source("a.png", checksum_base64_crc32c="AAAAAA=="), lambda: None)
    with pytest.raises(ItemError, match=f"has {len(CONTENT)} bytes"):
        fetcher.fetch(source("a.png", size_bytes=1), lambda: None)


def test_a_cancelled_fetch_stops_and_removes_its_file(
    fetch: Callable[[str], bytes], folder: Path, settings: PlatformSettings
) -> None:
    def cancelled() -> None:
        raise WorkCancelledError

    with pytest.raises(WorkCancelledError):
        InputFetcher(folder, settings).fetch(source("a.png"), cancelled)
    assert list(folder.iterdir()) == []


def test_old_files_are_removed_at_the_start(folder: Path, settings: PlatformSettings) -> None:
    folder.mkdir()
    (folder / "leftover").touch()
    InputFetcher(folder, settings)
    assert list(folder.iterdir()) == []


class Files(BaseHTTPRequestHandler):
    """HTTP server whose URL path selects the response."""

    def do_GET(self) -> None:
        action, _, rest = self.path.partition("?")[0].strip("/").partition("/")
        if action == "hop":
            count = int(rest)
            self._respond(302, location=f"/hop/{count - 1}" if count > 1 else "/file")
        elif action == "to":
            self._respond(302, location=rest)
        elif action == "endless":
            self._endless()
        elif action == "short":
            self._respond(200, CONTENT, length=len(CONTENT) + 1)
        elif action == "huge":
            self._respond(200, CONTENT, length=10**12)
        elif action == "part":
            self._respond(200, CONTENT, content_range=f"bytes 0-{len(CONTENT) - 1}/{10 * len(CONTENT)}")
        elif action == "file":
            self._respond(200, CONTENT)
        else:
            self._respond(int(action))

    def _respond(
        self,
        status: int,
        body: bytes = b"",
        *,
        location: str = "",
        length: int | None = None,
        content_range: str = "",
    ) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        if content_range:
            self.send_header("Content-Range", content_range)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_downloads(fetch: Callable[[str], bytes], url: str) -> None:
    assert fetch(f"{url}/file?signature=secret") == CONTENT
    assert fetch(f"{url}/hop/5") == CONTENT


def test_error_codes_of_downloads(fetch: Callable[[str], bytes], folder: Path, url: str) -> None:
    cases: list[tuple[str, str]] = [
        ("/hop/6", "INPUT.TOO_MANY_REDIRECTS"),
        ("/404", "INPUT.NOT_FOUND"),
        ("/403", "INPUT.REFUSED"),
        ("/part", "INPUT.REFUSED"),
        ("/500", "INPUT.REFUSED"),
        ("/204", "INPUT.REFUSED"),
        ("/short", "INPUT.UNREACHABLE"),
        ("/huge", "INPUT.TOO_LARGE"),
        ("/to/file:///etc/passwd", "INPUT.SCHEME_NOT_ALLOWED"),
        ("/to/ftp://example.com/x", "INPUT.SCHEME_NOT_ALLOWED"),
        ("/to/http://[::1", "INPUT.UNREACHABLE"),
    ]
    for path, code in cases:
        assert error_code(fetch, url + path) == code, (path, code)
        assert list(folder.iterdir()) == [], (path, code)


def test_unreachable_servers(fetch: Callable[[str], bytes]) -> None:
    cases: list[str] = ["http://127.0.0.1:1/x", "http://", "http://[::1", "https://127.0.0.1:0/"]
    for location in cases:
        assert error_code(fetch, location) in {"INPUT.UNREACHABLE", "INPUT.BAD_URL"}, location


def test_addresses_that_are_not_allowed_get_one_error(
    fetch: Callable[[str], bytes], folder: Path, settings: PlatformSettings, url: str
) -> None:
    public_only = InputFetcher(folder, settings)

    def fetched(location: str) -> bytes:
        return public_only.fetch(source(location), lambda: None).read_bytes()

    host = url.removeprefix("http://")
    port = host.rpartition(":")[2]
    messages = set()
    for location in (
        f"{url}/file",
        f"{url}/404",
        f"http://localhost:{port}/file",
        f"http://[::ffff:127.0.0.1]:{port}/file",
        "http://127.0.0.1:1/nothing-listens",
        "http://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
    ):
        with pytest.raises(ItemError) as caught:
            fetched(location)
        assert caught.value.code == "INPUT.ADDRESS_NOT_ALLOWED", location
        messages.add(caught.value.message)
    for target in ("http://169.254.169.254/", "http://[fe80::1]/", "http://10.0.0.1/"):
        with pytest.raises(ItemError) as caught:
            fetch(f"{url}/to/{target}")
        assert caught.value.code == "INPUT.ADDRESS_NOT_ALLOWED", target
        messages.add(caught.value.message)
    assert len(messages) == 1


def test_downloads_use_no_proxy(
    fetch: Callable[[str], bytes], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    assert fetch(f"{url}/file") == CONTENT


def test_an_endless_download_stops_at_the_size_limit(
    folder: Path, settings: PlatformSettings, url: str
) -> None:
    fetcher = InputFetcher(folder, evolve(settings, max_input_bytes=1_000_000, input_networks=LOOPBACK))
    with pytest.raises(ItemError, match="larger than"):
        fetcher.fetch(source(f"{url}/endless"), lambda: None)
    assert list(folder.iterdir()) == []


def test_messages_do_not_contain_the_query(fetch: Callable[[str], bytes], url: str) -> None:
    with pytest.raises(ItemError) as caught:
        fetch(f"{url}/404?signature=secret")
    assert "secret" not in caught.value.message
