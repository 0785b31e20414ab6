import os
from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import ChecksumError, NotFoundError
from seawall.core.http.message import Request, Response
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.core.transfer.download import TransferProgress
from seawall.runtime.concurrency.tasks import AsyncCallback
from seawall.runtime.transfer._async.downloader import AsyncDownloader
from seawall.runtime.transfer._async.transfers import AsyncTransfers
from seawall.runtime.transfer.results import unwrap_all
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport

NAMES = [f"file-{number}" for number in range(12)]


def content(name: str) -> bytes:
    return name.encode() * 20_000


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("file-*"))


class AsyncFiles:
    """Twelve files on a server, each downloaded to `folder`; those in `missing` do not exist."""

    def __init__(self, folder: Path, *missing: str) -> None:
        self.folder = folder
        self.missing = missing
        self.seen: list[tuple[str, int]] = []
        self.transport = AsyncMemoryTransport(self.respond)

    def respond(self, request: Request) -> Response:
        name = request.url.rpartition("/")[2]
        return Response(404) if name in self.missing else Response(200, {}, content(name))

    async def fetch(self, name: str, report: AsyncCallback[tuple[str, int]]) -> Path:
        downloader = AsyncDownloader(self.transport, Policy(), AsyncFakeClock(), "ua")

        async def locate() -> str:
            return f"https://files.test/{name}"

        def on_progress(progress: TransferProgress) -> None:
            report((name, progress.size))

        checksum = checksum_of(content(name), Algorithm.CRC32C)
        await downloader.fetch(locate, self.folder / name, checksum=checksum, on_progress=on_progress)
        return self.folder / name


@pytest.mark.parametrize("at_once", [1, 4, 50])
async def test_all_files_are_transferred_and_results_are_in_order(tmp_path: Path, at_once: int) -> None:
    files = AsyncFiles(tmp_path)
    results = await AsyncTransfers(at_once, files.seen.append).each(NAMES, files.fetch)
    assert [result.file for result in results] == NAMES
    assert unwrap_all(results) == tuple(tmp_path / name for name in NAMES)
    assert [(tmp_path / name).read_bytes() for name in NAMES] == [content(name) for name in NAMES]
    for name in NAMES:
        sizes = [size for seen, size in files.seen if seen == name]
        assert sizes == sorted(sizes)
        assert sizes[-1] == len(content(name))


async def test_failed_files_do_not_stop_the_others(tmp_path: Path) -> None:
    files = AsyncFiles(tmp_path, "file-3", "file-7")
    results = await AsyncTransfers(4, files.seen.append).each(NAMES, files.fetch)
    assert [result.file for result in results if result.error] == ["file-3", "file-7"]
    assert names_in(tmp_path) == sorted(set(NAMES) - {"file-3", "file-7"})
    with pytest.raises(NotFoundError, match="file-3 answered 404") as caught:
        unwrap_all(results)
    assert caught.value.__notes__ == [
        "Another of the 12 files failed too: GET download of file-7 answered 404."
    ]
    with pytest.raises(NotFoundError, match="file-7"):
        results[7].unwrap()


async def test_one_failed_file_is_its_error(tmp_path: Path) -> None:
    files = AsyncFiles(tmp_path, "file-3")
    results = await AsyncTransfers(4, files.seen.append).each(NAMES, files.fetch)
    with pytest.raises(NotFoundError) as caught:
        unwrap_all(results)
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
async def test_other_errors_end_all_transfers(tmp_path: Path, error: type[BaseException]) -> None:
    files = AsyncFiles(tmp_path)

    def stop(seen: tuple[str, int]) -> None:
        files.seen.append(seen)
        if len(files.seen) == 3:
            raise error

    with pytest.raises(error):
        await AsyncTransfers(2, stop).each(NAMES, files.fetch)
    # Running transfers ended at their next chunk, and no other was started.
    assert len(files.transport.requests) <= 5
    assert len(names_in(tmp_path)) <= 3


async def test_on_progress_is_never_called_twice_at_once(tmp_path: Path) -> None:
    files, inside, met = AsyncFiles(tmp_path), list[tuple[str, int]](), list[tuple[str, int]]()

    def on_progress(seen: tuple[str, int]) -> None:
        met.extend(inside)
        inside.append(seen)
        for _ in range(50):
            # Let other threads run, if there are any.
            os.stat(os.curdir)  # noqa: PTH116
        inside.remove(seen)

    await AsyncTransfers(8, on_progress).each(NAMES, files.fetch)
    assert met == []


async def test_no_files_give_no_results() -> None:
    async def transfer(file: str, report: AsyncCallback[str]) -> None:
        raise ChecksumError

    assert await AsyncTransfers[str](4, print).each([], transfer) == ()
