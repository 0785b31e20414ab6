# DO NOT EDIT. Derived from ../_async/test_transfer_arguments.py by "python -m seawall.codegen.derive".
"""A transfer that was given another kind of thing says so in a sentence, before anything is sent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import InputError, StorageError
from seawall.core.http.message import Response
from seawall.runtime.transfer._sync.downloader import Downloader
from seawall.runtime.transfer._sync.parallel import Transfers
from seawall.runtime.transfer._sync.resumable_uploader import ResumableUploader
from seawall.runtime.transfer._sync.uploader import Uploader
from seawall.testing import MemoryTransport

URL = "https://files.test/a"
UPLOADERS = [Uploader, ResumableUploader]
uploaders = pytest.mark.parametrize("kind", UPLOADERS)


@pytest.fixture
def transport() -> MemoryTransport:
    return MemoryTransport(lambda _: Response(200, {}, b"abc"))


def locate() -> str:
    return URL


def nowhere() -> None:
    return None


def texts() -> Iterator[Any]:
    yield "text"


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"target": "a"}, r"^target is of type str\. Give the Path of the file to be\.$"),
        ({"target": None}, r"^target is of type NoneType\."),
        ({"target": Path()}, r"^target is '\.', which names no file\."),
        ({"target": Path("/")}, r"^target is '/', which names no file\."),
        ({"locate": URL}, r"^locate is of type str\. Give a function\.$"),
        ({"locate": nowhere}, r"^what locate gave is of type NoneType\. Give an http or https address"),
        ({"checksum": "AAAAAA=="}, r"^checksum is of type str\. Give a Checksum"),
        ({"on_progress": 5}, r"^on_progress is of type int\. Give a function\.$"),
    ],
)
def test_a_download_that_was_given_another_kind_of_thing(
    transport: MemoryTransport, tmp_path: Path, given: dict[str, Any], match: str
) -> None:
    all_given = {"locate": locate, "target": tmp_path / "a", **given}
    place, target = all_given.pop("locate"), all_given.pop("target")
    with pytest.raises(InputError, match=match):
        Downloader(transport, Policy()).fetch(place, target, **all_given)
    assert transport.requests == []


@pytest.mark.parametrize("where", ["folder", "file/in/a/file"])
def test_a_download_to_where_no_file_can_be(
    transport: MemoryTransport, tmp_path: Path, where: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    told = r"folder can not be written: it is a folder\. Name a file in it\.$|can not be written: [A-Z].*\.$"
    with pytest.raises(StorageError, match=told):
        Downloader(transport, Policy()).fetch(locate, tmp_path / where)
    assert transport.requests == []


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"source": "a"}, r"^A str can not be uploaded\."),
        ({"source": texts}, r"^a piece of the upload is of type str\. Give bytes\.$"),
        ({"source": lambda: None}, r"^what the source gave is of type NoneType\. Give an iterable"),
        ({"to": None}, r"^to is of type NoneType\. Give an http or https address as a text\.$"),
        ({"to": 5}, r"^to is of type int\."),
        ({"to": nowhere}, r"^what to gave is of type NoneType\."),
        ({"checksum": "AAAAAA=="}, r"^checksum is of type str\. Give a Checksum"),
        ({"headers": [("a", "b")]}, r"^headers is of type list\. Give a mapping"),
        ({"headers": {5: "b"}}, r"^A name in headers is of type int\. Give text\.$"),
        ({"headers": {"a": None}}, r"^headers\['a'\] is of type NoneType\. Give text\.$"),
        ({"on_progress": None}, r"^on_progress is of type NoneType\. Give a function\.$"),
    ],
)
@uploaders
def test_an_upload_that_was_given_another_kind_of_thing(
    transport: MemoryTransport,
    kind: type[Uploader] | type[ResumableUploader],
    given: dict[str, Any],
    match: str,
) -> None:
    all_given = {"source": b"a", "to": URL, **given}
    source, to = all_given.pop("source"), all_given.pop("to")
    with pytest.raises(InputError, match=match):
        kind(transport, Policy()).send(source, to, **all_given)
    assert transport.requests == []


@uploaders
def test_a_folder_is_not_uploaded(
    transport: MemoryTransport,
    kind: type[Uploader] | type[ResumableUploader],
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match=r"can not be read: Is a directory\.$|is no plain file"):
        kind(transport, Policy()).send(tmp_path, URL)
    assert transport.requests == []


@pytest.mark.parametrize("method", [5, None, b"PUT"])
def test_a_method_is_a_text(transport: MemoryTransport, method: Any) -> None:
    with pytest.raises(InputError, match=r"^method is of type \w+\. Give the name of one, such as PUT\.$"):
        Uploader(transport, Policy()).send(b"a", URL, method=method)


@pytest.mark.parametrize("rate", [0, -1, True, "fast", None, pytest.param(-(10**5000), id="huge")])
@uploaders
def test_a_rate_is_a_number_above_0(
    transport: MemoryTransport,
    kind: type[Uploader] | type[ResumableUploader],
    rate: Any,
) -> None:
    with pytest.raises(InputError, match=r"^slowest_rate is .*: give a number of bytes a second above 0\.$"):
        kind(transport, Policy(), slowest_rate=rate)


@pytest.mark.parametrize("at_once", [0, -1, True, 2.5, "3", None])
def test_so_many_files_at_once_there_can_not_be(at_once: Any) -> None:
    def move(file: str, tell: Any) -> None:
        raise AssertionError

    with pytest.raises(InputError, match=r"^at_once is .*\. Give .*1 or more\.$"):
        Transfers(at_once, print).each(["a"], move)
