"""Files as inputs: what is told of them, and which can be none."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.core.checksum import crc32c_base64
from seawall.core.errors import InputError
from seawall.sdks.platform import artifact_from_file


def test_a_file_is_told_by_address_checksum_kind_and_size(tmp_path: Path) -> None:
    path = tmp_path / "a b.TIF"
    path.write_bytes(b"pixels")
    artifact = artifact_from_file("image", path)
    assert artifact.download_url == path.resolve().as_uri()
    assert artifact.metadata == {
        "checksum_base64_crc32c": crc32c_base64(b"pixels"),
        "media_type": "image/tiff",
        "size_bytes": 6,
    }


def test_only_what_a_schema_knows_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"pixels")
    assert artifact_from_file("image", path, metadata={"media_type"}).metadata == {"media_type": "image/png"}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.touch(), "is empty"),
        (lambda path: path.mkdir(), "is a folder"),
        (os.mkfifo, "is no ordinary file"),
    ],
    ids=["missing", "empty", "folder", "pipe"],
)
def test_what_can_be_no_input_is_named(make: Callable[[Path], object], words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    make(path)
    with pytest.raises(InputError, match=words) as caught:
        artifact_from_file("image", path)
    assert str(path) in str(caught.value)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    with pytest.raises(InputError, match="no PNG, JPEG or TIFF"):
        artifact_from_file("image", path)
