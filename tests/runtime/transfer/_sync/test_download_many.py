# DO NOT EDIT. Derived from ../_async/test_download_many.py by "python -m seawall.codegen.derive".
"""Several files into one folder: safe names, bounded concurrency, one progress."""

from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import NotFoundError, StorageError
from seawall.core.http.message import Request, Response
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer._sync.transfers import Downloads, RemoteFile
from seawall.runtime.transfer.results import DownloadProgress, ProgressAggregator, unwrap_all
from seawall.testing import FakeClock, MemoryTransport
from seawall.transports import TruncatedResponse

BODY = bytes(range(256)) * 1024


class FileServer:
    """A server with files; `responses` replace some. It records the ids for which `locate` was called."""

    def __init__(self, **responses: Response) -> None:
        self.responses = responses
        self.located: list[str] = []
        self.transport = MemoryTransport(self.respond)

    def respond(self, request: Request) -> Response:
        return self.responses.get(request.url.rpartition("/")[2], Response(200, {}, BODY))

    def file(
        self,
        id_: str,
        name: str = "a",
        folder: str | None = "one",
        *,
        media_type: str | None = None,
        body: bytes = BODY,
        is_available: bool = True,
    ) -> RemoteFile[str]:
        def locate() -> str:
            self.located.append(id_)
            return f"https://files.test/{id_}"

        return RemoteFile(
            data=f"artifact {id_}",
            id=id_,
            name=name,
            folder=folder,
            media_type=media_type,
            locate=locate,
            checksum=checksum_of(body, Algorithm.CRC32C),
            is_available=is_available,
        )

    def downloads(self, folder: Any, at_once: Any = 4, on_progress: Any = lambda _: None) -> Downloads:
        downloader = Downloader(self.transport, Policy(), FakeClock())
        return Downloads(downloader, folder, at_once, on_progress=on_progress)


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_each_file_has_a_safe_name_and_its_data(tmp_path: Path) -> None:
    server = FileServer()
    files = [
        server.file("1", "qc:stats", media_type="text/csv"),
        server.file("2", "qc:map", "two", media_type="image/png"),
    ]
    fetched = unwrap_all(server.downloads(str(tmp_path)).fetch(files))
    assert [(one.file.data, one.path.relative_to(tmp_path), one.was_there) for one in fetched] == [
        ("artifact 1", Path("one/qc_stats.csv"), False),
        ("artifact 2", Path("two/qc_map.png"), False),
    ]
    assert [one.path.read_bytes() for one in fetched] == [BODY, BODY]


def test_files_without_a_folder(tmp_path: Path) -> None:
    server = FileServer()
    server.downloads(tmp_path / "new").fetch([server.file("1", folder=None)])
    assert files_below(tmp_path) == ["new/a"]


def test_a_complete_file_is_not_downloaded_again(tmp_path: Path) -> None:
    server = FileServer()
    for was_there in (False, True):
        (one,) = unwrap_all(server.downloads(tmp_path).fetch([server.file("1")]))
        assert one.was_there is was_there
    assert len(server.transport.requests) == 1


def test_an_unavailable_file_is_not_downloaded_but_reserves_its_name(tmp_path: Path) -> None:
    server = FileServer()
    (first,) = unwrap_all(
        server.downloads(tmp_path).fetch(
            [server.file("1", "a/b", is_available=False), server.file("2", "a:b")]
        )
    )
    assert first.file.id == "2"
    both = unwrap_all(
        server.downloads(tmp_path).fetch([server.file("1", "a/b"), server.file("2", "a:b")])
    )
    assert [one.was_there for one in both] == [False, True]
    assert both[1].path == first.path


@pytest.mark.parametrize(
    "name",
    ["../../evil", "/etc/passwd", "..", "C:\\evil", "nul", "\x00", "", ".hidden", "e\u0301vil", "x" * 400],
)
def test_no_name_from_the_server_leaves_the_folder(name: str, tmp_path: Path) -> None:
    server, inside = FileServer(), tmp_path / "inside"
    files = [server.file("1", name, name), server.file("2", name, name), server.file("3", name, "other")]
    fetched = unwrap_all(server.downloads(inside).fetch(files))
    assert len({one.path for one in fetched}) == 3
    for one in fetched:
        assert one.path.resolve().is_relative_to(inside.resolve())
        assert one.path.parent.parent == inside
    assert files_below(tmp_path) == sorted(str(one.path.relative_to(tmp_path)) for one in fetched)


def test_the_error_of_a_file_is_its_result(tmp_path: Path) -> None:
    server = FileServer(**{"2": Response(404)})
    files = [server.file(id_, id_) for id_ in ("1", "2", "3")]
    results = server.downloads(tmp_path).fetch(files)
    assert [result.file for result in results] == files
    assert [type(result.error) for result in results] == [type(None), NotFoundError, type(None)]
    assert [path for path in files_below(tmp_path) if not path.endswith(".part")] == ["one/1", "one/3"]


def test_a_folder_that_can_not_be_created_is_a_storage_error_of_each_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    (result,) = FileServer().downloads(tmp_path / "taken").fetch([FileServer().file("1")])
    assert isinstance(result.error, StorageError)


def test_locate_is_called_for_each_attempt(tmp_path: Path) -> None:
    server = FileServer()
    responses = [TruncatedResponse(200, {}, BODY[:5000]), Response(503), Response(200, {}, BODY)]
    server.transport = MemoryTransport(lambda _: responses.pop(0))
    unwrap_all(server.downloads(tmp_path).fetch([server.file("1")]))
    assert server.located == ["1", "1", "1"]


def test_progress_is_of_the_whole_download(tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    server = FileServer(**{"2": Response(200, {"content-length": str(len(BODY))}, BODY)})
    files = [server.file("1", "x"), server.file("0", is_available=False), server.file("2", "y")]
    server.downloads(tmp_path, 1, seen.append).fetch(files)
    assert {(step.file, step.files, step.path.name) for step in seen} == {(1, 2, "x"), (2, 2, "y")}
    assert [step.file for step in seen] == sorted(step.file for step in seen)
    for number, total in ((1, None), (2, len(BODY))):
        sizes = [step.size for step in seen if step.file == number]
        assert sizes[0] == 0
        assert sizes == sorted(sizes)
        assert sizes[-1] == len(BODY)
        assert [step.total for step in seen if step.file == number][-1] == total
    assert [step.done for step in seen] == sorted(step.done for step in seen)
    assert seen[-1].done == 2


def test_a_file_that_was_there_counts_as_done(tmp_path: Path) -> None:
    server, seen = FileServer(), list[DownloadProgress]()
    server.downloads(tmp_path).fetch([server.file("1")])
    server.downloads(tmp_path, 4, seen.append).fetch([server.file("1")])
    assert [(step.size, step.done) for step in seen] == [(0, 0), (0, 1)]


@pytest.mark.parametrize("at_once", [2, 8])
def test_the_number_of_finished_files_never_decreases(at_once: int, tmp_path: Path) -> None:
    server, seen = FileServer(), list[DownloadProgress]()
    files = [server.file(str(number), str(number)) for number in range(12)]
    server.downloads(tmp_path, at_once, seen.append).fetch(files)
    assert [step.done for step in seen] == sorted(step.done for step in seen)
    assert seen[-1].done == 12


def test_no_files_give_no_results(tmp_path: Path) -> None:
    assert FileServer().downloads(tmp_path / "new").fetch([]) == ()
    assert files_below(tmp_path) == []


def test_the_aggregator_combines_progress() -> None:
    from seawall.core.transfer.download import TransferProgress

    seen: list[DownloadProgress] = []
    aggregator = ProgressAggregator([Path("a"), Path("b")], seen.append)
    for update in ((1, TransferProgress(5, 10)), (0, None), (1, None)):
        aggregator(update)
    assert [(step.file, step.size, step.total, step.done) for step in seen] == [
        (2, 5, 10, 0),
        (1, 0, None, 1),
        (2, 5, 10, 2),
    ]
