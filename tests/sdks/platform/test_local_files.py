"""Files as inputs: what is told of them, and which can be none."""

import re
from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import crc32c_base64
from seawall.sdks.platform import artifact_from_file
from seawall.sdks.platform.local_files import MEDIA_TYPES, media_type_of


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


@pytest.mark.parametrize("name", ["missing.png", "folder.png", "words.txt"])
def test_what_can_be_no_input_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "words.txt").write_text("words")
    for look in (lambda path: artifact_from_file("image", path), media_type_of):
        with pytest.raises(InputError, match=re.escape(str(tmp_path / name))):
            look(tmp_path / name)


@pytest.mark.parametrize(("suffix", "media_type"), MEDIA_TYPES.items())
def test_images_are_taken_whatever_the_case_of_their_suffix(
    suffix: str, media_type: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix.upper()}"
    path.write_bytes(b"pixels")
    assert media_type_of(path) == media_type
