"""Transfers check their arguments with a sentence, before anything is sent."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import InputError, StorageError
from seawall.core.http.message import Response
from seawall.core.validation.arguments import short_repr
from seawall.runtime.transfer._async.downloader import AsyncDownloader
from seawall.runtime.transfer._async.resumable_uploader import AsyncResumableUploader
from seawall.runtime.transfer._async.transfers import AsyncDownloads, AsyncTransfers
from seawall.runtime.transfer._async.uploader import AsyncUploader
from seawall.testing import AsyncMemoryTransport

URL = "https://files.test/a"
UPLOADERS = (AsyncUploader, AsyncResumableUploader)
ANY: Any = 5


@pytest.fixture
def transport() -> AsyncMemoryTransport:
    return AsyncMemoryTransport(lambda _: Response(200, {}, b"abc"))


async def locate() -> str:
    return URL


async def locate_nothing() -> None:
    return None


async def text_pieces() -> AsyncIterator[Any]:
    yield "text"


DOWNLOADS: list[tuple[dict[str, Any], str]] = [
    ({"target": "a"}, r"^target is of type str\. Give the Path of the file to write\.$"),
    ({"target": Path()}, r"^target is '\.', which names no file\."),
    ({"target": Path("/")}, r"^target is '/', which names no file\."),
    ({"locate": URL}, r"^locate is of type str\. Give a function\.$"),
    (
        {"locate": locate_nothing},
        r"^The result of locate\(\) is of type NoneType\.",
    ),
    ({"checksum": "AAAAAA=="}, r"^checksum is of type str\. Give a Checksum"),
    ({"on_progress": 5}, r"^on_progress is of type int\. Give a function\.$"),
]
UPLOADS: list[tuple[dict[str, Any], str]] = [
    ({"source": "a"}, r"^A str can not be uploaded\."),
    ({"source": bytearray(b"a")}, r"^A bytearray can not be uploaded\."),
    ({"source": Path("a\0b")}, r"can not be read: the name contains a NUL\.$"),
    ({"source": Path("/missing")}, r"^/missing can not be read: No such file or directory\.$"),
    ({"source": text_pieces}, r"^A piece of source\(\) is of type str\. Give bytes\.$"),
    ({"source": lambda: None}, r"^The result of source\(\) is of type NoneType\. Give an iterable"),
    ({"to": None}, r"^to is of type NoneType\. Give an http or https URL as text\.$"),
    ({"to": locate_nothing}, r"^The result of to\(\) is of type NoneType\."),
    ({"checksum": "AAAAAA=="}, r"^checksum is of type str\. Give a Checksum"),
    ({"headers": [("a", "b")]}, r"^headers is of type list\. Give a mapping"),
    ({"headers": {5: "b"}}, r"^A name in headers is of type int\. Give text\.$"),
    ({"headers": {"a": None}}, r"^headers\['a'\] is of type NoneType\. Give text\.$"),
    ({"on_progress": None}, r"^on_progress is of type NoneType\. Give a function\.$"),
]


async def test_a_download_names_the_wrong_argument(
    subtests: pytest.Subtests, transport: AsyncMemoryTransport, tmp_path: Path
) -> None:
    for wrong, message in DOWNLOADS:
        with subtests.test(row=repr(wrong)[:60]):
            arguments = {"locate": locate, "target": tmp_path / "a", **wrong}
            source, target = arguments.pop("locate"), arguments.pop("target")
            with pytest.raises(InputError, match=message):
                await AsyncDownloader(transport, Policy()).fetch(source, target, **arguments)
    assert transport.requests == []


async def test_an_upload_names_the_wrong_argument(
    subtests: pytest.Subtests, transport: AsyncMemoryTransport
) -> None:
    for kind in UPLOADERS:
        for wrong, message in UPLOADS:
            with subtests.test(row=repr(wrong)[:60]):
                arguments = {"source": b"a", "to": URL, **wrong}
                source, to = arguments.pop("source"), arguments.pop("to")
                with pytest.raises(InputError, match=message):
                    await kind(transport, Policy()).send(source, to, **arguments)
    assert transport.requests == []


async def test_a_download_into_a_folder_or_below_a_file_is_a_storage_error(
    subtests: pytest.Subtests, transport: AsyncMemoryTransport, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for target, message in (
        ("folder", r"folder can not be written: it is a folder\. Name a file in it\.$"),
        ("file/in/a/file", r"can not be written: a folder in its path is a file\. Choose another folder\.$"),
    ):
        with subtests.test(row=repr(message)[:60]), pytest.raises(StorageError, match=message):
            await AsyncDownloader(transport, Policy()).fetch(locate, tmp_path / target)
    assert transport.requests == []


async def test_a_folder_or_a_pipe_can_not_be_uploaded(
    transport: AsyncMemoryTransport, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
    for kind in UPLOADERS:
        with pytest.raises(InputError, match=r"can not be read: Is a directory\.$"):
            await kind(transport, Policy()).send(tmp_path, URL)
        with pytest.raises(InputError, match=r"can not be read: (Not a regular file|No such file .*)\.$"):
            await kind(transport, Policy()).send(pipe, URL)
    assert transport.requests == []


async def test_the_method_of_an_upload_is_text(transport: AsyncMemoryTransport) -> None:
    with pytest.raises(InputError, match=r"^method is of type int\. Give text\.$"):
        await AsyncUploader(transport, Policy()).send(b"a", URL, method=ANY)


def test_the_slowest_rate_is_a_number_above_0(
    subtests: pytest.Subtests, transport: AsyncMemoryTransport
) -> None:
    for kind in UPLOADERS:
        for rate in (0, True, "fast", -(10**5000)):
            with (
                subtests.test(row=short_repr(rate)),
                pytest.raises(InputError, match=r"^slowest_rate is .*\. Give a finite number"),
            ):
                kind(transport, Policy(), slowest_rate=rate)


def test_the_chunk_size_is_a_multiple_of_256_kib(transport: AsyncMemoryTransport) -> None:
    with pytest.raises(InputError, match=r"^chunk_size is 100000: give a multiple of 262144 bytes"):
        AsyncResumableUploader(transport, Policy(), chunk_size=100_000)


async def test_transfers_check_their_arguments() -> None:
    async def transfer(file: str, report: Any) -> None:
        raise AssertionError

    with pytest.raises(InputError, match=r"^at_once is 0\. Give .*1 or more\.$"):
        await AsyncTransfers(0, print).each(["a"], transfer)


def test_downloads_check_their_arguments(transport: AsyncMemoryTransport) -> None:
    downloader = AsyncDownloader(transport, Policy())
    for arguments, message in (
        ({"folder": ""}, r"^folder is empty\. Give a path"),
        ({"folder": b"here"}, r"^folder is of type bytes\. Give a path as text or as a Path\.$"),
        ({"at_once": 0}, r"^at_once is 0\. Give 1 or more\.$"),
        ({"on_progress": None}, r"^on_progress is of type NoneType\. Give a function\.$"),
    ):
        wrong: dict[str, Any] = {"folder": "here", **arguments}
        with pytest.raises(InputError, match=message):
            AsyncDownloads(downloader, **wrong)
