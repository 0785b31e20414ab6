# DO NOT EDIT. Derived from ../_async/test_transfers.py by "python -m seawall.codegen.derive".
import os
from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import ChecksumError, NotFoundError
from seawall.core.http.message import Request, Response
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.core.transfer.download import TransferProgress
from seawall.runtime.concurrency.threads import Callback
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer._sync.transfers import Transfers
from seawall.runtime.transfer.results import unwrap_all
from seawall.testing import FakeClock, MemoryTransport

NAMES = [f"file-{number}" for number in range(12)]


def content(name: str) -> bytes:
    return name.encode() * 20_000


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("file-*"))


class Files:
    """Twelve files on a server, each downloaded to `folder`; those in `missing` do not exist."""

    def __init__(self, folder: Path, *missing: str) -> None:
        self.folder = folder
        self.missing = missing
        self.seen: list[tuple[str, int]] = []
        self.transport = MemoryTransport(self.respond)

    def respond(self, request: Request) -> Response:
        name = request.url.rpartition("/")[2]
        return Response(404) if name in self.missing else Response(200, {}, content(name))

    def fetch(self, name: str, report: Callback[tuple[str, int]]) -> Path:
        downloader = Downloader(self.transport, Policy(), FakeClock(), "ua")

        def locate() -> str:
            return f"https://files.test/{name}"

        def on_progress(progress: TransferProgress) -> None:
            report((name, progress.size))

        checksum = checksum_of(content(name), Algorithm.CRC32C)
        downloader.fetch(locate, self.folder / name, checksum=checksum, on_progress=on_progress)
        return self.folder / name


@pytest.mark.parametrize("at_once", [1, 4, 50])
def test_all_files_are_transferred_and_results_are_in_order(tmp_path: Path, at_once: int) -> None:
    files = Files(tmp_path)
    results = Transfers(at_once, files.seen.append).each(NAMES, files.fetch)
    assert [result.file for result in results] == NAMES
    assert unwrap_all(results) == tuple(tmp_path / name for name in NAMES)
    assert [(tmp_path / name).read_bytes() for name in NAMES] == [content(name) for name in NAMES]
    for name in NAMES:
        sizes = [size for seen, size in files.seen if seen == name]
        assert sizes == sorted(sizes)
        assert sizes[-1] == len(content(name))


def test_failed_files_do_not_stop_the_others(tmp_path: Path) -> None:
    files = Files(tmp_path, "file-3", "file-7")
    results = Transfers(4, files.seen.append).each(NAMES, files.fetch)
    assert [result.file for result in results if result.error] == ["file-3", "file-7"]
    assert names_in(tmp_path) == sorted(set(NAMES) - {"file-3", "file-7"})
    with pytest.raises(NotFoundError, match="file-3 answered 404") as caught:
        unwrap_all(results)
    assert caught.value.__notes__ == [
        "Another of the 12 files failed too: GET download of file-7 answered 404."
    ]
    with pytest.raises(NotFoundError, match="file-7"):
        results[7].unwrap()


def test_one_failed_file_is_its_error(tmp_path: Path) -> None:
    files = Files(tmp_path, "file-3")
    results = Transfers(4, files.seen.append).each(NAMES, files.fetch)
    with pytest.raises(NotFoundError) as caught:
        unwrap_all(results)
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_other_errors_end_all_transfers(tmp_path: Path, error: type[BaseException]) -> None:
    files = Files(tmp_path)

    def stop(seen: tuple[str, int]) -> None:
        files.seen.append(seen)
        if len(files.seen) == 3:
            raise error

    with pytest.raises(error):
        Transfers(2, stop).each(NAMES, files.fetch)
    # Running transfers ended at their next chunk, and no other was started.
    assert len(files.transport.requests) <= 5
    assert len(names_in(tmp_path)) <= 3


def test_on_progress_is_never_called_twice_at_once(tmp_path: Path) -> None:
    files, inside, met = Files(tmp_path), list[tuple[str, int]](), list[tuple[str, int]]()

    def on_progress(seen: tuple[str, int]) -> None:
        met.extend(inside)
        inside.append(seen)
        for _ in range(50):
            # Let other threads run, if there are any.
            os.stat(os.curdir)  # noqa: PTH116
        inside.remove(seen)

    Transfers(8, on_progress).each(NAMES, files.fetch)
    assert met == []


def test_no_files_give_no_results() -> None:
    def transfer(file: str, report: Callback[str]) -> None:
        raise ChecksumError

    assert Transfers[str](4, print).each([], transfer) == ()
