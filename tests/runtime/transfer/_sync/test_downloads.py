# DO NOT EDIT. Derived from ../_async/test_downloads.py by "python -m seawall.codegen.derive".
"""Many files into one folder: named safely, fetched several at a time, told as one."""

from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import InputError, NotFoundError, StorageError
from seawall.core.http.message import Request, Response
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.runtime.transfer._sync.download_many import Downloads, RemoteFile
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer.download_progress import DownloadProgress, DownloadTally
from seawall.runtime.transfer.results import all_moved
from seawall.testing import FakeClock, MemoryTransport
from seawall.transports import TruncatedResponse

BODY = bytes(range(256)) * 1024


class Shelf:
    """A server of files; `answers` stand in for what is there. It remembers where it was asked for."""

    def __init__(self, **answers: Response) -> None:
        self.answers = answers
        self.located: list[str] = []
        self.transport = MemoryTransport(self.answer)

    def answer(self, request: Request) -> Response:
        return self.answers.get(request.url.rpartition("/")[2], Response(200, {}, BODY))

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
            of=f"artifact {id_}",
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


def test_each_file_comes_under_a_safe_name_and_knows_what_it_is_of(tmp_path: Path) -> None:
    shelf = Shelf()
    files = [
        shelf.file("1", "qc:stats", media_type="text/csv"),
        shelf.file("2", "qc:map", "two", media_type="image/png"),
    ]
    fetched = all_moved(shelf.downloads(str(tmp_path)).fetch(files))
    assert [(one.file.of, one.path.relative_to(tmp_path), one.was_there) for one in fetched] == [
        ("artifact 1", Path("one/qc_stats.csv"), False),
        ("artifact 2", Path("two/qc_map.png"), False),
    ]
    assert [one.path.read_bytes() for one in fetched] == [BODY, BODY]


def test_files_may_have_no_folder_of_their_own(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.downloads(tmp_path / "new").fetch([shelf.file("1", folder=None)])
    assert files_below(tmp_path) == ["new/a"]


def test_what_is_there_and_whole_is_not_fetched_again(tmp_path: Path) -> None:
    shelf = Shelf()
    for was_there in (False, True):
        (one,) = all_moved(shelf.downloads(tmp_path).fetch([shelf.file("1")]))
        assert one.was_there is was_there
    assert len(shelf.transport.requests) == 1


def test_what_is_not_available_is_not_fetched_and_keeps_its_name(tmp_path: Path) -> None:
    shelf = Shelf()
    (first,) = all_moved(
        shelf.downloads(tmp_path).fetch(
            [shelf.file("1", "a/b", is_available=False), shelf.file("2", "a:b")]
        )
    )
    assert first.file.id == "2"
    both = all_moved(shelf.downloads(tmp_path).fetch([shelf.file("1", "a/b"), shelf.file("2", "a:b")]))
    assert [one.was_there for one in both] == [False, True]
    assert both[1].path == first.path


@pytest.mark.parametrize(
    "name",
    ["../../evil", "/etc/passwd", "..", "C:\\evil", "nul", "\x00", "", ".hidden", "e\u0301vil", "x" * 400],
)
def test_no_name_from_the_server_leaves_the_folder(name: str, tmp_path: Path) -> None:
    shelf, inside = Shelf(), tmp_path / "inside"
    files = [shelf.file("1", name, name), shelf.file("2", name, name), shelf.file("3", name, "other")]
    fetched = all_moved(shelf.downloads(inside).fetch(files))
    assert len({one.path for one in fetched}) == 3
    for one in fetched:
        assert one.path.resolve().is_relative_to(inside.resolve())
        assert one.path.parent.parent == inside
    assert files_below(tmp_path) == sorted(str(one.path.relative_to(tmp_path)) for one in fetched)


def test_one_that_fails_is_its_result_and_does_not_stop_the_others(tmp_path: Path) -> None:
    shelf = Shelf(**{"2": Response(404)})
    files = [shelf.file(id_, id_) for id_ in ("1", "2", "3")]
    results = shelf.downloads(tmp_path).fetch(files)
    assert [result.file for result in results] == files
    assert [type(result.error) for result in results] == [type(None), NotFoundError, type(None)]
    assert [path for path in files_below(tmp_path) if not path.endswith(".part")] == ["one/1", "one/3"]


def test_a_folder_that_can_not_be_made_is_each_files_storage_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    (result,) = Shelf().downloads(tmp_path / "taken").fetch([Shelf().file("1")])
    assert isinstance(result.error, StorageError)


def test_an_address_is_asked_for_anew_at_each_attempt(tmp_path: Path) -> None:
    shelf = Shelf()
    answers = [TruncatedResponse(200, {}, BODY[:5000]), Response(503), Response(200, {}, BODY)]
    shelf.transport = MemoryTransport(lambda _: answers.pop(0))
    all_moved(shelf.downloads(tmp_path).fetch([shelf.file("1")]))
    assert shelf.located == ["1", "1", "1"]


def test_progress_is_of_the_whole(tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    shelf = Shelf(**{"2": Response(200, {"content-length": str(len(BODY))}, BODY)})
    files = [shelf.file("1", "x"), shelf.file("0", is_available=False), shelf.file("2", "y")]
    shelf.downloads(tmp_path, 1, seen.append).fetch(files)
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


def test_what_was_there_is_told_as_done(tmp_path: Path) -> None:
    shelf, seen = Shelf(), list[DownloadProgress]()
    shelf.downloads(tmp_path).fetch([shelf.file("1")])
    shelf.downloads(tmp_path, 4, seen.append).fetch([shelf.file("1")])
    assert [(step.size, step.done) for step in seen] == [(0, 0), (0, 1)]


@pytest.mark.parametrize("at_once", [2, 8])
def test_what_is_done_never_goes_back(at_once: int, tmp_path: Path) -> None:
    shelf, seen = Shelf(), list[DownloadProgress]()
    files = [shelf.file(str(number), str(number)) for number in range(12)]
    shelf.downloads(tmp_path, at_once, seen.append).fetch(files)
    assert [step.done for step in seen] == sorted(step.done for step in seen)
    assert seen[-1].done == 12


def test_no_files_are_no_results(tmp_path: Path) -> None:
    assert Shelf().downloads(tmp_path / "new").fetch([]) == ()
    assert files_below(tmp_path) == []


@pytest.mark.parametrize("folder", ["", None, 5, b"here"], ids=repr)
def test_a_folder_that_is_none_is_refused(folder: object) -> None:
    with pytest.raises(InputError, match="folder is"):
        Shelf().downloads(folder)


@pytest.mark.parametrize("at_once", [0, -1, "3", 2.0, True, None], ids=repr)
def test_a_number_at_once_that_is_none_is_refused(at_once: object, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at_once is"):
        Shelf().downloads(tmp_path, at_once)


def test_who_is_told_must_be_a_function(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="on_progress is of type NoneType"):
        Shelf().downloads(tmp_path, 4, None)


def test_a_tally_counts_what_it_is_told() -> None:
    from seawall.core.transfer.download import TransferProgress

    seen: list[DownloadProgress] = []
    tally = DownloadTally([Path("a"), Path("b")], seen.append)
    for told in ((1, TransferProgress(5, 10)), (0, None), (1, None)):
        tally(told)
    assert [(step.file, step.size, step.total, step.done) for step in seen] == [
        (2, 5, 10, 0),
        (1, 0, None, 1),
        (2, 5, 10, 2),
    ]
