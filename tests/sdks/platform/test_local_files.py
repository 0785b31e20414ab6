"""Files as inputs: their metadata, and files that can not be inputs."""

import re
from pathlib import Path

import pytest

from seawall.core.errors import InputError
from seawall.core.transfer.checksum import crc32c_base64
from seawall.sdks.platform import artifact_from_file
from seawall.sdks.platform.local_files import MEDIA_TYPES
from tests.core.transfer.test_tiff_pages import page, tiff


def test_an_artifact_has_url_checksum_media_type_and_size(tmp_path: Path) -> None:
    path = tmp_path / "a b.TIF"
    path.write_bytes(b"pixels")
    artifact = artifact_from_file("image", path)
    assert artifact.download_url == path.resolve().as_uri()
    assert artifact.metadata == {
        "checksum_base64_crc32c": crc32c_base64(b"pixels"),
        "media_type": "image/tiff",
        "size_bytes": 6,
    }


def test_only_the_selected_metadata_is_given(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"pixels")
    assert artifact_from_file("image", path, metadata={"media_type"}).metadata == {"media_type": "image/png"}


def test_a_tiff_with_several_images_is_refused(tmp_path: Path) -> None:
    stack, pyramid = tmp_path / "stack.tif", tmp_path / "pyramid.tif"
    stack.write_bytes(tiff(*[page(80, 60)] * 7))
    pyramid.write_bytes(tiff(page(80, 60), page(40, 30), page(20, 15, 1)))
    with pytest.raises(InputError) as caught:
        artifact_from_file("image", stack)
    assert str(caught.value) == (
        f"{stack} has 7 pages (80 x 60, 80 x 60, 80 x 60, 80 x 60, 80 x 60, ...) that are different images, "
        "and an input is one image. Save each page as a file of its own."
    )
    size = artifact_from_file("image", stack, several_pages=True).metadata["size_bytes"]
    assert size == stack.stat().st_size
    assert artifact_from_file("image", pyramid).metadata["media_type"] == "image/tiff"


@pytest.mark.parametrize("content", [b"pixels", tiff(page(80, 60))[:-9]])
def test_content_that_is_no_tiff_is_left_to_the_server(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.tiff"
    path.write_bytes(content)
    assert artifact_from_file("image", path).metadata["size_bytes"] == len(content)


@pytest.mark.parametrize("name", ["missing.png", "folder.png", "words.txt"])
def test_an_unusable_file_is_an_error(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "words.txt").write_text("words")
    with pytest.raises(InputError, match=re.escape(str(tmp_path / name))):
        artifact_from_file("image", tmp_path / name)


@pytest.mark.parametrize(("suffix", "media_type"), MEDIA_TYPES.items())
def test_the_case_of_a_suffix_does_not_matter(suffix: str, media_type: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix.upper()}"
    path.write_bytes(b"pixels")
    metadata = artifact_from_file("image", path).metadata
    assert metadata["media_type"] == media_type
